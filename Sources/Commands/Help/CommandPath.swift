import ASCIIText
import ArgumentParser

/// How far a command line names commands: `token`, `revoke` in `tessera token revoke 9f00e1aa`.
struct CommandPath {
    /// The last command that was named; the root when none was.
    private(set) var command: any ParsableCommand.Type = TesseraRoot.self
    /// As the manual spells them, aliases replaced; without the program's name.
    private(set) var names: [String] = []
    /// What stands behind the last one.
    private(set) var rest: ArraySlice<String>

    /// - Parameter arguments: without the program's name; a leading `help` is not a command.
    init(_ arguments: [String]) {
        rest = arguments[...]
        if rest.first == "help" { rest.removeFirst() }
        while let word = rest.first, let next = command.subcommand(named: word) {
            command = next
            names.append(next.name)
            rest.removeFirst()
        }
    }

    /// `tessera token revoke`.
    var text: String { (["tessera"] + names).joined(separator: " ") }

    /// The word behind a command that has commands, when it is none of them.
    var unknown: String? {
        guard let word = rest.first, !word.hasPrefix("-"), !command.configuration.subcommands.isEmpty else {
            return nil
        }
        return word
    }

    /// Command lines that were probably meant with ``unknown``: the nearest word here, or else the commands of that name
    /// one level down, three at most.
    func alternatives(to word: String) -> [String] {
        let here = command.configuration.subcommands
        let nearest = SimilarText.nearest(to: word, of: here.flatMap { $0.spellings })
        if let meant = nearest.flatMap({ command.subcommand(named: $0) }) { return ["\(text) \(meant.name)"] }
        let below = here.compactMap { group in
            group.subcommand(named: word).map { "\(text) \(group.name) \($0.name)" }
        }
        return Array(below.prefix(3))
    }
}

extension ParsableCommand {
    /// As the manual spells it.
    static var name: String { _commandName }

    /// The name, and what people try instead.
    fileprivate static var spellings: [String] { [name] + configuration.aliases }

    static func subcommand(named name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0.spellings.contains(name) }
    }
}
