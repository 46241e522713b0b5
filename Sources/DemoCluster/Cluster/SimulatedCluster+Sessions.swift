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
    /// Tokens stay alive (<doc:V2>).
    func logOut(_ caller: Caller) {
        switch caller.proof {
        case .session(let session): sessions[session.id] = nil
        case .token(let token): sessions = sessions.filter { $0.value.fromToken != token.value }
        }
        audit(.logoutSuccessful, user: caller.user, org: caller.orgID)
        record(.loggedOut, of: caller.user)
    }

    /// Ends every session and every token of these users; of everybody when `users` is `nil` or empty
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
