import ASCIIText
import DisplayText
import StrictJSON
import Terminal
import Toolkit

/// Keys of the file. Whatever it says, the way out stays: Esc leads back, quit has a key, and Ctrl-C is no key at all.
extension SettingsReading {
    mutating func readKeys(_ value: PlacedJSON) {
        guard let members = value.members else {
            return refuse(
                value.place, "keys", "it is not an object", advice: "write {\"token revoke\": [\"Ctrl-R\"]}")
        }
        var changes = KeyChanges()
        for member in members {
            let path = Self.path(of: member.key)
            guard let command = Command(rawValue: member.key) else {
                let names = Command.allCases.map(\.rawValue)
                unknown(member.key, at: member.place, path: path, of: names, called: "command")
                continue
            }
            guard let keys = keys(member.value, path) else { continue }
            if let problem = KeyRules.problem(with: keys, of: command) {
                refuse(member.value.place, path, problem.what, advice: problem.advice)
                continue
            }
            changes.add(command, keys, at: member.place)
        }
        // Those that the file has come first: one must not hide the next. What comes back may be in the way of others.
        var conflicts = changes.conflicts
        while !conflicts.isEmpty {
            for conflict in conflicts {
                refuse(conflict.place, Self.path(of: conflict.told.rawValue), conflict.what, advice: conflict.advice)
                changes.drop(conflict)
            }
            conflicts = changes.conflicts
        }
        settings.ownKeys = changes.keys
        settings.ownKeymap = changes.keymap
    }

    private static func path(of command: String) -> SafeText { "keys.\(name(command))" }

    /// A list of keys, or one key.
    private mutating func keys(_ value: PlacedJSON, _ path: SafeText) -> [Key]? {
        let elements = value.stringValue == nil ? value.arrayValue : [value]
        guard let elements else {
            refuse(value.place, path, "it is not a list of keys", advice: "write [\"Ctrl-R\", \"F8\"], or [] for none")
            return nil
        }
        let before = problems.count
        var keys: [Key] = []
        for element in elements {
            guard let text = element.stringValue, let key = KeyNotation.key(text) else {
                refuse(
                    element.place, path, "\(Self.shown(element.stringValue ?? "this")) is not a key",
                    advice: "write keys like g, G, Ctrl-L, Alt-b, Shift-Tab, PgUp, Space or F5")
                continue
            }
            if let reason = KeyRules.reasonAgainst(key) { refuse(element.place, path, reason) }
            keys.append(key)
        }
        return problems.count == before ? keys : nil
    }
}

/// What a person cannot choose.
private enum KeyRules {
    /// Why a program on a terminal cannot be given this key.
    static func reasonAgainst(_ key: Key) -> SafeText? {
        guard key.control, case .character(let character) = key.code else { return nil }
        let name = KeyNotation.text(key)
        switch character {
        case "c": return "\(name) always interrupts"
        case "\\": return "\(name) always ends the program"
        case "h": return "a terminal sends the same for \(name) and Backspace; write Backspace"
        case "i": return "a terminal sends the same for \(name) and Tab; write Tab"
        case "j", "m": return "a terminal sends the same for \(name) and Enter; write Enter"
        case "[": return "a terminal sends the same for \(name) and Esc"
        case "a"..."z", "]", "^", "_": return nil
        default: return "terminals do not send \(name)"
        }
    }

    static func problem(with keys: [Key], of command: Command) -> (what: SafeText, advice: SafeText?)? {
        let escape = Key(.escape)
        if command == .cancel, !keys.contains(escape) {
            return ("cancel keeps Esc", "add \"Esc\" to the list: it is the way back from everything")
        }
        if command != .cancel, keys.contains(escape) { return ("Esc always leads back", "choose another key") }
        if command == .quit, keys.isEmpty { return ("quit keeps a key", "name one") }
        let layers = Set(KeyTable.bindings.filter { $0.action == command }.map(\.layer))
        // In a form letters are typed, and a question takes them as its answer.
        guard layers.isSubset(of: [.global, LoginForm.layer]), let letter = keys.first(where: isTyped) else {
            return nil
        }
        return (
            "\(KeyNotation.text(letter)) is typed as text where \(command.rawValue) works",
            "choose a key with Ctrl or Alt, or F1 to F24"
        )
    }

    private static func isTyped(_ key: Key) -> Bool {
        if key.control || key.alternate { return false }
        switch key.code {
        case .character, .enter, .backspace, .delete, .left, .right: return true
        default: return false
        }
    }
}

/// The changes that a file wants, until no two of them, or one of them and a key that stays, are in each other's way.
private struct KeyChanges {
    private var places: [Command: JSONPlace] = [:]
    private(set) var keys: [Command: [Key]] = [:]

    struct Conflict {
        let key: Key
        let first: Command
        let second: Command
        /// The one of them that the file names; of two the later one.
        let told: Command
        let place: JSONPlace

        var what: SafeText {
            "\(KeyNotation.text(key)) is bound to both \(first.rawValue) and \(second.rawValue)"
        }
        var advice: SafeText { "give one of them another key" }
    }

    mutating func add(_ command: Command, _ keys: [Key], at place: JSONPlace) {
        self.keys[command] = keys
        places[command] = place
    }

    /// Both keep the keys they come with.
    mutating func drop(_ conflict: Conflict) {
        keys[conflict.first] = nil
        keys[conflict.second] = nil
    }

    private var bindings: [Binding<Command>] {
        KeyTable.bindings.map { binding in
            var binding = binding
            if let keys = keys[binding.action] { binding.keys = keys }
            return binding
        }
    }

    /// Nil where nothing is changed.
    var keymap: Keymap<Command>? { keys.isEmpty ? nil : try? Keymap(bindings) }

    /// All of them: what the file wants is not put right by the first one.
    var conflicts: [Conflict] {
        var (rest, found): (KeyChanges, [Conflict]) = (self, [])
        while let conflict = rest.conflict {
            found.append(conflict)
            rest.keys[conflict.told]?.removeAll { $0 == conflict.key }
        }
        return found
    }

    /// The first key that means two things in one place; what works everywhere is in every place.
    private var conflict: Conflict? {
        var known: [KeyLayer: [Key: Command]] = [:]
        let bindings = bindings
        for binding in bindings where binding.layer == .global {
            for key in binding.keys {
                if let conflict = conflict(key, known[.global]?[key], binding.action) { return conflict }
                known[.global, default: [:]][key] = binding.action
            }
        }
        for binding in bindings where binding.layer != .global {
            for key in binding.keys {
                let other = known[.global]?[key] ?? known[binding.layer]?[key]
                if let conflict = conflict(key, other, binding.action) { return conflict }
                known[binding.layer, default: [:]][key] = binding.action
            }
        }
        return nil
    }

    private func conflict(_ key: Key, _ first: Command?, _ second: Command) -> Conflict? {
        guard let first, first != second else { return nil }
        let named = [first, second].compactMap { command in
            keys[command] == nil ? nil : places[command].map { (command: command, place: $0) }
        }
        // Without a change of the file's there is no conflict.
        guard let told = named.max(by: { $0.place < $1.place }) else { return nil }
        return Conflict(key: key, first: first, second: second, told: told.command, place: told.place)
    }
}
