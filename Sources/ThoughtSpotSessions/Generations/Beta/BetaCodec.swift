import HTTPExchange
import HTTPTypes
import StrictJSON

/// What the three betas do alike: the session's own operations under their paths, and the neighbours for what no beta
/// has. A beta's own file says what is particular to it.
protocol BetaCodec: GenerationCodec {
    /// Where logout, session info and revoketoken are.
    var paths: BetaPaths { get }
}

extension BetaCodec {
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> { try paths.logOut(authentication) }

    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> {
        try paths.sessionInfo(authentication)
    }

    func revokeToken(
        _ revocation: Revocation, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> { try paths.revokeToken(revocation) }

    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> {
        let paths = paths
        return try BetaNeighbours.isActive(authentication).orElse { paths.isActive(authentication) }
    }

    func validateToken(
        _ token: Secret, as authentication: Authentication
    ) throws(Refusal) -> Call<TokenValidation> {
        let paths = paths
        return try BetaNeighbours.validateToken(token).orElse { paths.validation(of: token) }
    }

    func sessionToken(_ authentication: Authentication) throws(Refusal) -> Call<IssuedToken> {
        throw Refusal(absence: .sessionToken, in: generation)
    }

    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        try BetaNeighbours.auditLog(window, covering: coverage, as: authentication)
    }

    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation> {
        try BetaNeighbours.systemInformation(authentication)
    }

    func banner() throws(Refusal) -> Call<MaintenanceBanner> { try BetaNeighbours.banner() }
}

/// What no beta has, done by the neighbour that can (<doc:V1>, <doc:FindingTheGeneration>, <doc:Capabilities>), or
/// refused. The operation of each call names the neighbour.
enum BetaNeighbours {
    private static let v1 = V1Codec()

    /// `v1 session/isactive`.
    static func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> {
        try v1.isActive(authentication)
    }

    /// `v1 session/isactive`, presented by the token itself. What it says of the end of v1 tokens is not meant here.
    static func validateToken(_ token: Secret) throws(Refusal) -> Call<TokenValidation> {
        let call = try v1.validateToken(token, as: .none)
        let operation = call.request.operation
        return Call(call.request) { (answer) throws(SessionError) in
            TokenValidation(operation: operation, verdict: try call.read(answer).verdict)
        } recover: { error in
            call.recover(error)
        }
    }

    /// `v1 session/info`.
    static func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation> {
        try v1.systemInformation(authentication)
    }

    /// `v1 logs/topics/security_logs`; beta-tspublic has one of its own.
    static func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        try v1.auditLog(window, covering: coverage, as: authentication)
    }

    /// `v1 admin/banner`.
    static func banner() throws(Refusal) -> Call<MaintenanceBanner> { try v1.banner() }

    /// Users are created or changed at issue by v1 and v2.0 only (<doc:JustInTimeUsers>).
    static func refuseProvisioning(_ request: TokenRequest, in generation: Generation) throws(Refusal) {
        if request.provisioning != nil { throw Refusal(absence: .provisioning, in: generation) }
    }
}

extension Answer {
    /// Reads the bare boolean that logout and revoke answer with (<doc:BetaAPI> and <doc:BetaTspublic>; fault D-b-3).
    ///
    /// - Throws: `SessionError` with `.refusedByServer` for `false`: it was not done. Anything else but `true` was
    ///   accepted, and it is not known what became of it: `.outcomeUnknown`.
    func confirmed() throws(SessionError) {
        try nothing()
        guard (try? JSONValue.parse(body)) == .bool(true) else {
            throw unusable(.outcomeUnknown, "accepted, but the answer is neither true nor false")
        }
    }
}

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
            // A gateway may answer anything with 200: that a credential works is said by whose it is.
            let fields = try answer.fields()
            if authentication != .none { _ = try fields.string("userName") }
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
