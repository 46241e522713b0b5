import HTTPExchange
import HTTPTypes
import StrictJSON

/// One family of beta paths, and the calls that its generations serve in the same way (<doc:BetaAPI> and
/// <doc:BetaTspublic>): session information, logout and revoke differ in nothing but the path.
struct BetaPaths {
    /// `/api/rest/v2`.
    let base: String
    /// The generation that owns the operations, as their names say it: `beta-api session/login`.
    let owner: Generation

    /// See <doc:BetaAPI>.
    static let api = BetaPaths(base: "/api/rest/v2", owner: .betaAPI)
    /// <doc:BetaTspublic>; beta-query shares the paths, not the style.
    static let tspublic = BetaPaths(base: "/tspublic/rest/v2", owner: .betaTspublic)

    /// A request with a JSON body, or without one.
    func request(
        _ operation: String, _ method: HTTPRequest.Method, body: JSONObject? = nil,
        as authentication: Authentication = .none, purpose: CallPurpose, safety: ExchangeRequest.Safety,
        secrets: [Secret] = []
    ) -> CallRequest {
        CallRequest(
            "\(owner.rawValue) \(operation)", method, "\(base)/\(operation)", body: body.map(CallBody.json) ?? .none,
            authentication: authentication, purpose: purpose, safety: safety, secrets: secrets)
    }

    /// `GET session`.
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> {
        Call(sessionRequest(try InputChecks.presented(authentication))) { (answer) throws(SessionError) in
            try Self.info(answer.fields())
        }
    }

    /// `GET session`, which makes a session of a token by itself: nothing is opened, so nothing is changed.
    func session(of token: Secret) throws(Refusal) -> Call<ActiveSession> {
        var get = sessionRequest(.bearer(token))
        get.purpose = .login(.bearer)
        return Call(get) { (answer) throws(SessionError) in
            ActiveSession(
                authentication: .bearer(token), credential: .bearer, username: try Self.info(answer.fields()).userName,
                openedAt: answer.receivedAt, expiry: .unknown)
        }
    }

    /// `GET session` where only yes or no is wanted; presenting nothing asks whether the cluster is there.
    func isActive(_ authentication: Authentication) -> Call<Bool> {
        Call(sessionRequest(authentication)) { (answer) throws(SessionError) in
            _ = try answer.fields()
            return true
        } recover: { error in
            error.answersInactive(asking: authentication) ? false : nil
        }
    }

    /// `GET session`, presented by a token that is to be judged: the documented call for the same question as v1's
    /// undocumented one (<doc:BetaAPI>). A refusal is the beta's own error with status 401 inside (<doc:ErrorAnswers>).
    func validation(of token: Secret) -> Call<TokenValidation> {
        let get = sessionRequest(.bearer(token))
        let operation = get.operation
        return Call(get) { (answer) throws(SessionError) in
            let info = try Self.info(answer.fields())
            return TokenValidation(operation: operation, verdict: .valid, userID: info.userID)
        } recover: { error in
            guard error.isRefusedCredential else { return nil }
            return TokenValidation(operation: operation, verdict: .invalid(serverText: error.serverText))
        }
    }

    private func sessionRequest(_ authentication: Authentication) -> CallRequest {
        request("session", .get, as: authentication, purpose: .session, safety: .read)
    }

    /// `POST session/logout`, without a body: the session is the one that is presented (<doc:BetaAPI>, contradiction
    /// W5).
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> {
        let presented = try InputChecks.presented(authentication)
        let post = request("session/logout", .post, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.confirmed() }
    }

    /// `POST session/revoketoken`, without a body: the token that is to end presents itself (<doc:BetaAPI> and
    /// <doc:BetaTspublic>).
    func revokeToken(_ revocation: Revocation) throws(Refusal) -> Call<Void> {
        guard case .token(let token, _) = revocation else {
            let detail = """
                the revoke of the betas ends the presented token only, and names no user. What ends the sessions of \
                another user: a forced logout
                """
            throw Refusal(.notInThisGeneration, detail)
        }
        _ = try InputChecks.token(token)
        let post = request("session/revoketoken", .post, as: .bearer(token), purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.confirmed() }
    }

    /// A SessionInfoResponse (<doc:BetaAPI>); untyped in beta-tspublic. Its `authToken` is a secret not asked for,
    /// and is left where it is.
    private static func info(_ fields: AnswerFields) throws(SessionError) -> SessionInfo {
        var info = SessionInfo(userName: try fields.string("userName"))
        info.userID = try fields.optionalString("userGUID")
        info.displayName = fields.shown("userDisplayName")
        info.email = fields.shown("userEmail")
        // Orgs came to this family late, and where ids are asked for they are texts.
        info.currentOrg = fields.wholeOrDigits("currentOrgId").map { OrgReference(id: $0) }
        info.privileges = fields.shownStrings("privileges")
        info.accountCreatedAt = fields.instant("userCreatedTime")
        info.sessionExpiry = fields.expiryOfDoubtfulUnit("expirationTime")
        info.releaseVersion = fields.shown("releaseVersion")
        info.accountStatus = fields.shown("state")
        info.locale = fields.shown("locale")
        info.timeZone = fields.shown("timezone")
        info.isSystemUser = fields.shownFlag("isSystemUser")
        info.canChangePassword = fields.shownFlag("canChangePassword")
        return info
    }
}

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
        throw Refusal(.invalidInput, "the Org of a token was fixed when it was issued: leave the Org out")
    }
}
