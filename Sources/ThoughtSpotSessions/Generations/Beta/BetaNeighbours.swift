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
