/// What a command line asks for, as far as that can be told without parsing it.
///
/// The terminal program has to draw its first frame within milliseconds of the start, so the ways that lead to it never
/// touch the parser of the commands.
package enum Invocation: Hashable, Sendable {
    /// The terminal program.
    case screen(ScreenRequest)
    case version
    /// `tessera help exit-codes`.
    case exitCodes
    /// Everything else.
    case command

    /// - Parameter arguments: without the program's name.
    package init(_ arguments: [String]) {
        switch arguments {
        case ["--version"]: self = .version
        case ["help", "exit-codes"]: self = .exitCodes
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
            guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            return value > 0 ? value : nil
        }
    }

    package init(home: String? = nil, isDemo: Bool = false, isReadOnly: Bool = false, size: Size? = nil) {
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
