import DisplayText
import Operations
import Storage

/// Picking up what a person changes in the file while the program runs. A mistake costs its own member, as at the start; of a
/// file that cannot be read nothing counts, and what counted before goes on.
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
        // The same mistake is told once, however often the file is read.
        let isToldBefore = new.complaint == old.complaint
        if let error = new.error {
            loadedSettings.problems = []
            loadedSettings.error = error
            if !isToldBefore { say(.warning, "\(error.sentence); the settings stay as they were", message: error) }
            return
        }
        loadedSettings = new
        vault.use(new.settings)
        let changed = SettingsMember.all.filter { $0.json(old.settings) != $0.json(new.settings) }.map(\.name)
        if !changed.isEmpty {
            say(.good, "settings.json was read again: \(SafeText(outside: changed.joined(separator: ", ")))")
        } else if old.complaint != nil, new.complaint == nil {
            say(.good, "settings.json was read again and is fine")
        }
        if let complaint = new.complaint, !isToldBefore { say(.warning, complaint) }
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
