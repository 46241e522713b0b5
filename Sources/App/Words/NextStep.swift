import DisplayText
import Operations
import Storage
import Toolkit

/// What to do next, as the screen tells it: a message names the command of a shell, and here a key does the same.
struct NextStep {
    let program: ProgramState
    /// The view in which it stands, whose keys are the ones that work there.
    private let layer: KeyLayer?

    init(in program: ProgramState, shownIn layer: KeyLayer? = nil) {
        self.program = program
        self.layer = layer
    }

    /// The hint, with a key or a field in place of each command that the screen has, too: "`tessera doctor prod-eu` shows
    /// ..." becomes "D (doctor) shows ...".
    func text(_ hint: SafeText) -> SafeText {
        var parts = hint.string.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        // Every other part is a command, or another text to be typed as it is.
        for index in parts.indices where !index.isMultiple(of: 2) && index < parts.count - 1 {
            parts[index] = here(parts[index]) ?? "`\(parts[index])`"
        }
        return parts.count < 3 ? hint : SafeText(outside: parts.joined(), limit: .max)
    }

    /// What does the same as a command here; `nil` where nothing does.
    private func here(_ command: String) -> String? {
        let words = command.split(separator: " ").map(String.init)
        guard words.count > 1, words[0] == "tessera", !words.contains("--help") else { return nil }
        let verb = words.dropFirst().prefix(2).joined(separator: " ")
        // The doctor of the screen uses the open session.
        if words[1] == "doctor", words.contains("--password-stdin") { return "log in (\(key(.logIn)))" }
        switch verb {
        case "profile edit": return field(of: words)
        case "key enable":
            return "\(program.key(.enableKey, in: SecretKeysView.layer)) in the secret keys (\(key(.keys)))"
        case "profile test": return "\(program.key(.test, in: ProfileForm.layer)) in the profile (\(key(.editProfile)))"
        default: break
        }
        let known = Self.commands.first { $0.verb == verb } ?? Self.commands.first { $0.verb == words[1] }
        guard let known else { return nil }
        let isEverywhere = known.command == .revokeUser && words.contains("--everywhere")
        return named(isEverywhere ? .revokeEverywhere : known.command)
    }

    /// `CA file in the profile (e)`, with its value where the command names one.
    private func field(of words: [String]) -> String {
        let form = "in the profile (\(key(.editProfile)))"
        guard let place = words.firstIndex(where: { $0.hasPrefix("--") }),
            let field = ProfileField.all.first(where: { $0.option == String(words[place].dropFirst(2)) })
        else { return "a change \(form)" }
        let value = words[(place + 1)...].first
        return [field.label, value.flatMap { Self.isValue($0) ? $0 : nil }, form].compactMap(\.self)
            .joined(separator: " ")
    }

    /// Whether a word is a value, and does not stand for one: `v2.0`, and not `FILE`, `...` or `''`.
    private static func isValue(_ word: String) -> Bool { word.contains { $0.isLowercase } }

    private func named(_ command: Command) -> String { "\(key(command)) (\(command.rawValue))" }

    /// `l`, or `Esc, l` in a view above the panes that has no such key.
    private func key(_ command: Command) -> String {
        let key = program.key(command).string
        guard let layer, !program.isPlain else { return key }
        let isThere = program.keymap.bindings(in: [layer]).contains { $0.action == command && !$0.keys.isEmpty }
        return isThere ? program.key(command, in: layer).string : "\(program.key(.cancel, in: layer)), \(key)"
    }

    /// Commands of the shell that a key does here.
    private static let commands: [(verb: String, command: Command)] = [
        ("profile add", .addProfile), ("profile list", .focusClusters), ("doctor", .diagnose), ("audit", .auditLog),
        ("session", .logIn), ("token list", .focusTokens), ("token revoke", .revoke), ("token issue", .newToken),
        ("user revoke", .revokeUser), ("user logout", .revokeUser), ("key list", .keys),
        ("journal left-open", .leftOpen), ("vault unlock", .unlockVault),
    ]
}

extension Operations.Message {
    /// With the next steps of the screen.
    ///
    /// - Parameter layer: of the view in which it stands.
    func onScreen(in program: ProgramState, shownIn layer: KeyLayer? = nil) -> Operations.Message {
        let steps = NextStep(in: program, shownIn: layer)
        // Here the vault is unlocked for this run, whatever the kernel keeps.
        let isLockedVault = hints.contains(MessageComposer.passphraseOfEachRun)
        let hints = isLockedVault ? ["`tessera vault unlock` unlocks it"] : hints
        return Operations.Message(
            code: code, what: what, why: why, hints: hints.map { steps.text($0) }, quoted: quoted, incident: incident,
            exitCode: exitCode, shortCause: shortCause)
    }
}
