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
    /// Log-out takes no authentication (<doc:BetaAPI>), so a request that names no session is answered alike.
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
