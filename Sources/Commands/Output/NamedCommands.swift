import ArgumentParser
import DisplayText
import Operations

/// The commands that a text for people names, as they have to be typed here: a run with `--home` names that home in them, for
/// without it they would be about another journal and another vault.
struct NamedCommands: Sendable {
    /// As one word of a shell; nil where none was given.
    private let home: SafeText?

    /// - Parameter home: `--home`.
    init(home: String?) {
        self.home = home.map { SafeText(shellWord: $0) }
    }

    /// The text with the option in each command.
    func callAsFunction(_ text: SafeText) -> SafeText {
        guard let home, text.string.contains("tessera ") else { return text }
        var parts: [SafeText] = []
        var rest = text.string[...]
        while let name = rest.firstRange(of: "tessera ") {
            let behind = rest[name.upperBound...]
            parts.append(SafeText(outside: String(rest[..<name.upperBound]), limit: .max))
            if Self.commands.contains(String(behind.prefix { $0.isLetter })) { parts.append("--home \(home) ") }
            rest = behind
        }
        parts.append(SafeText(outside: String(rest), limit: .max))
        return parts.joined()
    }

    private static let commands = Set(TesseraRoot.configuration.subcommands.compactMap { $0.configuration.commandName })
}
