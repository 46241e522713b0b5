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
        // The Org of a token is fixed at issue (<doc:Orgs>).
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

    /// Ends sessions and tokens of the users named; of all users when the list is null or missing (<doc:V2>).
    func v2ForceLogout(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("USER_ADMINISTRATION")
        try forceLogout(try V2Body(request, isOptional: true).strings("user_identifiers"))
        return v2Success
    }
}

/// The Orgs that an issue asks for: one, several, or none, which leaves it to the key and the user.
struct WantedOrgs {
    var org: Int?
    /// Since 26.10 (<doc:Orgs>).
    var scope: DemoToken.OrgScope?

    /// The Org of requests that select none.
    var first: Int? {
        if org == nil, case .specific(let orgs) = scope { orgs.first } else { org }
    }
}

extension SimulatedCluster {
    /// Whether a token may be for several Orgs.
    var hasOrgScopes: Bool { release >= DemoRelease(26, 10) }

    /// `scope` of an issue beside `org`, the Org that the older field names. A release before 26.10 does not know the key,
    /// and unknown keys have no effect (<doc:Orgs>).
    /// - Parameter allowsAll: whether the token may be for every Org of its user; a custom token may not.
    func wantedOrgs(_ body: V2Body, org: Int?, allowsAll: Bool) throws(Refusal) -> WantedOrgs {
        guard hasOrgScopes, let scope = try body.object("scope") else { return WantedOrgs(org: org) }
        switch try scope.choice("org_scope", of: ["SPECIFIC_ORGS", "ALL_MEMBER_ORGS"]) {
        case "ALL_MEMBER_ORGS":
            guard allowsAll else { throw .badParameter("org_scope must be SPECIFIC_ORGS for a custom token.") }
            return WantedOrgs(org: org, scope: .allMember)
        case "SPECIFIC_ORGS":
            let orgs = try (try scope.strings("org_identifiers") ?? []).map { identifier throws(Refusal) in
                try orgID(identifier: identifier)
            }
            guard !orgs.isEmpty else { throw .badParameter("org_identifiers is required with SPECIFIC_ORGS.") }
            if let org, !orgs.contains(org) { throw .badParameter("The Org is not one of org_identifiers.") }
            return WantedOrgs(org: org, scope: .specific(orgs))
        default: throw .badParameter("org_scope is required.")
        }
    }

    /// Refuses several Orgs to users who are no administrators, and Orgs that the user is no member of.
    func require(_ scope: DemoToken.OrgScope?, for account: DemoAccount) throws(Refusal) {
        guard let scope else { return }
        guard account.user.privileges.contains("ADMINISTRATION") else {
            throw .forbidden("Only an administrator can ask for several Orgs.")
        }
        for org in orgs(of: scope, account) { _ = try self.org(org, for: account) }
    }

    /// The Org that a request with `token` acts in: that of `X-Org-Selector` when the token is for several.
    func selectedOrg(of request: ReceivedRequest, _ token: DemoToken, _ account: DemoAccount) throws(Refusal) -> Int {
        guard let scope = token.orgScope, let selector = request.orgSelector else { return token.orgID }
        let org = try orgID(identifier: selector)
        guard orgs(of: scope, account).contains(org) else { throw .orgRefused(selector) }
        return org
    }

    private func orgs(of scope: DemoToken.OrgScope, _ account: DemoAccount) -> [Int] {
        switch scope {
        case .specific(let orgs): orgs
        case .allMember: account.user.orgs
        }
    }

    /// `org_scope`, and `org_ids` where the Orgs were named; neither for a token of one Org (<doc:Orgs>).
    func orgScopeMembers(of token: DemoToken) -> [String: JSONValue] {
        switch token.orgScope {
        case nil: [:]
        case .allMember: ["org_scope": "ALL_MEMBER_ORGS"]
        case .specific(let orgs): ["org_scope": "SPECIFIC_ORGS", "org_ids": .array(orgs.map(v2Org))]
        }
    }
}

extension SimulatedCluster {
    /// Closes an account, ends its sessions and tokens, and answers with a link that opens it again (<doc:V2>).
    func v2Deactivate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("USER_ADMINISTRATION")
        let body = try V2Body(request)
        let identifier = try body.requiredString("user_identifier")
        let base = try body.requiredString("base_url")
        guard var account = account(named: identifier) else {
            throw .badParameter("User \(identifier) does not exist.")
        }
        account.user.accountStatus = .inactive
        account.activation = DemoAccount.Activation(token: identifiers.guid(), endsAt: now() + 14 * 86_400_000)
        accounts[account.user.guid] = account
        try forceLogout([account.user.guid])
        record(.deactivatedUser, of: account.user)
        let link = "\(base)/#/activate?userName=\(account.user.name)&authToken=\(account.activation?.token ?? "")"
        return .json(200, ["activation_link": .string(link)])
    }

    /// Opens a closed account by the token of its link, with a new password (<doc:V2>).
    func v2Activate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let identifier = try body.requiredString("user_identifier")
        let token = try body.requiredString("auth_token")
        let password = try body.requiredString("password")
        guard var account = account(named: identifier), let activation = account.activation,
            activation.token == token, now() < activation.endsAt
        else { throw .credentialsRefused("The activation token is invalid or expired.") }
        account.activation = nil
        account.user.accountStatus = .active
        account.user.password = password
        accounts[account.user.guid] = account
        record(.activatedUser, of: account.user)
        return .json(
            200, ["id": .string(account.user.guid), "name": .string(account.user.name), "account_status": "ACTIVE"])
    }
}
