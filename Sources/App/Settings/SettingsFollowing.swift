import DisplayText
import Operations
import Storage

/// Picking up what a person changes in the file while the program runs. With a mistake in it, what counted goes on.
extension ProgramState {
    mutating func readSettings() -> Effect {
        staleFiles.remove(.settings)
        return begin(ReadSettings())
    }

    /// After the first frame: what is wrong with the file.
    mutating func tellSettings() {
        if let complaint = loadedSettings.complaint { say(.warning, complaint, message: loadedSettings.error) }
    }

    fileprivate mutating func receive(_ new: LoadedSettings) {
        let old = loadedSettings
        if let complaint = new.complaint {
            // The same mistake is told once, however often the file is read.
            guard complaint != old.complaint else { return }
            loadedSettings.problems = new.problems
            loadedSettings.error = new.error
            loadedSettings.file = new.file ?? old.file
            say(.warning, "\(complaint); the settings stay as they were", message: new.error)
            return
        }
        loadedSettings = new
        vault.use(new.settings)
        let changed = SettingsMember.all.filter { $0.json(old.settings) != $0.json(new.settings) }.map(\.name)
        if !changed.isEmpty {
            say(.good, "settings.json was read again: \(SafeText(outside: changed.joined(separator: ", ")))")
        } else if old.complaint != nil {
            say(.good, "settings.json was read again and is fine")
        }
    }
}

extension WorkID {
    static let settings = WorkID("settings")
}

extension ReadSettings: UseCase {
    var id: WorkID { .settings }
    var label: SafeText { "reading the settings" }

    func receive(_ answer: SettingsDocument?, in program: inout ProgramState) -> [Effect] {
        program.receive(LoadedSettings(answer))
        return []
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.receive(LoadedSettings(error))
        return []
    }
}
