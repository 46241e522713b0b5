import ASCIIText
import ArgumentParser
import StrictJSON
import ThoughtSpotSessions

/// What a command line asks for, as far as that can be told without parsing it.
///
/// The terminal program has to draw its first frame within milliseconds of the start, so the ways that lead to it never
/// touch the parser of the commands: the whole process takes 7 ms instead of 11 ms (medians of 40 pairs, debug build).
/// Options of the root command would be no way either, for the parser finds them behind a subcommand, too, and takes
/// them from it.
package enum Invocation: Hashable, Sendable {
    /// The terminal program.
    case screen(ScreenRequest)
    case version
    /// `tessera help exit-codes`.
    case exitCodes
    /// `tessera help settings`.
    case settings
    /// `tessera help files`.
    case files
    /// Everything else.
    case command

    /// What a command line asks for, wherever its common options stand, and that line as the parser wants it.
    ///
    /// What can be told at a glance is told before any command is asked for its name: that takes most of a millisecond.
    package static func settled(_ arguments: [String]) -> (invocation: Invocation, arguments: [String]) {
        let invocation = Invocation(arguments)
        guard invocation == .command else { return (invocation, arguments) }
        let settled = CommonOptionPlaces.settled(arguments)
        return (Invocation(settled), settled)
    }

    /// - Parameter arguments: without the program's name.
    package init(_ arguments: [String]) {
        switch arguments {
        case ["--version"]: self = .version
        case ["help", "exit-codes"]: self = .exitCodes
        case ["help", "settings"]: self = .settings
        case ["help", "files"]: self = .files
        default: self = ScreenRequest(arguments).map { .screen($0) } ?? .command
        }
    }
}

/// How the terminal program is to start.
package struct ScreenRequest: Hashable, Sendable {
    /// `--home`.
    package var home: String?
    /// On the demo clusters, in a throw-away home.
    package var isDemo: Bool
    /// `--read-only`.
    package var isReadOnly: Bool
    /// `--size`: rows and columns that the picture is to have.
    package var size: Size?
    /// `--plain`: by lines and numbered answers.
    package var isPlain = false
    /// By lines because the terminal has no type that can be drawn on, and not because it was asked for.
    package var lacksTerminalType = false

    /// Columns and rows.
    package struct Size: Hashable, Sendable {
        package var columns: Int
        package var rows: Int

        /// Reads `80x24`: columns, then rows, each 1...999.
        package init?(_ text: String) {
            let parts = text.utf8.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
            guard parts.count == 2, let columns = Self.number(parts[0]), let rows = Self.number(parts[1]) else {
                return nil
            }
            self.columns = columns
            self.rows = rows
        }

        private static func number(_ digits: Substring.UTF8View) -> Int? {
            guard (1...3).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            return value > 0 ? value : nil
        }
    }

    package init(
        home: String? = nil, isDemo: Bool = false, isReadOnly: Bool = false, size: Size? = nil, isPlain: Bool = false
    ) {
        self.isPlain = isPlain
        self.home = home
        self.isDemo = isDemo
        self.isReadOnly = isReadOnly
        self.size = size
    }

    /// The command lines that mean the terminal program and can be told at a glance; nothing for all others.
    init?(_ arguments: [String]) {
        self.init()
        var rest = arguments[...]
        if rest.first == "demo" {
            isDemo = true
            rest.removeFirst()
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--read-only": isReadOnly = true
            case "--plain": isPlain = true
            case "--home":
                guard let directory = rest.popFirst(), !directory.isEmpty, !directory.hasPrefix("-") else { return nil }
                home = directory
            default:
                guard argument.hasPrefix("--home="), argument.utf8.count > 7 else { return nil }
                home = String(argument.dropFirst(7))
            }
        }
    }
}

/// Common options may stand before the command, between its words, and after it: `tessera --json token list`. The parser
/// knows them after it only, so they are moved there; nothing else of the command line changes its place.
enum CommonOptionPlaces {
    /// Spellings of ``CommonOptions`` that take a value. Whether the command offers one is for the parser to tell.
    static let valued: Set<String> = ["--home", "--profile"]
    /// Spellings that take none.
    static let flags: Set<String> = ["--json", "--read-only", "--yes", "--verbose", "-v"]

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
        let rest = arguments[index...]
        if moved.isEmpty { return arguments }
        // A group says what its commands are, and knows no options; so does help.
        if commands is any CommandGroup.Type {
            guard let name = rest.first else { return words.isEmpty ? arguments : words }
            if name == "help" { return Array(rest) }
            // No command of that name: it is what the parser meets first, and tells.
            return name.hasPrefix("-") ? arguments : words + rest + moved
        }
        return words + moved + rest
    }

    /// How many arguments the common option at `index` takes; nil when there is none.
    private static func optionLength(at index: Int, in arguments: [String]) -> Int? {
        let argument = arguments[index]
        if flags.contains(argument) { return 1 }
        if valued.contains(argument) { return index + 1 < arguments.endIndex ? 2 : nil }
        return valued.contains { argument.hasPrefix($0 + "=") } ? 1 : nil
    }

    /// The option of which there is one at most, also on the way to the screen, and that is given twice.
    static func repeated(in arguments: [String]) -> String? {
        RepeatedOptions.suspects(in: arguments).first { $0 == "--home" }
    }
}

/// Options that take one value and are given twice: the parser would take the last silently (fault H3). The same
/// value twice is refused like two values: a script that repeats itself does not say what it means.
enum RepeatedOptions {
    /// The first such option.
    static func first(in arguments: [String], of command: any ParsableCommand.Type) -> String? {
        let suspects = suspects(in: arguments)
        if suspects.isEmpty { return nil }
        let single = singleValued(of: command)
        return suspects.first { single.contains($0) }
    }

    /// The options that are spelled more than once, whatever they take.
    static func suspects(in arguments: [String]) -> [String] {
        var seen: Set<Substring> = []
        return arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
            .map { $0.prefix { $0 != "=" } }.filter { !seen.insert($0).inserted }.map(String.init)
    }

    /// What the parser itself says of the command's options. It takes a while, and is asked on suspicion only.
    private static func singleValued(of command: any ParsableCommand.Type) -> Set<String> {
        let described = try? JSONValue.parse(Array(command._dumpHelp().utf8))
        let arguments = described?["command"]?["arguments"]?.arrayValue ?? []
        let single = arguments.filter { $0["kind"] == "option" && $0["isRepeating"]?.boolValue == false }
        return Set(
            single.flatMap { $0["names"]?.arrayValue ?? [] }.compactMap { $0["name"]?.stringValue.map { "--" + $0 } })
    }
}
