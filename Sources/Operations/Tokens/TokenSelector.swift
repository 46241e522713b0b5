import FoundationEssentials
import HTTPExchange
package import Storage
import StrictJSON
package import ThoughtSpotSessions

/// Which token is meant: one that this run holds, by its fingerprint, or the token itself.
package enum TokenSelector: Hashable, Sendable {
    case held(Fingerprint)
    case given(Secret)

    /// The fingerprint of the token.
    package var fingerprint: Fingerprint {
        switch self {
        case .held(let fingerprint): fingerprint
        case .given(let token): Fingerprint(of: token)
        }
    }

    /// The token itself, of the right form, and only for the origin that is its own.
    ///
    /// - Throws: `E_TOKEN_NOT_HELD`, `E_VAULT_LOCKED` where a locked vault may have it, `E_NOT_A_TOKEN`, `E_ORIGIN_BOUND`.
    func token(of profile: Profile, in workspace: Workspace) async throws(OperationError) -> Secret {
        let token: Secret
        switch self {
        case .given(let given): token = given
        case .held(let fingerprint):
            guard let held = await workspace.held.token(fingerprint, of: profile) else {
                throw await workspace.reasonNotHeld(fingerprint, of: profile)
            }
            token = held
        }
        try await workspace.requirePresentable(token, on: profile)
        return token
    }
}

/// Hands out tokens of the list themselves: to be copied, or to be shown.
package struct RevealTokens: Hashable, Sendable {
    package var records: [TokenRecord]

    package init(records: [TokenRecord]) {
        self.records = records
    }

    /// Returns the tokens, in the order of the records.
    ///
    /// - Throws: `E_TOKEN_NOT_HELD` for the first that this run does not hold.
    package func run(in workspace: Workspace) async throws(OperationError) -> [Secret] {
        var tokens: [Secret] = []
        for record in records {
            guard let token = await workspace.held.token(record.id) else {
                throw .refused(.tokenNotHeld(record.fingerprint))
            }
            tokens.append(token)
        }
        return tokens
    }
}

/// Finds the token that a person means by the first characters of its fingerprint.
package enum FindToken {
    /// - Parameter typed: 4...12 hexadecimal digits, any case.
    package static func find(typed: String, in records: some Collection<TokenRecord>) throws(OperationError)
        -> TokenRecord
    {
        let prefix = typed.lowercased()
        let matches = prefix.utf8.count < 4 ? [] : records.filter { $0.fingerprint.text.hasPrefix(prefix) }
        guard let first = matches.first else { throw .refused(.noSuchToken(typed: typed)) }
        if matches.count > 1 { throw .refused(.ambiguousToken(typed: typed, count: matches.count)) }
        return first
    }
}

