/// A session carried by cookies.
struct DemoSession: Sendable {
    /// The value of `JSESSIONID`.
    let id: String
    /// The value of `clientId`; `nil` for sessions of the betas, which know `JSESSIONID` only (<doc:Headers>).
    let clientID: String?
    let userGUID: String
    var orgID: Int
    let isRemembered: Bool
    /// The token the session was built from; it ends with that token (<doc:V2>).
    let fromToken: String?
    /// v1 shows this in its session information; a secret.
    let authToken: String
    /// ms since the epoch.
    let createdAt: Int64
    var lastUsedAt: Int64

    /// <doc:SessionsAndCookies>, first row of the life times: 7 days when remembered, else 3 hours of inactivity.
    func isOpen(at now: Int64) -> Bool {
        isRemembered ? now < createdAt + 7 * 86_400_000 : now < lastUsedAt + 3 * 3_600_000
    }
}

extension SimulatedCluster {
    /// Opens a session for `account` in the Org `org`.
    /// - Parameter hasClientID: whether the session has the second cookie, which the betas do not know.
    func openSession(
        for account: DemoAccount, org: Int, isRemembered: Bool, fromToken: String? = nil, hasClientID: Bool = true
    ) -> DemoSession {
        var account = account
        account.lastOrg = org
        account.firstLoginAt = account.firstLoginAt ?? now()
        accounts[account.user.guid] = account
        let session = DemoSession(
            id: identifiers.guid(), clientID: hasClientID ? identifiers.guid() : nil, userGUID: account.user.guid,
            orgID: org,
            isRemembered: isRemembered, fromToken: fromToken, authToken: identifiers.sessionSecret(), createdAt: now(),
            lastUsedAt: now())
        sessions[session.id] = session
        audit(.loginSuccessful, user: account.user, org: org)
        record(.loggedIn, of: account.user)
        return session
    }

    /// Ends what `caller` came with: the session of the cookie, or the sessions built from the bearer token.
    /// Tokens stay valid (<doc:V2>).
    func logOut(_ caller: Caller) {
        switch caller.proof {
        case .session(let session): sessions[session.id] = nil
        case .token(let token): sessions = sessions.filter { $0.value.fromToken != token.value }
        }
        audit(.logoutSuccessful, user: caller.user, org: caller.orgID)
        record(.loggedOut, of: caller.user)
    }

    /// Ends every session and every token of these users; of all users when `users` is `nil` or empty
    /// (<doc:V1> and <doc:V2>).
    func forceLogout(_ identifiers: [String]?) throws(Refusal) {
        var guids = Set<String>()
        for identifier in identifiers ?? [] {
            guard let account = account(named: identifier) else {
                throw .badParameter("User \(identifier) does not exist.")
            }
            guids.insert(account.user.guid)
        }
        if guids.isEmpty { guids = Set(accounts.keys) }
        sessions = sessions.filter { !guids.contains($0.value.userGUID) }
        for (value, token) in tokens where guids.contains(token.userGUID) { tokens[value]?.isRevoked = true }
        for account in accounts.values.sorted(by: { $0.user.name < $1.user.name })
        where guids.contains(account.user.guid) {
            record(.forcedLogout, of: account.user)
        }
    }
}

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
