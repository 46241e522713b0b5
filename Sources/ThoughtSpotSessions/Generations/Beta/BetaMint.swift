/// What beta-tspublic and beta-query share about `session/gettoken`: the same names, all of them texts, once in a body
/// and once in a query (<doc:BetaTspublic> and <doc:BetaQuery>).
struct BetaMint {
    private let request: TokenRequest

    /// The mint that stands for a login.
    init(_ login: LoginRequest, _ username: String, _ credential: MintCredential) {
        request = TokenRequest(
            kind: .full, username: username, credential: credential, lifetime: login.lifetime, org: login.org)
    }

    /// The login that is this mint: the token is the session.
    func plan(_ issue: (TokenRequest) throws(Refusal) -> Call<IssuedToken>) throws(Refusal) -> LoginPlan {
        let kind: CredentialKind = request.credential.kind
        let username = request.username
        return .mint(try issue(request)) { issued, now in
            ActiveSession(
                authentication: .bearer(issued.token), credential: kind, username: issued.username ?? username,
                openedAt: now, expiry: issued.expiry)
        }
    }

    /// The fields in their order, with exactly one credential, and the secret among them.
    static func fields(
        of request: TokenRequest, in generation: Generation
    ) throws(Refusal) -> (fields: [(name: String, value: String)], secret: Secret) {
        try BetaNeighbours.refuseProvisioning(request, in: generation)
        var fields = [(name: "userName", value: try InputChecks.username(request.username))]
        let secret: Secret
        switch request.credential {
        case .password(let password):
            secret = password
            fields.append((name: "password", value: try InputChecks.secret(password, "the password")))
        case .secretKey(let key):
            secret = key
            fields.append((name: "secretKey", value: try InputChecks.secret(key, "the secret key")))
        }
        switch request.kind {
        case .full:
            fields.append((name: "accessLevel", value: "FULL"))
        case .object(let id):
            fields.append((name: "accessLevel", value: "REPORT_BOOK_VIEW"))
            fields.append((name: "tsObjectId", value: try InputChecks.line(id, "the object id")))
        case .custom: throw Refusal(absence: .customToken, in: generation)
        }
        if let lifetime = request.lifetime {
            fields.append((name: "tokenExpiryDuration", value: String(try InputChecks.lifetime(lifetime))))
        }
        if let org = request.org {
            let number = try InputChecks.orgNumber(org, "\(generation.rawValue) session/gettoken")
            fields.append((name: "orgId", value: String(number)))
        }
        return (fields, secret)
    }
}

extension InputChecks {
    /// A login by token takes no Org.
    static func noOrg(_ request: LoginRequest) throws(Refusal) {
        guard request.org != nil else { return }
        throw Refusal(.invalidInput, "the Org of a token was fixed when it was minted: leave the Org out")
    }
}
