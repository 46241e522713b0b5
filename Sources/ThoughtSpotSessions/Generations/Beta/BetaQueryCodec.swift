import HTTPExchange
import HTTPTypes

/// The beta of queries (<doc:BetaQuery>): `login` and `gettoken`, both a GET whose query holds the credential, so that
/// the whole URL is a secret. Whatever else it needs, its neighbour beta-tspublic on the same paths does.
struct BetaQueryCodec: BetaCodec {
    let generation = Generation.betaQuery
    let neighbour = BetaTspublicCodec()
    var paths: BetaPaths { neighbour.paths }

    /// `GET session/login` by password in the query or by a bearer in the header, never both. It has no field for an
    /// Org: a password with an Org, and the secret key, go to `session/gettoken`, whose token is the session.
    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan {
        let rememberMe = request.rememberMe
        let remembered = (name: "rememberMe", value: rememberMe ? "true" : "false")
        switch request.credential {
        case .password(let username, let password) where request.org == nil:
            let fields = [
                (name: "userName", value: try InputChecks.username(username)),
                (name: "password", value: try InputChecks.secret(password, "the password")), remembered,
            ]
            let get = Self.request("session/login", fields, purpose: .login(.password), secret: password)
            return .direct(
                Call(get) { (answer) throws(SessionError) in
                    try BetaLogin(answer).session(.password, asked: username, rememberMe: rememberMe)
                })
        case .bearer(let token):
            _ = try InputChecks.token(token)
            try InputChecks.noOrg(request)
            let get = Self.request("session/login", [remembered], as: .bearer(token), purpose: .login(.bearer))
            return .direct(
                Call(get) { (answer) throws(SessionError) in
                    try BetaLogin(answer).session(.bearer, asked: nil, rememberMe: rememberMe)
                })
        case .password(let username, let password):
            return try BetaIssue(request, username, .password(password)).plan(issueToken)
        case .secretKey(let username, let key):
            return try BetaIssue(request, username, .secretKey(key)).plan(issueToken)
        }
    }

    /// `GET session/gettoken`, with exactly one credential and no header.
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> {
        let issue = try BetaIssue.fields(of: request, in: generation)
        let get = Self.request(
            "session/gettoken", issue.fields, purpose: .issue(request.credential.kind), secret: issue.secret)
        let username = request.username
        return Call(get) { (answer) throws(SessionError) in try BetaLogin(answer).token(for: username) }
    }

    /// A GET that changes something: everything outside of the unreserved characters is encoded, `+` and blanks too.
    private static func request(
        _ operation: String, _ fields: [(name: String, value: String)], as authentication: Authentication = .none,
        purpose: CallPurpose, secret: Secret? = nil
    ) -> CallRequest {
        CallRequest(
            "beta-query \(operation)", .get, "\(BetaPaths.tspublic.base)/\(operation)",
            query: FormFields.text(fields), authentication: authentication, purpose: purpose, safety: .change,
            secrets: secret.map { [$0] } ?? [], hasSecretQuery: secret != nil)
    }
}

/// Orgs and other people's sessions: beta-tspublic on the same paths has the words (<doc:BetaTspublic> and
/// <doc:Capabilities>).
extension BetaQueryCodec {
    /// `beta-tspublic org/search`.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> { try neighbour.searchOrgs(named: name, as: authentication) }

    /// `beta-tspublic session/org`.
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try neighbour.switchOrg(to: org, as: authentication)
    }

    /// `beta-tspublic admin/forcelogout`.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try neighbour.forceLogout(users, as: authentication)
    }
}
