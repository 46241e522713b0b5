package import Moments

/// One generation's words for the verbs of ``SessionService`` and
/// ``AdministrationService``: an operation becomes a request, an answer a result.
///
/// A codec is a pure value. It sends nothing, keeps nothing, and asks no clock: whatever it needs to know of the
/// moment comes with the ``Answer``. What its generation lacks it refuses with
/// ``SessionError/Code/notInThisGeneration`` and the honest alternatives.
package protocol GenerationCodec: Sendable {
    var generation: Generation { get }

    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void>
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo>
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool>
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken>
    func sessionToken(_ authentication: Authentication) throws(Refusal) -> Call<IssuedToken>
    func validateToken(_ token: Secret, as authentication: Authentication) throws(Refusal) -> Call<TokenValidation>
    func revokeToken(_ revocation: Revocation, as authentication: Authentication) throws(Refusal) -> Call<Void>

    func searchOrgs(named name: String?, as authentication: Authentication) throws(Refusal) -> Call<[OrgReference]>
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void>
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void>
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) throws(Refusal) -> Call<TrustedAuthenticationState>
    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) throws(Refusal) -> Call<Void>
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]>
    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation>
    func banner() throws(Refusal) -> Call<MaintenanceBanner>
}

/// The exchanges of one login.
package enum LoginPlan: Sendable {
    /// One request opens the session.
    case direct(Call<ActiveSession>)
    /// A token is minted, and is the session.
    case mint(Call<IssuedToken>, asSession: @Sendable (IssuedToken, Instant) -> ActiveSession)
    /// A token is minted, and opens the session in a second request.
    case mintThen(Call<IssuedToken>, then: @Sendable (IssuedToken) throws(Refusal) -> Call<ActiveSession>)
}

extension Generation {
    /// The words of this generation.
    package var codec: any GenerationCodec {
        switch self {
        case .v1: V1Codec()
        case .v2: V2Codec()
        case .betaAPI: BetaAPICodec()
        case .betaTspublic: BetaTspublicCodec()
        case .betaQuery: BetaQueryCodec()
        }
    }
}

/// What only some generations have: the others refuse it in the words of the capability table.
extension GenerationCodec {
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) throws(Refusal) -> Call<TrustedAuthenticationState> {
        throw Refusal(absence: .trustedAuthenticationKeys, in: generation)
    }

    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> {
        throw Refusal(absence: .trustedAuthenticationKeys, in: generation)
    }
}
