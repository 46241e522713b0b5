import ArgumentParser

/// Common options may stand before the command, between its words, and after it: `tessera --json token list`. The parser
/// knows them after it only, so they are moved there; nothing else of the command line changes its place.
enum CommonOptionPlaces {
    /// Spellings of ``CommonOptions`` that take a value.
    private static let valued: Set<String> = ["--home", "--profile"]
    /// Spellings that take none.
    private static let flags: Set<String> = ["--json", "--read-only", "--yes", "--verbose", "-v"]

    /// The same command line as the parser wants it; as it is when no command is found behind the options.
    static func settled(_ arguments: [String]) -> [String] {
        var words: [String] = []
        var moved: [String] = []
        var commands: any ParsableCommand.Type = TesseraRoot.self
        var index = arguments.startIndex
        while index < arguments.endIndex {
            if let length = optionLength(at: index, in: arguments) {
                moved += arguments[index..<(index + length)]
                index += length
            } else if let next = commands.subcommand(named: arguments[index]) {
                commands = next
                words.append(arguments[index])
                index += 1
            } else {
                break
            }
        }
        if words.isEmpty || moved.isEmpty { return arguments }
        let rest = arguments[index...]
        // A group says what its commands are, and knows no options.
        if rest.isEmpty, commands is any CommandShelf.Type { return words }
        return words + moved + rest
    }

    /// How many arguments the common option at `index` takes; nil when there is none.
    private static func optionLength(at index: Int, in arguments: [String]) -> Int? {
        let argument = arguments[index]
        if flags.contains(argument) { return 1 }
        if valued.contains(argument) { return index + 1 < arguments.endIndex ? 2 : nil }
        return valued.contains { argument.hasPrefix($0 + "=") } ? 1 : nil
    }

    /// The option that is given twice with different values; of such a pair the parser would take the last.
    static func contradiction(in arguments: [String]) -> String? {
        var values: [String: String] = [:]
        var index = arguments.startIndex
        while index < arguments.endIndex, arguments[index] != "--" {
            defer { index += 1 }
            let parts = arguments[index].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard name == "--home" else { continue }
            let next = index + 1 < arguments.endIndex ? arguments[index + 1] : ""
            let value = parts.count == 2 ? String(parts[1]) : next
            if let before = values.updateValue(value, forKey: name), before != value { return name }
        }
        return nil
    }
}

extension ParsableCommand {
    fileprivate static func subcommand(named name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0._commandName == name || $0.configuration.aliases.contains(name) }
    }
}
