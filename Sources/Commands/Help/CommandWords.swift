import ArgumentParser

/// The words that lead to a command, for the completion scripts.
enum CommandWords {
    /// The commands that hold others, by the words that lead there, with what may follow.
    static let groups = groups(in: TesseraRoot.self, [])

    /// `'token'|'user'`: the words of ``groups``, but for the program itself, as a pattern of bash and zsh.
    static var patterns: String { quotedPaths.joined(separator: "|") }

    /// The words of ``groups``, but for the program itself, as the shells take them as one.
    static var quotedPaths: [String] { groups.filter { !$0.path.isEmpty }.map { "'\($0.path)'" } }

    private static func groups(
        in command: any ParsableCommand.Type, _ path: [String]
    ) -> [(path: String, names: [String])] {
        let shown = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        if shown.isEmpty { return [] }
        let pages = path.isEmpty ? ["exit-codes", "settings", "files"] : []
        return [(path.joined(separator: " "), shown.map { $0.name } + pages)]
            + shown.flatMap { groups(in: $0, path + [$0.name]) }
    }
}
