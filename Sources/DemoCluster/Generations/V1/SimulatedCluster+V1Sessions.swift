import HTTPExchange

extension SimulatedCluster {
    /// Login by a form (<doc:V1>).
    func v1LogIn(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let form = try V1Form(body: request)
        _ = try V1Form(query: request).boolean("disableSAMLAutoRedirect")
        let username = try form.requiredString("username")
        let password = try form.requiredString("password")
        let isRemembered = try form.boolean("rememberme") ?? false
        // The field came with 9.2.0.cl; before, it is one more that nobody reads.
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

    /// Any success means alive (<doc:V1>).
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

    /// Ends sessions and tokens of the users named; of everybody when none is (<doc:V1>).
    func v1Invalidate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("USER_ADMINISTRATION")
        let form = try V1Form(body: request)
        let names = try form.strings("username") ?? []
        try forceLogout(names + (try form.strings("userid") ?? []))
        return .empty(204)
    }
}
