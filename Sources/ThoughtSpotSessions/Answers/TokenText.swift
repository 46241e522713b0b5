import ASCIIText

/// What a token may look like (fault D15): the alphabet of RFC 6750, section 2.1, which holds base64 and JWT alike.
package enum TokenText {
    /// In bytes; real ones have some hundreds.
    static let sizeLimit = 16 * 1024

    /// Why `text` is no token; nil when it is one.
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

extension Answer {
    /// Compares the user an issued token is for with the user who was asked for (promise P39).
    func check(_ issued: IssuedToken, isFor username: String) throws(SessionError) {
        guard let received = issued.username, received.lowercased() != username.lowercased() else { return }
        throw unusable(
            .identityMismatch, "the token is for another user than \(username)", offered: [received], issued: issued)
    }

    /// Compares the Org an issued token is for with the Org that was asked for (promise P70): unknown keys of a request
    /// are ignored by the server, so that a token for the wrong Org comes without an error (<doc:Orgs>).
    func check(_ issued: IssuedToken, isIn org: OrgReference?) throws(SessionError) {
        guard let org else { return }
        if let scope = issued.scope, scope.isMultiOrg {
            let received = scope.orgScope == TokenScope.allMemberOrgs ? "all Orgs of its user" : "several Orgs"
            throw unusable(
                .orgMismatch, "the token is for \(received), not for \(org.label) only",
                offered: scope.orgs.map(\.label), issued: issued)
        }
        guard let received = issued.scope?.org else {
            throw unusable(.orgMismatch, "the answer does not say which Org the token is for", issued: issued)
        }
        guard received.agrees(with: org) else {
            throw unusable(
                .orgMismatch, "the token is for another Org than \(org.label)", offered: [received.label],
                issued: issued)
        }
    }
}

extension OrgReference {
    /// `name (id)`, or whatever of it is known.
    var label: String {
        switch (name, id) {
        case (.some(let name), .some(let id)): "\(name) (\(id))"
        case (.some(let name), .none): name
        case (.none, .some(let id)): "\(id)"
        case (.none, .none): "?"
        }
    }
}
