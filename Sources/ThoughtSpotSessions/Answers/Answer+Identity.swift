extension Answer {
    /// Compares the user a minted token is for with the user who was asked for (promise P39).
    func check(_ issued: IssuedToken, isFor username: String) throws(SessionError) {
        guard let received = issued.username, received.lowercased() != username.lowercased() else { return }
        throw unusable(
            .identityMismatch, "the token is for another user than \(username)", offered: [received], minted: issued)
    }

    /// Compares the Org a minted token is for with the Org that was asked for (promise P70): unknown keys of a request
    /// are ignored by the server, so that a token for the wrong Org comes without an error (<doc:Orgs>).
    func check(_ issued: IssuedToken, isIn org: OrgReference?) throws(SessionError) {
        guard let org else { return }
        if let scope = issued.scope, scope.isMultiOrg {
            let received = scope.orgScope == TokenScope.allMemberOrgs ? "all Orgs of its user" : "several Orgs"
            throw unusable(
                .orgMismatch, "the token is for \(received), not for \(org.label) only",
                offered: scope.orgs.map(\.label), minted: issued)
        }
        guard let received = issued.scope?.org else {
            throw unusable(.orgMismatch, "the answer does not say which Org the token is for", minted: issued)
        }
        guard received.agrees(with: org) else {
            throw unusable(
                .orgMismatch, "the token is for another Org than \(org.label)", offered: [received.label],
                minted: issued)
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
