package import DisplayText
package import Operations
package import Storage
package import StrictJSON
import Terminal
package import Toolkit

/// What a person has chosen in `settings.json`; what the file does not say is as it comes (<doc:Settings>).
package struct Settings: Equatable, Sendable {
    package internal(set) var theme = Theme.standard
    /// Themes of the file, by name.
    var ownThemes: [String: Theme] = [:]
    /// The commands whose keys the file names, with these.
    var ownKeys: [Command: [Key]] = [:]
    /// The keys with those of the file; nil where it names none.
    var ownKeymap: Keymap<Command>?
    /// The columns of the token table, in their order.
    package internal(set) var tokenColumns = TokenColumn.inPane
    /// Those of the table of all clusters, and of the audit log.
    var clusterColumns = ClusterColumn.allCases
    var auditColumns = AuditColumn.allCases
    package internal(set) var clipboard = ClipboardWay.automatic
    /// Seconds without a key after which the vault is locked.
    package internal(set) var idleLock = 15 * 60
    package internal(set) var mouse = MouseChoice.automatic
    /// Tokens that expire within so many seconds are counted; nil for none.
    package internal(set) var expiryAlarm: Int? = 24 * 3_600
    /// Seconds from one check of all clusters to the next; nil for none but those that are asked for.
    package internal(set) var refresh: Int?

    package init() {}

    package var keymap: Keymap<Command> { ownKeymap ?? KeyTable.keymap }

    /// Has the bindings on the panes. The first picture needs no others, and to make those of all views takes a millisecond.
    var paneKeymap: Keymap<Command> { ownKeymap ?? KeyTable.paneKeymap }

    /// For those who choose a theme without a file.
    package init(theme: Theme) { self.theme = theme }
}

/// The way by which a text is copied.
package enum ClipboardWay: String, Hashable, Sendable, CaseIterable {
    /// By tmux where there is one around us, by the terminal otherwise.
    case automatic = "on"
    case off
    case tmux
    /// By the terminal's own sequence.
    case terminal = "osc52"
}

/// Whether the mouse does something.
package enum MouseChoice: String, Hashable, Sendable, CaseIterable {
    /// Not over SSH.
    case automatic = "auto"
    case on, off
}

/// Something in the file that does not count, and how to repair it.
package struct SettingsProblem: Hashable, Sendable {
    package let place: JSONPlace
    /// The way to it from the top: `keys."token revoke"`.
    package let path: SafeText
    package let what: SafeText
    package let advice: SafeText?

    /// All of it in one line, without the file.
    package var sentence: SafeText {
        let advice = advice.map { SafeText("; \($0)") } ?? ""
        return "line \(place.line), column \(place.column): \(path): \(what)\(advice)"
    }
}

/// The settings that count, with where they come from.
package struct LoadedSettings: Equatable, Sendable {
    package internal(set) var settings: Settings
    /// Nil where there is no file.
    package internal(set) var file: String?
    /// The members that the file decides.
    package internal(set) var places: [String: JSONPlace] = [:]
    /// In the order of the file.
    package internal(set) var problems: [SettingsProblem] = []
    /// Why the file cannot be read at all.
    package internal(set) var error: Operations.Message?

    /// As it comes.
    package init(_ settings: Settings = Settings()) { self.settings = settings }

    /// What was read of the file; nil for none.
    package init(_ document: SettingsDocument?) {
        self.init()
        guard let document else { return }
        var reading = SettingsReading(document)
        reading.readAll()
        settings = reading.settings
        file = document.file
        places = reading.places
        problems = reading.problems.sorted { $0.place < $1.place }
    }

    /// Why there is nothing to read.
    package init(_ error: OperationError) {
        self.init()
        self.error = MessageComposer.message(for: error)
    }

    /// One line about everything that is wrong; nil when nothing is.
    package var complaint: SafeText? {
        if let error { return error.sentence }
        guard let first = problems.first, let file else { return nil }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let more: SafeText =
            problems.count > 1 ? " (and \(problems.count - 1) more: tessera settings check)" : ""
        return "\(SafeText(outside: name, limit: 100)), \(first.sentence)\(more)"
    }
}

extension Settings {
    /// The columns of the token table that were chosen; for all clusters the cluster beside the token.
    func columns(ofAllClusters: Bool) -> [TokenColumn] {
        var columns = tokenColumns
        if ofAllClusters, let token = columns.firstIndex(of: .token) { columns.insert(.cluster, at: token + 1) }
        return columns
    }
}
