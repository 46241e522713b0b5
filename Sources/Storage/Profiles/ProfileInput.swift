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
        guard !bytes.contains(UInt8(ascii: " ")) else { throw ProfileInputError(.name(.blank)) }
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

    // By bytes, which are the characters once the text is known to be plain ASCII: the vault reads one of these for each
    // of its entries.
    private static func parse(_ text: String) throws(Failure) -> Origin {
        let url = Array(text.trimmingBlanks().utf8)
        guard !url.isEmpty else { throw Failure(problem: .empty) }
        guard url.count <= 2_000 else { throw Failure(problem: .tooLong) }
        try checkCharacters(url)
        // `host/path?u=://x` has its mark too late to be one; what has none at all is most often a bare host.
        guard let mark = url.indices.first(where: { url[$0...].starts(with: "://".utf8) }) else {
            throw Failure(problem: .missingScheme)
        }
        guard let scheme = Origin.Scheme(rawValue: Self.text(url[..<mark])) else { throw Failure(problem: .scheme) }
        var rest = url[(mark + 3)...]
        let end = rest.firstIndex { "/?#".utf8.contains($0) }
        if let end, rest[end] == UInt8(ascii: "/"), end == rest.endIndex - 1, rest.count > 1 {
            rest.removeLast()
        } else if let end {
            if end == rest.startIndex { throw Failure(problem: .missingHost) }
            throw Failure(
                problem: rest[end] == UInt8(ascii: "/") ? .path : rest[end] == UInt8(ascii: "?") ? .query : .fragment)
        }
        let (host, port) = try hostAndPort(rest)
        return Origin(scheme: scheme, host: host, port: port)
    }

    /// In lower case.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).lowercased()
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

    private static func hostAndPort(_ authority: ArraySlice<UInt8>) throws(Failure) -> (host: String, port: Int?) {
        guard let first = authority.first else { throw Failure(problem: .missingHost) }
        let colon = UInt8(ascii: ":")
        let isBracketed = first == UInt8(ascii: "[")
        var host = authority
        var port: ArraySlice<UInt8>?
        if isBracketed {
            guard let close = authority.firstIndex(of: UInt8(ascii: "]")) else { throw Failure(problem: .host) }
            host = authority[(authority.startIndex + 1)..<close]
            let after = authority[(close + 1)...]
            guard IPAddress(text(host))?.bytes.count == 16, after.first ?? colon == colon else {
                throw Failure(problem: .host)
            }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let end = authority.firstIndex(of: colon) {
            host = authority[..<end]
            port = authority[(end + 1)...]
        }
        guard !host.isEmpty else { throw Failure(problem: .missingHost) }
        if !isBracketed { try checkName(host) }
        guard let port else { return (text(host), nil) }
        guard port.allSatisfy(\.isASCIIDigit), let number = Int(text(port)), (1...65_535).contains(number) else {
            throw Failure(problem: .port)
        }
        return (text(host), number)
    }

    private static func checkName(_ host: ArraySlice<UInt8>) throws(Failure) {
        if host.last == UInt8(ascii: ".") { throw Failure(problem: .trailingDot) }
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == hyphen || $0 == UInt8(ascii: "_") }
        }
        guard areLabels, host.count <= 253 else { throw Failure(problem: .host) }
        // Digits and dots are meant as an address; 1.2.3 and 0177.0.0.1 mean different hosts to different programs.
        let isNumeric = labels.last.map { $0.allSatisfy(\.isASCIIDigit) } ?? false
        if isNumeric, IPAddress(text(host)) == nil { throw Failure(problem: .host) }
    }
}
