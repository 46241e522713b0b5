import HTTPExchange

extension SimulatedCluster {
    /// Login by password or by bearer token (<doc:V2>). Of both, the body counts: the official SDK sends its bearer
    /// with every call (<doc:Credentials>).
    func v2LogIn(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request, isOptional: true)
        let username = try body.string("username")
        let password = try body.string("password")
        // Before 9.2 there is no such field, and unknown ones are ignored.
        let orgIdentifier = release >= DemoRelease(9, 2) ? try body.identifier("org_identifier") : nil
        let isRemembered = try body.boolean("remember_me", acceptsText: true) ?? false
        guard !request.hasAuthorization || username != nil || password != nil else {
            return try v2LogInByToken(request, orgIdentifier: orgIdentifier, isRemembered: isRemembered)
        }
        guard let username, let password else { throw .badParameter("username and password are required.") }
        let account: DemoAccount
        let org: Int
        do throws(Refusal) {
            account = try self.account(name: username, password: password)
            org = try self.org(identifier: orgIdentifier, for: account)
        } catch {
            audit(.loginFailed, user: self.account(named: username)?.user, name: username)
            throw error
        }
        return v2LoggedIn(openSession(for: account, org: org, isRemembered: isRemembered))
    }

    /// The answer to a login. Releases before 9.2 set no cookies: SCAL-142933 (<doc:V2>).
    private func v2LoggedIn(_ session: DemoSession) -> ExchangeResponse {
        release >= DemoRelease(9, 2) ? v2Success.settingCookies(of: session) : v2Success
    }

    private func v2LogInByToken(
        _ request: ReceivedRequest, orgIdentifier: String?, isRemembered: Bool
    ) throws(Refusal) -> ExchangeResponse {
        guard let value = request.bearer, let token = validToken(value), let account = accounts[token.userGUID] else {
            audit(.loginFailed, user: nil)
            throw .notAuthenticated
        }
        try requireOpen(account)
        // The Org of a token is fixed at mint (<doc:Orgs>).
        let org = try orgIdentifier.map { identifier throws(Refusal) in
            try self.org(identifier: identifier, for: account)
        }
        if let org, org != token.orgID { throw .orgRefused(String(org)) }
        return v2LoggedIn(openSession(for: account, org: token.orgID, isRemembered: isRemembered, fromToken: value))
    }

    /// Ends the session of the cookie or bearer (<doc:V2>).
    func v2LogOut(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        do throws(Refusal) {
            logOut(try caller(of: request))
        } catch {
            audit(.logoutFailed, user: nil)
            throw error
        }
        return v2Success
    }

    /// <doc:V2>. An administrator's `orgs` lists the Primary Org only; `current_org` is the truth.
    func v2CurrentUser(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        let user = caller.user
        let isAdministrator = user.privileges.contains("ADMINISTRATION")
        let orgs = isAdministrator && user.orgs.contains(0) ? [0] : user.orgs
        return .json(
            200,
            [
                "id": .string(user.guid), "name": .string(user.name), "display_name": .string(user.displayName),
                "visibility": "SHARABLE",
                "email": user.email.isEmpty ? .null : .string(user.email), "current_org": v2Org(caller.orgID),
                "orgs": .array(orgs.map(v2Org)), "privileges": .strings(user.privileges),
                "account_type": .string(user.accountType.rawValue),
                "account_status": .string(caller.account.status(at: now()).rawValue),
                "creation_time_in_millis": .integer(user.createdAt),
                "expiration_time_in_millis": 4_102_444_800_000,
                "first_login_time_in_millis": .integer(caller.account.firstLoginAt ?? now()),
                "super_user": .boolean(isAdministrator), "system_user": false, "can_change_password": true,
                "tenant_id": "00000000-0000-4000-8000-000000000001",
                "user_groups": .array(user.groups.map { ["name": .string($0)] }),
                "author_id": .string(user.guid), "complete_detail": true, "deleted": false, "hidden": false,
            ])
    }

    /// `{id, name}` of an Org.
    func v2Org(_ id: Int) -> JSONValue {
        let org = describedOrg(id)
        return ["id": .integer(org.id), "name": .string(org.name)]
    }

    /// Ends sessions and tokens of the users named; of everybody when the list is null or missing (<doc:V2>).
    func v2ForceLogout(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("USER_ADMINISTRATION")
        try forceLogout(try V2Body(request, isOptional: true).strings("user_identifiers"))
        return v2Success
    }
}
