/// Who sends a request, proven by a token or by cookies.
struct Caller: Sendable {
    enum Proof: Sendable {
        case token(DemoToken)
        case session(DemoSession)
    }

    let account: DemoAccount
    let proof: Proof
    /// The Org that the request chose, with a token that is for several.
    var selectedOrg: Int?

    var user: DemoUser { account.user }

    var orgID: Int {
        switch proof {
        case .token(let token): selectedOrg ?? token.orgID
        case .session(let session): session.orgID
        }
    }

    /// Refuses callers without one of `privileges` and callers with a token for one object.
    func require(_ privileges: String...) throws(Refusal) {
        if case .token(let token) = proof, token.isRestricted {
            throw .forbidden("The token gives access to one object only.")
        }
        let held = user.privileges
        guard held.contains("ADMINISTRATION") || privileges.contains(where: { held.contains($0) }) else {
            throw .forbidden("User lacks the privilege \((["ADMINISTRATION"] + privileges).joined(separator: " or ")).")
        }
    }
}

extension SimulatedCluster {
    /// Who sends `request`: by its bearer token when it has one, else by its cookies.
    ///
    /// A token that is no longer valid is refused even beside cookies that are. `clientId` has the attribute `Secure`,
    /// so it can be demanded on https only; the betas never demand it (<doc:Headers>).
    func caller(of request: ReceivedRequest) throws(Refusal) -> Caller {
        if request.hasAuthorization {
            guard let value = request.bearer, let token = validToken(value), let account = accounts[token.userGUID],
                !token.isV1 || request.generation == .v1 || configuration.acceptsV1TokensEverywhere
            else { throw .notAuthenticated }
            return Caller(
                account: account, proof: .token(token), selectedOrg: try selectedOrg(of: request, token, account))
        }
        return try callerByCookie(of: request)
    }

    /// Who sends `request` by its cookies alone, whatever else it carries.
    func callerByCookie(of request: ReceivedRequest) throws(Refusal) -> Caller {
        let cookies = request.cookies
        guard let id = cookies["JSESSIONID"], var session = sessions[id], let account = accounts[session.userGUID]
        else {
            throw .notAuthenticated
        }
        guard session.isOpen(at: now()) else {
            sessions[id] = nil
            throw .notAuthenticated
        }
        if let expected = session.clientID {
            if let clientID = cookies["clientId"] {
                guard clientID == expected else { throw .notAuthenticated }
            } else if request.isSecure, !request.generation.isBeta {
                throw .notAuthenticated
            }
        }
        session.lastUsedAt = now()
        sessions[id] = session
        return Caller(account: account, proof: .session(session))
    }

    /// The token with this value, when it is neither expired nor revoked.
    func validToken(_ value: String) -> DemoToken? {
        guard let token = tokens[value], token.isValid(at: now()) else { return nil }
        return token
    }
}
