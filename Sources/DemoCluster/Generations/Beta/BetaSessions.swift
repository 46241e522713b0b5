import HTTPExchange
import HTTPTypes
import Moments

extension SimulatedCluster {
    /// Login. User name and password beat an `Authorization` header when both are there (<doc:Credentials>).
    func betaLogIn(_ login: BetaLogin, _ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let username = login.username, let password = login.password else {
            guard login.acceptsToken, request.hasAuthorization else {
                throw .badParameter("userName and password are required.")
            }
            return try betaLogInByToken(request, isRemembered: login.isRemembered)
        }
        let account: DemoAccount
        do throws(Refusal) {
            account = try self.account(name: username, password: password)
        } catch {
            audit(.loginFailed, user: self.account(named: username)?.user, name: username)
            throw error
        }
        return betaSession(for: account, org: account.lastOrg, isRemembered: login.isRemembered)
    }

    private func betaLogInByToken(
        _ request: ReceivedRequest, isRemembered: Bool
    ) throws(Refusal) -> ExchangeResponse {
        let caller: Caller
        do throws(Refusal) {
            caller = try self.caller(of: request)
        } catch {
            audit(.loginFailed, user: nil)
            throw error
        }
        try requireOpen(caller.account)
        return betaSession(
            for: caller.account, org: caller.orgID, isRemembered: isRemembered, fromToken: request.bearer)
    }

    private func betaSession(
        for account: DemoAccount, org: Int, isRemembered: Bool, fromToken: String? = nil
    ) -> ExchangeResponse {
        let session = openSession(
            for: account, org: org, isRemembered: isRemembered, fromToken: fromToken, hasClientID: false)
        // The token is blank when the type is Cookie (<doc:BetaAPI>).
        return betaLoginResponse(
            account, token: "", type: "Cookie", createdAt: session.createdAt,
            lifeSeconds: isRemembered ? 7 * 86_400 : 3 * 3_600
        ).settingCookies(of: session)
    }

    /// `SessionLoginResponse`, of login and gettoken alike (<doc:BetaAPI>); the length of life is a text.
    func betaLoginResponse(
        _ account: DemoAccount, token: String, type: String, createdAt: Int64, lifeSeconds: Int
    ) -> ExchangeResponse {
        .json(
            200,
            [
                "userName": .string(account.user.name), "token": .string(token), "tokenType": .string(type),
                "tokenCreatedTime": .string(Instant(milliseconds: createdAt).timestamp),
                "tokenExpiryDuration": .string(String(lifeSeconds)),
            ])
    }

    /// Ends the session of the cookie, else those built from the bearer; tokens stay (<doc:BetaAPI> and
    /// <doc:BetaTspublic>).
    ///
    /// Logout takes no authentication (<doc:BetaAPI>), so a request that names no session is answered alike.
    func betaLogOut(_ request: ReceivedRequest) -> ExchangeResponse {
        if let caller = (try? callerByCookie(of: request)) ?? (try? caller(of: request)) { logOut(caller) }
        return .json(200, true)
    }

    /// Ends the caller's own bearer, which is the only handle there is (<doc:BetaAPI>).
    func betaRevoke(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard case .token(let own) = try caller(of: request).proof else { throw .notAuthenticated }
        revoke(own)
        return .json(200, true)
    }
}

/// What a login of a beta asks for, whatever its wire looks like.
struct BetaLogin {
    var username: String?
    var password: String?
    var isRemembered: Bool
    /// Whether an `Authorization` header counts where user name and password are not both given; `beta-api` has no
    /// such login (<doc:Capabilities>).
    var acceptsToken: Bool
}

/// What a gettoken of a beta asks for, whatever its wire looks like.
struct BetaTokenRequest {
    /// <doc:BetaAPI> and <doc:Unverified>: the default is stated nowhere; this is v2.0's.
    static let defaultLifeSeconds = 300

    var username: String
    var password: String?
    var secretKey: String?
    var kind: DemoToken.Kind = .full
    var lifeSeconds = BetaTokenRequest.defaultLifeSeconds
    /// `nil`: the key's Org, else the last used.
    var org: Int?
}

extension SimulatedCluster {
    /// `SessionInfoResponse` (<doc:BetaAPI>), of the family of v1's, without a release. `expirationTime` is in seconds,
    /// as v1's.
    /// - Parameter more: what a generation has beside it.
    func betaInfo(_ caller: Caller, more: [String: JSONValue]) -> ExchangeResponse {
        let user = caller.user
        let (authToken, endsAt) = tokenAndEnd(of: caller)
        let members: [String: JSONValue] = [
            "userName": .string(user.name), "userDisplayName": .string(user.displayName),
            "userEmail": .string(user.email), "userGUID": .string(user.guid),
            "userCreatedTime": .integer(user.createdAt), "expirationTime": .integer(endsAt / 1_000),
            "authToken": .string(authToken), "privileges": .strings(user.privileges), "isSystemUser": false,
            "canChangePassword": .boolean(!user.usesSingleSignOn), "userGroupMask": 1, "isFirstLogin": false,
            "firstLoginDate": .integer(caller.account.firstLoginAt ?? now()), "locale": "en_US", "timezone": "UTC",
            "dateFormat": ["formatPattern": "MM/dd/yyyy"], "timeFormat": ["formatPattern": "HH:mm:ss"],
            "dateTimeFormat": ["formatPattern": "MM/dd/yyyy HH:mm:ss"],
            "userProperties": ["persona": "ANALYST", "mail": .string(user.email)],
            "state": .string(caller.account.status(at: now()).rawValue),
        ]
        return .json(200, .object(members.merging(more) { _, own in own }))
    }
}

extension SimulatedCluster {
    /// gettoken. A password beats a secret key when both are there (<doc:Credentials>); no header is looked at.
    func betaGetToken(_ wanted: BetaTokenRequest) throws(Refusal) -> ExchangeResponse {
        let proof = IssueProof(
            username: wanted.username, password: wanted.password,
            secretKey: wanted.password == nil ? wanted.secretKey : nil)
        let (account, key) = try accountForIssue(proof, provisioning: nil, org: wanted.org)
        let org = try orgForIssue(wanted.org, account: account, key: key)
        let token = issue(
            wanted.kind, for: account, org: org, lifeSeconds: wanted.lifeSeconds, key: key,
            value: identifiers.betaToken())
        return betaLoginResponse(
            account, token: token.value, type: "Bearer", createdAt: token.createdAt, lifeSeconds: wanted.lifeSeconds)
    }
}
