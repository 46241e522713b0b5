import ASCIIText
import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Login by a form (<doc:V1>).
    func v1LogIn(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let form = try V1Form(body: request)
        _ = try V1Form(query: request).boolean("disableSAMLAutoRedirect")
        let username = try form.requiredString("username")
        let password = try form.requiredString("password")
        let isRemembered = try form.boolean("rememberme") ?? false
        // The field came with 9.2.0.cl; before, it is an unknown one, which is ignored.
        let wantedOrg = release >= DemoRelease(9, 2) ? try form.integer("orgid").map { Int($0) } : nil
        let account: DemoAccount
        let org: Int
        do throws(Refusal) {
            account = try self.account(name: username, password: password)
            org = try self.org(wantedOrg, for: account)
        } catch {
            audit(.loginFailed, user: self.account(named: username)?.user, name: username)
            throw error
        }
        let session = openSession(for: account, org: org, isRemembered: isRemembered)
        guard isPrivateTwin(request), let current = accounts[account.user.guid] else {
            return .empty(204).settingCookies(of: session)
        }
        return v1Info(Caller(account: current, proof: .session(session))).settingCookies(of: session)
    }

    /// Ends the session of the cookie only; tokens stay (<doc:V1>).
    func v1LogOut(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        do throws(Refusal) {
            logOut(try caller(of: request))
        } catch {
            audit(.logoutFailed, user: nil)
            throw error
        }
        return .empty(204)
    }

    /// Any success means that the session is open (<doc:V1>).
    func v1IsActive(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        _ = try caller(of: request)
        return .empty(204)
    }

    /// What session info of v1 and the betas tells of the proof that was shown: a token, and its end in milliseconds.
    func tokenAndEnd(of caller: Caller) -> (authToken: String, endsAt: Int64) {
        switch caller.proof {
        case .session(let session):
            (session.authToken, session.createdAt + (session.isRemembered ? 7 * 86_400_000 : 3 * 3_600_000))
        case .token(let token): (token.value, token.expiresAt ?? now() + 86_400_000)
        }
    }

    /// <doc:V1>. `expirationTime` is in seconds, unlike its neighbours.
    func v1Info(_ caller: Caller) -> ExchangeResponse {
        let user = caller.user
        let (authToken, endsAt) = tokenAndEnd(of: caller)
        var members: [String: JSONValue] = [
            "userName": .string(user.name), "userDisplayName": .string(user.displayName),
            "userEmail": .string(user.email), "userGUID": .string(user.guid),
            "userCreatedTime": .integer(user.createdAt), "userExpirationTime": 4_102_444_800_000,
            "expirationTime": .integer(endsAt / 1_000), "authToken": .string(authToken),
            "privileges": .strings(user.privileges), "isSystemUser": false, "canChangePassword": true,
            "isFirstLogin": false, "apiVersion": "v1", "userGroupMask": 1, "logicalModelVersion": 1,
            "locale": "en_US", "timezone": "UTC", "dateFormat": ["formatPattern": "MM/dd/yyyy"],
            "timeFormat": ["formatPattern": "HH:mm:ss"], "dateTimeFormat": ["formatPattern": "MM/dd/yyyy HH:mm:ss"],
            "clientState": [:],
            "configInfo": [
                "selfClusterId": "3a1b9c2e-5d4f-4e8a-9b7c-6f2d1e0a8c35", "selfClusterName": .string(name),
                "isSaas": .boolean(!release.isSoftware), "isPublicUser": false,
                "rolesEnabled": false,
                "tseRestApiV2PlaygroundEnabled": .boolean(configuration.generations.contains(.v2)),
            ],
            "notificationBanner": configuration.bannerText.isEmpty ? .null : .string(configuration.bannerText),
        ]
        // The sample of 7.2 has no release, later ones have.
        if release >= DemoRelease(8, 0) { members["releaseVersion"] = .string(configuration.release) }
        if hasOrgs { members["currentOrgId"] = .integer(caller.orgID) }
        return .json(200, .object(members))
    }

    /// Whether the release has Orgs.
    var hasOrgs: Bool { V1Operation.orgs.exists(in: release) }

    /// Ends sessions and tokens of the users named; of all users when none is (<doc:V1>).
    func v1Invalidate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("USER_ADMINISTRATION")
        let form = try V1Form(body: request)
        let names = try form.strings("username") ?? []
        try forceLogout(names + (try form.strings("userid") ?? []))
        return .empty(204)
    }
}

