import EncryptedVault
package import HTTPExchange
package import ThoughtSpotSessions

/// The command of a profile that prints its password or its secret key (<doc:Files>): a program and its arguments, run
/// without a shell. It holds no secret.
package struct SecretCommand: Hashable, Sendable {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        /// The secret alone, in one line.
        case raw
        /// `{"version":1,"secret":"...","expires_at":"..."}`.
        case json
    }

    /// What it prints.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case password
        case secretKey = "secret-key"

        package var credential: CredentialKind { self == .password ? .password : .secretKey }
    }

    /// The program by its full path, and what it is called with; empty when there is none.
    package var arguments: [String]
    package var format: Format
    package var kind: Kind
    /// Its own time limit, in seconds.
    package var seconds: Int?
    /// It asks at the terminal.
    package var isInteractive: Bool

    package init(
        _ arguments: [String] = [], format: Format = .raw, kind: Kind = .password, seconds: Int? = nil,
        isInteractive: Bool = false
    ) {
        self.arguments = arguments
        self.format = format
        self.kind = kind
        self.seconds = seconds
        self.isInteractive = isInteractive
    }

    package static let mostSeconds = 120

    /// Seconds after which it is ended.
    package var timeLimit: Int { seconds ?? (isInteractive ? Self.mostSeconds : 10) }

    /// The command as a person types it: `/usr/bin/pass show 'prod eu'`.
    package var text: String { CommandText.text(of: arguments) }

    /// What a person confirmed (fault B20): the arguments, what is made of the output, and the address that the secret
    /// goes to. Another value of any of them is another command.
    package func digest(for origin: Origin) -> String {
        let parts = [origin.description, format.rawValue, kind.rawValue, "\(isInteractive)"] + arguments
        let message = ["tessera-secret-command-v1"] + parts.flatMap { ["\($0.utf8.count)", $0] }
        return SHA256Digest(of: message.joined(separator: "\n").utf8).hexadecimal
    }
}

/// Why a command cannot be used as it is written. No part of it is in here.
package enum SecretCommandProblem: Error, Hashable, Sendable, CaseIterable {
    case empty, relative, unclosedQuote, shellSign, placeholder, placeholderInProgram, tooLong, control, notAList

    /// One clause for people.
    package var reason: String {
        switch self {
        case .empty: "name a program and its arguments, as in /usr/bin/pass show prod-eu"
        case .relative: "its program needs a full path, starting with a slash"
        case .unclosedQuote: "a quote is not closed"
        case .shellSign: "no shell runs it: quote | & ; < > ( ) $ ` and ~, or put them into a script"
        case .placeholder: "only {profile}, {host} and {username} are filled in"
        case .placeholderInProgram: "the program itself takes no placeholder"
        case .tooLong: "it has more than 64 arguments or 4096 bytes"
        case .control: "it has a control character in it"
        case .notAList: "it is not a JSON array of strings"
        }
    }
}

/// Arguments as a person writes them in one line, and back. Quotes group as in a shell; nothing is expanded. By scalars: a
/// combining mark behind a quote does not hide it.
enum CommandText {
    static let mostArguments = 64
    static let mostBytes = 4_096
    private static let shellSigns = Set("|&;<>()$`".unicodeScalars)
    /// Beside letters and digits, what needs no quotes.
    private static let plain = Set("/._-+:=@,%{}?*!#^".unicodeScalars)

