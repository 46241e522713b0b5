import ASCIIText
package import HTTPExchange

/// How a person changes a field.
package enum ProfileEditor: Hashable, Sendable {
    case text
    case toggle
    case choice([Option])
    /// By hand, in the file.
    case file

    /// One answer of a choice.
    package struct Option: Hashable, Sendable {
        package let name: String
        /// Why it cannot be chosen in this version; a profile that has it keeps it.
        package let reason: String?

        package init(name: String, reason: String? = nil) {
            self.name = name
            self.reason = reason
        }
    }
}

/// What a person fills in.
package enum ProfileInput: Hashable, Sendable {
    /// Of a text, or the name of what was chosen.
    case text(String)
    case toggle(Bool)

    /// Empty for a toggle.
    package var text: String { if case .text(let text) = self { text } else { "" } }
    package var isOn: Bool { self == .toggle(true) }

    /// Without the blanks around a text, which a form takes off.
    package var trimmed: ProfileInput { if case .text(let text) = self { .text(text.trimmingBlanks()) } else { self } }
}

/// The rule for names of profiles: 1 to 64 of ASCII letters, digits, `.`, `_` and `-`, the first a letter or a digit.
/// Such a name needs no quotes in any shell, and no two of them look alike.
package enum ProfileName {
    /// The name itself, without the blanks around it.
    package static func checked(_ text: String) throws(ProfileInputError) -> String {
        let bytes = Array(text.trimmingBlanks().utf8)
        guard let first = bytes.first else { throw ProfileInputError(.name(.empty)) }
        guard bytes.count <= 64 else { throw ProfileInputError(.name(.tooLong)) }
        guard bytes.allSatisfy({ $0.isASCIIAlphanumeric || "._-".utf8.contains($0) }) else {
            throw ProfileInputError(.name(.characters))
        }
        guard first.isASCIIAlphanumeric else { throw ProfileInputError(.name(.firstCharacter)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Reads where a cluster is from what a person typed: a scheme, a host, perhaps a port, and nothing else.
package enum ProfileURL {
    /// - Parameter allowsPlainHTTP: whether `http://` is taken for hosts beyond localhost (promise P36).
    /// - Throws: the first thing that is wrong, with user information told before all else that may stand around it.
    package static func origin(
        _ text: String, allowsPlainHTTP: Bool = false
    ) throws(ProfileInputError) -> Origin {
        do throws(Failure) {
            let origin = try parse(text)
            if origin.scheme == .http, !allowsPlainHTTP, !isThisMachine(origin.host) {
                throw Failure(problem: .plainHTTP)
            }
            return origin
        } catch {
            throw ProfileInputError(.url(error.problem))
        }
    }

    /// Only an address counts, or `localhost`: `127.0.0.1.example.com` is another machine.
    private static func isThisMachine(_ host: String) -> Bool {
        guard let address = IPAddress(host) else { return host == "localhost" }
        return [("127.0.0.0", 8), ("::1", 128)].contains { network, prefix in
            IPAddress(network).map { address.isInside($0, prefix: prefix) } ?? false
        }
    }

    private struct Failure: Error {
        let problem: ProfileInputError.URLProblem
    }

    private static func parse(_ text: String) throws(Failure) -> Origin {
        let bytes = Array(text.trimmingBlanks().utf8)
        guard !bytes.isEmpty else { throw Failure(problem: .empty) }
        guard bytes.count <= 2_000 else { throw Failure(problem: .tooLong) }
        try checkCharacters(bytes)
        let url = String(decoding: bytes, as: UTF8.self)
        guard let mark = url.firstRange(of: "://") else {
            // `host/path?u=://x` has its mark too late to be one; what has none at all is most often a bare host.
            throw Failure(problem: url.contains("@") ? .userInformation : .missingScheme)
        }
        guard let scheme = Origin.Scheme(rawValue: url[..<mark.lowerBound].lowercased()) else {
            throw Failure(problem: .scheme)
        }
        var rest = url[mark.upperBound...]
        // A password may hold any of / ? # as they are, so an @ anywhere is taken for the end of one.
        if rest.contains("@") { throw Failure(problem: .userInformation) }
        if rest.hasSuffix("/"), !rest.dropLast().contains("/"), rest.count > 1 { rest.removeLast() }
        if let end = rest.firstIndex(where: { "/?#".contains($0) }) {
            if end == rest.startIndex { throw Failure(problem: .missingHost) }
            throw Failure(problem: rest[end] == "/" ? .path : rest[end] == "?" ? .query : .fragment)
        }
        let (host, port) = try hostAndPort(rest)
        return Origin(scheme: scheme, host: host, port: port)
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(Failure) {
        // User information first: a password with a strange character in it is still a password in the URL.
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        let hasUser = bytes.contains(UInt8(ascii: "@"))
        if hasUser { throw Failure(problem: .userInformation) }
        for byte in bytes {
            switch byte {
            case 0..<0x20, 0x7F: throw Failure(problem: .control)
            case UInt8(ascii: " "): throw Failure(problem: .space)
            case UInt8(ascii: "\\"): throw Failure(problem: .backslash)
            case UInt8(ascii: "%"): throw Failure(problem: .percent)
            default: continue
            }
        }
        if !isASCII { throw Failure(problem: .nonASCII) }
    }

    private static func hostAndPort(_ authority: Substring) throws(Failure) -> (host: String, port: Int?) {
        guard !authority.isEmpty else { throw Failure(problem: .missingHost) }
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw Failure(problem: .host) }
            host = authority[authority.index(after: authority.startIndex)..<close]
            let after = authority[authority.index(after: close)...]
            guard IPAddress(String(host))?.bytes.count == 16, after.isEmpty || after.first == ":" else {
                throw Failure(problem: .host)
            }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty else { throw Failure(problem: .missingHost) }
        if authority.first != "[" { try checkName(host) }
        guard let port else { return (host.lowercased(), nil) }
        let isNumber = !port.isEmpty && port.utf8.allSatisfy(\.isASCIIDigit)
        guard isNumber, let number = Int(port), (1...65_535).contains(number) else { throw Failure(problem: .port) }
        return (host.lowercased(), number)
    }

    private static func checkName(_ host: Substring) throws(Failure) {
        if host.hasSuffix(".") { throw Failure(problem: .trailingDot) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-")
                        || $0 == 0x5F
                }
        }
        guard areLabels, host.utf8.count <= 253 else { throw Failure(problem: .host) }
        // Digits and dots are meant as an address; 1.2.3 and 0177.0.0.1 mean different hosts to different programs.
        let isNumeric = labels.last.map { $0.utf8.allSatisfy(\.isASCIIDigit) } ?? false
        if isNumeric, IPAddress(String(host)) == nil { throw Failure(problem: .host) }
    }
}
