import ASCIIText
import Toolkit

/// A line of the palette, taken apart: words that mean a command, in any order, and what the command is about.
struct PaletteWords {
    /// Every way to take it apart, the longest command first.
    private let splits: [(head: [String], argument: String)]
    /// Whether the last word is ended by a blank.
    let isEnded: Bool

    /// A blank at the end asks for everything the command can be about.
    init(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        isEnded = text.hasSuffix(" ")
        let most = isEnded ? words.count : words.count - 1
        splits =
            most < 1
            ? []
            : (1...most).reversed().map { (Array(words[..<$0]), words[$0...].joined(separator: " ")) }
    }

    /// What a command would be about, where words mean it: what is found by the rest of the line, of the longest command
    /// whose rest finds something. A rest that is empty has nothing shorter behind it.
    func things<Thing>(of command: Command, like find: (String) -> [Thing]) -> [Thing] {
        for split in splits where Self.mean(command, split.head) {
            let found = find(split.argument)
            if !found.isEmpty || split.argument.isEmpty { return found }
        }
        return []
    }

    /// Whether each word begins another one of the command, or all of them are found in its name as a filter finds them.
    private static func mean(_ command: Command, _ head: [String]) -> Bool {
        var left = command.rawValue.split(separator: " ").map(String.init) + (otherWords[command] ?? [])
        let areOfCommand = head.allSatisfy { word in
            guard let place = left.firstIndex(where: { $0.hasPrefix(word.lowercased()) }) else { return false }
            left.remove(at: place)
            return true
        }
        return areOfCommand
            || Filter(head.joined(separator: " ")).score([FoldedText(command.rawValue)]) != nil
    }

    /// What people type for a command beside its name.
    private static let otherWords: [Command: [String]] = [
        .open: ["go", "to", "cluster"],
        .logIn: ["log", "in", "to"],
        .logOut: ["log", "out", "of"],
        .refresh: ["check", "status"],
        .diagnose: ["diagnose", "test"],
        .newToken: ["new", "create"],
        .newSessionToken: ["new", "create"],
        .auditLog: ["log"],
        .removeProfile: ["delete"],
        .removeTokens: ["delete"],
        .revokeEverywhere: ["log", "out", "logout", "force-logout", "incident"],
    ]
}
