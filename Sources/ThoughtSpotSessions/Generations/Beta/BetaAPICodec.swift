import HTTPExchange
import HTTPTypes
import StrictJSON

/// The beta under `/api/rest/v2` (<doc:BetaAPI>): JSON both ways, `rememberMe` a boolean, one credential only, no Orgs.
/// Every error is an HTTP 500 with the real status inside (<doc:ErrorAnswers>).
struct BetaAPICodec: BetaCodec {
    let generation = Generation.betaAPI
    let paths = BetaPaths.api

    /// `POST session/login` by password. A token needs no login: it is presented with each call, and `GET session` says
    /// whose it is. There is no login by key.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        let username: String
        let password: Secret
        switch request.credential {
        case .bearer(let token):
            _ = try InputChecks.token(token)
            try InputChecks.noOrg(request)
            return .direct(try paths.session(of: token))
        case .secretKey: throw Refusal(absence: .secretKeyLogin, in: generation)
        case .password(let name, let secret): (username, password) = (name, secret)
        }
        if request.org != nil { throw Refusal(absence: .chooseOrg, in: generation) }
        let rememberMe = request.rememberMe
        let body: JSONObject = [
            "userName": .string(try InputChecks.username(username)),
            "password": .string(try InputChecks.secret(password, "the password")),
            "rememberMe": .bool(rememberMe),
        ]
        let post = paths.request(
            "session/login", .post, body: body, purpose: .login(.password), safety: .change, secrets: [password])
        return .direct(
            Call(post) { (answer) throws(SessionError) in
                try BetaLogin(answer).session(.password, asked: username, rememberMe: rememberMe)
            })
    }

    /// `POST session/gettoken`. The sources contradict each other about a bearer beside it (contradiction W3): none is
    /// sent.
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> {
        guard case .password(let password) = request.credential else {
            throw Refusal(absence: .issueBySecretKey, in: generation)
        }
        switch request.kind {
        case .full: break
        case .object: throw Refusal(absence: .objectToken, in: generation)
        case .custom: throw Refusal(absence: .customToken, in: generation)
        }
        if request.org != nil { throw Refusal(absence: .chooseOrg, in: generation) }
        try BetaNeighbours.refuseProvisioning(request, in: generation)
        let username = try InputChecks.username(request.username)
        var body: JSONObject = [
            "userName": .string(username),
            "password": .string(try InputChecks.secret(password, "the password")),
        ]
        // A number in one source, a text in the newest client (contradiction W8).
        if let lifetime = request.lifetime {
            body["tokenExpiryDuration"] = .string(String(try InputChecks.lifetime(lifetime)))
        }
        let post = paths.request(
            "session/gettoken", .post, body: body, purpose: .issue(.password), safety: .change, secrets: [password])
        return Call(post) { (answer) throws(SessionError) in try BetaLogin(answer).token(for: username) }
    }
}

/// beta-api has no words for Orgs and for other people's sessions; v1 beside it has (<doc:V1> and <doc:Capabilities>).
/// Its own login chooses no Org, so the neighbour is the only way from one to another.
extension BetaAPICodec {
    /// `v1 session/orgs`.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> { try V1Codec().searchOrgs(named: name, as: authentication) }

    /// `v1 session/orgs`.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try V1Codec().switchOrg(to: org, as: authentication)
    }

    /// `v1 user/session/invalidate`.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try V1Codec().forceLogout(users, as: authentication)
    }
}
