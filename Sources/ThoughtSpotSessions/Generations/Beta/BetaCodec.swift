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

    /// Users are created or changed at mint by v1 and v2.0 only (<doc:JustInTimeUsers>).
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
        switch try? JSONValue.parse(body) {
        case .bool(true):
            return
        case .bool(false):
            var error = unusable(.refusedByServer, "the server answered false: it was not done")
            error.execution = .notExecuted
            throw error
        default:
            throw unusable(.outcomeUnknown, "accepted, but the answer is neither true nor false")
        }
    }
}
