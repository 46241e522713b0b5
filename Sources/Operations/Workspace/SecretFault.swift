package import DisplayText
package import ThoughtSpotSessions

/// A character that is in no password and no key on purpose: it is invisible, and comes along when text is
/// copied from a document or saved by an editor. A secret with one in it is refused before it is sent, because a cluster
/// would count it as a wrong password (fault B3).
///
/// Commands and forms ask here, and so do the use cases that present a secret. Nothing of the secret is kept but a place.
package struct SecretFault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable {
        case byteOrderMark
        /// Takes no column: zero-width, bidirectional, soft hyphen and their kin.
        case invisible
        /// Looks like a space, and is none of the keyboard's: no-break, thin, ideographic.
        case unusualSpace
        case lineBreak
        case control
        /// The bytes are no UTF-8.
        case encoding
    }

    package let kind: Kind
    /// Counts the characters from 1.
    package let position: Int

    package init(_ kind: Kind, position: Int) {
        self.kind = kind
        self.position = position
    }

    /// The first such character of a secret; nil when it has none.
    package init?(in text: String) {
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard let kind = Self.kind(of: scalar) else { continue }
            self.init(kind, position: index + 1)
            return
        }
        return nil
    }

    /// The first such character of text that is still bytes.
    package init?(in bytes: some Collection<UInt8>) {
        if let text = String(validating: bytes, as: UTF8.self) {
            self.init(in: text)
            return
        }
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        let place = scalars.firstIndex { $0 == "\u{FFFD}" }.map { scalars.distance(from: scalars.startIndex, to: $0) }
        self.init(.encoding, position: (place ?? 0) + 1)
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind? {
        // Letters, digits and signs of the keyboard, the bulk of all secrets.
        if (0x20...0x7E).contains(scalar.value) { return nil }
        if scalar == "\u{FEFF}" { return .byteOrderMark }
        // What a terminal that does not speak UTF-8 has left of a letter.
        if scalar == "\u{FFFD}" { return .encoding }
        // The blank braille pattern is a symbol by its class, and a space to the eye.
        if scalar.value == 0x2800 { return .unusualSpace }
        switch scalar.properties.generalCategory {
        case .control: return scalar.value == 0x0A || scalar.value == 0x0D ? .lineBreak : .control
        case .lineSeparator, .paragraphSeparator: return .lineBreak
        case .spaceSeparator: return .unusualSpace
        case .format: return .invisible
        default: return scalar.properties.isDefaultIgnorableCodePoint ? .invisible : nil
        }
    }

    /// What stands where: `a byte order mark at position 1`. Never the character itself.
    package var wording: SafeText {
        let what: SafeText =
            switch kind {
            case .byteOrderMark: "a byte order mark"
            case .invisible: "an invisible character"
            case .unusualSpace: "a no-break or other unusual space"
            case .lineBreak: "a line break"
            case .control: "a control character"
            case .encoding: "a byte that is not UTF-8"
            }
        return "\(what) at position \(position)"
    }

    /// How to get rid of it, where that takes more than copying once more.
    package var advice: SafeText {
        switch kind {
        case .byteOrderMark: "save the file as UTF-8 without a byte order mark, or copy the secret again"
        case .encoding: "save the file as UTF-8"
        default: "type it, or copy it again as one line of plain text"
        }
    }
}

/// The one line that a secret is where it comes in as bytes: a file, standard input, what a command prints.
package enum SecretLine {
    package enum Problem: Error, Hashable, Sendable {
        case empty
        case fault(SecretFault)
    }

    /// Bytes of a whole input; more is no secret.
    package static let limit = 64 * 1024

    /// Takes off one final line end, and checks what is left.
    package static func secret(in bytes: [UInt8]) throws(Problem) -> Secret {
        var line = bytes[...]
        if line.last == 0x0A { line.removeLast() }
        if line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty else { throw .empty }
        if let fault = SecretFault(in: line) { throw .fault(fault) }
        return Secret(String(decoding: line, as: UTF8.self))
    }
}

extension Secret {
    /// Refuses a secret with a character that cannot be typed, before anything is sent.
    ///
    /// - Parameter what: how a sentence names it: `The password`.
    func requireTypable(_ what: String) throws(OperationError) {
        if let fault = SecretFault(in: expose()) { throw .refused(.secretCharacters(what: what, fault)) }
    }
}

extension Credential {
    /// The password, the key or the token.
    package var secret: Secret {
        switch self {
        case .password(_, let secret), .secretKey(_, let secret), .bearer(let secret): secret
        }
    }

    func requireTypable() throws(OperationError) {
        switch self {
        case .password(_, let password): try password.requireTypable("The password")
        case .secretKey(_, let key): try key.requireTypable("The secret key")
        case .bearer(let token): try token.requireTypable("The bearer token")
        }
    }
}

extension IssueCredential {
    func requireTypable() throws(OperationError) {
        switch self {
        case .password(let password): try password.requireTypable("The password")
        case .secretKey(let key): try key.requireTypable("The secret key")
        }
    }
}
