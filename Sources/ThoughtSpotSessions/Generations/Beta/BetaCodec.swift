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