extension SimulatedCluster {
    /// A token from a secret key; the answer is the bare token as text (<doc:V1>).
    func v1TrustedToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let form = try V1Form(body: request)
        let username = try form.requiredString("username")
        let secretKey = try form.requiredString("secret_key")
        let accessLevel = try form.requiredString("access_level")
        guard ["FULL", "REPORT_BOOK_VIEW"].contains(accessLevel) else {
            throw .badParameter("access_level must be FULL or REPORT_BOOK_VIEW.")
        }
        let objectID = form.string("id")
        if accessLevel == "REPORT_BOOK_VIEW" {
            guard let objectID, UUIDText.isWellFormed(objectID) else {
                throw .badParameter("id must be the GUID of an object.")
            }
        }
        let wantedOrg = try form.integer("orgid").map { Int($0) }
        var provisioning: Provisioning?
        // The field came with 8.9.0.cl.
        if release >= DemoRelease(8, 9), try form.boolean("autocreate") ?? false {
            provisioning = Provisioning(
                overwrites: true, displayName: form.string("display_name"), email: form.string("email"),
                groups: try form.strings("groups"))
        }
        let proof = IssueProof(username: username, secretKey: secretKey)
        let (account, key) = try accountForIssue(proof, provisioning: provisioning, org: wantedOrg)
        let org = try orgForIssue(wantedOrg, account: account, key: key)
        let token = issue(.v1(accessLevel: accessLevel), for: account, org: org, lifeSeconds: nil, key: key)
        return .plainText(token.value)
    }

    /// A session from a token: 302 by default, 204 when the redirection is declined (<doc:V1>).
    func v1TokenLogIn(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let form = request.method == .get ? try V1Form(query: request) : try V1Form(body: request)
        let value = try form.requiredString("auth_token")
        let declinesRedirect = try form.boolean("no_url_redirection") ?? false
        guard let token = validToken(value), let account = accounts[token.userGUID],
            form.string("username").map({ $0 == account.user.name }) ?? true
        else {
            audit(.loginFailed, user: nil, name: form.string("username"))
            throw .credentialsRefused("Invalid token.")
        }
        try requireOpen(account)
        let session = openSession(for: account, org: token.orgID, isRemembered: false, fromToken: value)
        if declinesRedirect { return .empty(204).settingCookies(of: session) }
        let target = form.string("redirect_url") ?? "/"
        // A header value holds no line end or other control byte.
        guard !target.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw .badParameter("redirect_url is not a URL.")
        }
        return ExchangeResponse(status: 302, headers: [.location: target]).settingCookies(of: session)
    }
}

extension SimulatedCluster {
    /// GET lists the caller's Orgs, PUT switches the session to another (<doc:V1>).
    func v1Orgs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        guard request.method == .put else {
            let query = try V1Form(query: request)
            _ = try query.integer("batchsize")
            _ = try query.integer("offset")
            return .json(200, v1OrgList(of: caller.user, current: caller.orgID))
        }
        guard let wanted = try V1Form(body: request).integer("orgid") else { throw .badParameter("orgid is required.") }
        guard case .session(var session) = caller.proof else {
            throw .forbidden("The Org of a token is fixed when it is issued.")
        }
        session.orgID = try org(Int(wanted), for: caller.account)
        sessions[session.id] = session
        accounts[caller.user.guid]?.lastOrg = session.orgID
        record(.switchedOrg, of: caller.user)
        return .empty(204)
    }

    /// The Orgs of the user with this name or GUID (<doc:V1>).
    func v1OrgsOfUser(_ identifier: String, _ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        guard let account = account(named: identifier) else { throw .badParameter("User does not exist.") }
        if account.user.guid != caller.user.guid { try caller.require("USER_ADMINISTRATION") }
        return .json(200, v1OrgList(of: account.user, current: account.lastOrg))
    }

    private func v1OrgList(of user: DemoUser, current: Int) -> JSONValue {
        let orgs = user.orgs.map { id -> JSONValue in
            let org = describedOrg(id)
            return [
                "orgId": .integer(org.id), "orgName": .string(org.name), "description": "\(org.name) Org",
                "allUserGroupId": "b5d7f1a0-0000-4000-8000-000000000000",
                "defaultAdminUserGroupId": "b5d7f1a0-0000-4000-8000-000000000001", "isActive": true,
            ]
        }
        return [
            "orgs": .array(orgs), "currentOrgId": .integer(current),
            "canAdministerAllOrgs": .boolean(user.privileges.contains("ADMINISTRATION")),
        ]
    }

    /// The security log (<doc:V1> and <doc:AuditLog>).
    func v1SecurityLog(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        let query = try V1Form(query: request)
        let allOrgs = narrowsAuditLog ? try query.boolean("get_all_logs") : nil
        return try auditLog(
            from: try query.integer("fromEpoch"), to: try query.integer("toEpoch"), allOrgs: allOrgs ?? true)
    }

    /// The idle times of sessions among others (<doc:V1>).
    func v1Configuration(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        return .json(
            200,
            [
                "selfClusterName": .string(name), "rememberedSessionIdleTimeoutMs": 604_800_000,
                "sessionIdleTimeoutMs": 10_800_000,
            ])
    }
}