/// What a text must look like to be a bearer token, as far as its form shows, so that a word, a password or half a token
/// is never sent (<doc:Verdicts>).
package enum BearerForm {
    /// Characters; real ones have a hundred and more.
    static let shortest = 20
    /// Characters.
    package static let longest = 16 * 1024

    /// Why a text is no bearer token, as a clause that names a place and never a value; `nil` when it may be one.
    package static func fault(of token: Secret) -> String? {
        let bytes = Array(token.expose().utf8)
        if bytes.isEmpty { return "empty" }
        if let place = bytes.firstIndex(where: { !TokenText.isTokenByte($0) }) {
            return wrongCharacter(bytes[place], at: place + 1)
        }
        if bytes.count < shortest { return "\(bytes.count) characters are too few" }
        if bytes.count > longest { return "\(bytes.count) characters are too many" }
        return Array("eyJ".utf8).elementsEqual(bytes.prefix(3)) ? faultOfJWT(bytes) : faultOfOpaque(bytes)
    }

    private static func wrongCharacter(_ byte: UInt8, at place: Int) -> String {
        switch byte {
        case 33...126: "contains '\(Unicode.Scalar(byte))' at position \(place)"
        case UInt8(ascii: " "), UInt8(ascii: "\t"): "contains a space at position \(place)"
        case 10, 13: "contains a line break at position \(place)"
        default: "contains an invalid character at position \(place)"
        }
    }

    /// Header, payload and signature, each base64url. Where the algorithm fixes the length of the signature, a token that
    /// was cut in its last part shows it.
    private static func faultOfJWT(_ bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { return "a JWT has three parts, this has \(parts.count): may be truncated" }
        guard parts.allSatisfy({ !$0.isEmpty && $0.count % 4 != 1 }), let header = decoded(parts[0]) else {
            return "a part of the JWT is incomplete: may be truncated"
        }
        guard let members = (try? JSONValue.parse(header))?.objectValue else {
            return "the header of the JWT cannot be read: may be truncated"
        }
        guard let lengths = signatureLengths[members["alg"]?.stringValue ?? ""] else { return nil }
        return lengths.contains(parts[2].count)
            ? nil : "the signature of the JWT has the wrong length: may be truncated"
    }

    /// Characters of a signature in base64url, by algorithm (RFC 7518, section 3): an RSA key has 1024 to 4096 bits.
    private static let signatureLengths: [String: Set<Int>] = {
        let rsa: Set<Int> = [171, 342, 512, 683]
        return [
            "RS256": rsa, "RS384": rsa, "RS512": rsa, "PS256": rsa, "PS384": rsa, "PS512": rsa,
            "ES256": [86], "ES384": [128], "ES512": [176], "HS256": [43], "HS384": [64], "HS512": [86],
        ]
    }()

    /// Base64 with or without its padding; any other text passes, for the documents describe no other form.
    private static func faultOfOpaque(_ bytes: [UInt8]) -> String? {
        let text = bytes.prefix { $0 != UInt8(ascii: "=") }
        let padding = bytes.count - text.count
        guard bytes[text.count...].allSatisfy({ $0 == UInt8(ascii: "=") }) else {
            return "text after a '=': may be two tokens"
        }
        let isBase64 = text.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "~") }
        guard isBase64 else { return nil }
        if padding > 0, bytes.count % 4 != 0 || padding > 2 { return "its base64 is incomplete: may be truncated" }
        return padding == 0 && text.count % 4 == 1 ? "its base64 is incomplete: may be truncated" : nil
    }

    private static func decoded(_ part: ArraySlice<UInt8>) -> [UInt8]? {
        let standard = part.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: Data(standard + padding)).map(Array.init)
    }
}

extension Workspace {
    /// Why a token is not at hand: it has ended, as the journal knows; the vault that may have it is locked; or only its
    /// fingerprint is here.
    fileprivate func reasonNotHeld(_ fingerprint: Fingerprint, of profile: Profile) async -> OperationError {
        let record = await ledger.known(fingerprint, at: profile.origin.description)
        if let record, record.state.isOver {
            let standing = TokenStanding(of: record, at: now(), clocks: await ledger.clocks())
            return .refused(.tokenNotHeld(fingerprint, standing))
        }
        return await reasonOfClosedVault(for: profile) ?? .refused(.tokenNotHeld(fingerprint))
    }

    /// Refuses a text that can be no bearer token, and a token whose origin is another one (<doc:Verdicts>).
    ///
    /// - Throws: `E_NOT_A_TOKEN`, `E_ORIGIN_BOUND`.
    package func requirePresentable(_ token: Secret, on profile: Profile) async throws(OperationError) {
        let fingerprint = Fingerprint(of: token)
        // What the cluster has accepted before is a token, whatever it looks like.
        if await ledger.known(fingerprint, at: profile.origin.description)?.acceptedAt != nil { return }
        if let fault = BearerForm.fault(of: token) { throw .refused(.notAToken(why: fault)) }
        try await ledger.requireOwnOrigin(of: fingerprint, on: profile)
    }
}