    static func text(of arguments: [String]) -> String {
        arguments.map { argument in
            let isPlain = argument.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) || plain.contains($0)
            }
            guard !isPlain || argument.isEmpty else { return argument }
            var quoted = String.UnicodeScalarView()
            for scalar in argument.unicodeScalars {
                if scalar == "'" { quoted += #"'\''"#.unicodeScalars } else { quoted.append(scalar) }
            }
            return "'" + String(quoted) + "'"
        }.joined(separator: " ")
    }

    static func arguments(of text: String) throws(SecretCommandProblem) -> [String] {
        var words: [String] = []
        var word: String.UnicodeScalarView?
        var quote: Unicode.Scalar?
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch (scalar, quote) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case (_, "'"): word?.append(scalar)
            case ("\\", "\""), ("\\", nil):
                guard let next = rest.popFirst() else { throw .unclosedQuote }
                word = (word ?? .init()) + [next]
            case ("'", nil), ("\"", nil):
                quote = scalar
                word = word ?? .init()
            case ("$", _), ("`", _): throw .shellSign
            case (_, .some): word?.append(scalar)
            case (" ", nil), ("\t", nil):
                if let done = word { words.append(String(done)) }
                word = nil
            case ("~", nil) where word == nil: throw .shellSign
            default:
                if shellSigns.contains(scalar) { throw .shellSign }
                word = (word ?? .init()) + [scalar]
            }
        }
        guard quote == nil else { throw .unclosedQuote }
        if let done = word { words.append(String(done)) }
        return words
    }
}

/// What is filled in when it runs.
extension SecretCommand {
    /// Why an argument cannot be filled in.
    package enum Unfilled: Error, Hashable, Sendable {
        /// `{username}` stands in it, and the profile names no user.
        case noUser
        /// The user's name has signs that mean something in paths or options.
        case unusualUser
    }

    private static let placeholders = ["profile", "host", "username"]

    /// Whether it asks for the secret of one user among several.
    package var namesUser: Bool { arguments.contains { $0.contains("{username}") } }

    /// Refuses what cannot be run.
    package func requireUsable() throws(SecretCommandProblem) {
        guard let program = arguments.first, !program.isEmpty else { throw .empty }
        guard arguments.count <= CommandText.mostArguments,
            arguments.reduce(0, { $0 + $1.utf8.count }) <= CommandText.mostBytes
        else { throw .tooLong }
        let isControlled = arguments.contains { argument in
            argument.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        guard !isControlled else { throw .control }
        guard program.hasPrefix("/") else { throw .relative }
        guard !program.contains("{") else { throw .placeholderInProgram }
        let named = arguments.flatMap { Self.parts(of: $0).compactMap(\.placeholder) }
        guard named.allSatisfy(Self.placeholders.contains) else { throw .placeholder }
    }

    /// The arguments, without the program, for a profile.
    ///
    /// - Parameter user: whose secret it is.
    package func filled(for profile: Profile, user: String?) throws(Unfilled) -> [String] {
        var values = ["profile": profile.name, "host": profile.origin.host]
        if namesUser {
            guard let user, !user.isEmpty else { throw .noUser }
            let isPlain = user.allSatisfy { $0.isLetter || $0.isNumber || "._-@+".contains($0) }
            guard isPlain, user.utf8.count <= 128, let first = user.first, first.isLetter || first.isNumber else {
                throw .unusualUser
            }
            values["username"] = user
        }
        // Each is filled in once: a name that looks like a placeholder stays what it is.
        return arguments.dropFirst().map { argument in
            Self.parts(of: argument).map { $0.placeholder.flatMap { values[$0] } ?? $0.text }.joined()
        }
    }

    /// A piece of an argument: text, or a word in braces.
    private struct Part {
        var text: String
        var placeholder: String?
    }

    /// Braces around anything but a word are text.
    private static func parts(of argument: String) -> [Part] {
        var parts: [Part] = []
        var rest = argument[...]
        while let open = rest.firstIndex(of: "{") {
            let inner = rest[rest.index(after: open)...]
            parts.append(Part(text: String(rest[..<open])))
            let word = inner.prefix { $0.isASCII && $0.isLetter || $0 == "_" }
            let behind = inner[word.endIndex...]
            if !word.isEmpty, behind.first == "}" {
                parts.append(Part(text: "{\(word)}", placeholder: String(word)))
                rest = behind.dropFirst()
            } else {
                parts.append(Part(text: "{"))
                rest = inner
            }
        }
        return parts + [Part(text: String(rest))]
    }
}
