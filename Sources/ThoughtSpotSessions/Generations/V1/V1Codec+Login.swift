import HTTPExchange
import HTTPTypes

extension V1Codec {
    /// `POST session/login` (3.1) by password; `session/login/token` (3.3) by a token, which `session/auth/token`
    /// mints first when the credential is the secret key.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        switch request.credential {
        case .password(let username, let password):
            return .direct(try logIn(username, password, request))
        case .bearer(let token):
            try InputChecks.noOrg(request)
            return .direct(try logIn(token: token, username: nil, as: .bearer))
        case .secretKey(let username, let key):
            let mint = TokenRequest(kind: .full, username: username, credential: .secretKey(key), org: request.org)
            return .mintThen(try issueToken(mint)) { (issued) throws(Refusal) in
                try logIn(token: issued.token, username: username, as: .secretKey)
            }
        }
    }

    private func logIn(
        _ username: String, _ password: Secret, _ request: LoginRequest
    ) throws(Refusal) -> Call<ActiveSession> {
        let rememberMe = request.rememberMe
        var form = [
            (name: "username", value: try InputChecks.username(username)),
            (name: "password", value: try InputChecks.secret(password, "the password")),
            (name: "rememberme", value: rememberMe ? "true" : "false"),
        ]
        if let org = request.org {
            form.append((name: "orgid", value: String(try InputChecks.orgNumber(org, "v1 session/login"))))
        }
        let post = Self.request(
            "session/login", .post, form: form, purpose: .login(.password), safety: .change, secrets: [password])
        return Call(post) { (answer) throws(SessionError) in
            try answer.nothing()
            return try answer.cookieSession(.password, username: username, rememberMe: rememberMe)
        }
    }

    /// A 302 with the session's cookies is a success that is not followed, as long as it stays on the cluster: a
    /// single sign-on service far away is no session of ours.
    private func logIn(
        token: Secret, username: String?, as credential: CredentialKind
    ) throws(Refusal) -> Call<ActiveSession> {
        var form = [(name: "auth_token", value: try InputChecks.token(token))]
        if let username { form.append((name: "username", value: try InputChecks.username(username))) }
        form.append((name: "no_url_redirection", value: "true"))
        var post = Self.request(
            "session/login/token", .post, accept: "text/plain", form: form, purpose: .login(credential),
            safety: .change, secrets: [token])
        post.meaningOf500 = .trustedAuthentication
        post.readsRedirect = true
        return Call(post) { (answer) throws(SessionError) in
            if answer.isSuccess {
                try answer.nothing()
            } else {
                let stays = answer.headers[.location].map { RedirectTarget.staysOn(answer.origin, $0) } ?? true
                guard stays, answer.opensSession else { throw answer.redirectFailure() }
            }
            // This login has no rememberme.
            return try answer.cookieSession(credential, username: username, rememberMe: false)
        }
    }

    /// `POST session/logout` (3.2): the session is the cookie's.
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> {
        let presented = try InputChecks.presented(authentication)
        let post = Self.request("session/logout", .post, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}
