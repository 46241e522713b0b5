import ASCIIText

/// What a token may look like (fault D15): the alphabet of RFC 6750, section 2.1, which holds base64 and JWT alike.
package enum TokenText {
    /// In bytes; real ones have some hundreds.
    static let sizeLimit = 16 * 1024

    /// Why `text` is no token; nothing when it is one.
    static func fault(of text: String) -> (code: SessionError.Code, detail: String)? {
        if text.isEmpty { return (.emptyToken, "the token is empty") }
        if text.utf8.count > sizeLimit { return (.badToken, "the token is longer than \(sizeLimit) bytes") }
        if !text.utf8.allSatisfy(isTokenByte) {
            return (.badToken, "the token holds a character that no token has")
        }
        return nil
    }

    /// Whether a token may hold the byte.
    package static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "-._~+/=".utf8.contains(byte)
    }
}

extension Answer {
    /// A token that came back, checked.
    func token(_ text: String) throws(SessionError) -> Secret {
        if let fault = TokenText.fault(of: text) { throw unusable(fault.code, fault.detail) }
        return Secret(text)
    }
}
