import HTTPExchange
import HTTPTypes
import StrictJSON

extension BetaTspublicCodec {
    /// `POST session/login` by password or by a bearer in the header, never both (5.2). It has no field for an Org: a
    /// password with an Org, and the secret key, go to `session/gettoken`, whose token is the session.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        switch request.credential {
        case .password(let username, let password) where request.org == nil:
            .direct(try logIn(username, password, rememberMe: request.rememberMe))
        case .bearer(let token):
            .direct(try logIn(token, request))
        case .password(let username, let password):
            try BetaMint(request, username, .password(password)).plan(issueToken)
        case .secretKey(let username, let key):
            try BetaMint(request, username, .secretKey(key)).plan(issueToken)
        }
    }

    private func logIn(
        _ username: String, _ password: Secret, rememberMe: Bool
    ) throws(Refusal) -> Call<ActiveSession> {
        let body: JSONObject = [
            "userName": .string(try InputChecks.username(username)),
            "password": .string(try InputChecks.secret(password, "the password")),
            "rememberMe": .string(rememberMe ? "true" : "false"),
        ]
        let post = BetaPaths.tspublic.request(
            "session/login", .post, body: body, purpose: .login(.password), safety: .change, secrets: [password])
        return Call(post) { (answer) throws(SessionError) in
            try BetaLogin(answer).session(.password, asked: username, rememberMe: rememberMe)
        }
    }

    private func logIn(_ token: Secret, _ request: LoginRequest) throws(Refusal) -> Call<ActiveSession> {
        _ = try InputChecks.token(token)
        try InputChecks.noOrg(request)
        let rememberMe = request.rememberMe
        let post = BetaPaths.tspublic.request(
            "session/login", .post, body: ["rememberMe": .string(rememberMe ? "true" : "false")],
            as: .bearer(token), purpose: .login(.bearer), safety: .change)
        return Call(post) { (answer) throws(SessionError) in
            try BetaLogin(answer).session(.bearer, asked: nil, rememberMe: rememberMe)
        }
    }

    /// `POST session/gettoken` (5.1), with exactly one credential and no header.
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> {
        let mint = try BetaMint.fields(of: request, in: generation)
        var body = JSONObject()
        for field in mint.fields { body[field.name] = .string(field.value) }
        let post = BetaPaths.tspublic.request(
            "session/gettoken", .post, body: body, purpose: .mint(request.credential.kind), safety: .change,
            secrets: [mint.secret])
        let username = request.username
        return Call(post) { (answer) throws(SessionError) in try BetaLogin(answer).token(for: username) }
    }
}
