/// Stands for a generation that this version knows by name and capabilities, but does not speak yet.
struct UnavailableCodec: GenerationCodec {
    let generation: Generation

    private var refusal: Refusal {
        let detail = "this version does not speak \(generation.rawValue) yet; choose v2.0 or v1 for this cluster"
        return Refusal(.notInThisGeneration, detail)
    }

    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan { throw refusal }
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void> { throw refusal }
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> { throw refusal }
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> { throw refusal }
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> { throw refusal }
    func sessionToken(_ authentication: Authentication) throws(Refusal) -> Call<IssuedToken> { throw refusal }
    func validateToken(
        _ token: Secret, as authentication: Authentication
    ) throws(Refusal) -> Call<TokenValidation> { throw refusal }
    func revokeToken(
        _ revocation: Revocation, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> { throw refusal }
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) throws(Refusal) -> Call<[OrgReference]> { throw refusal }
    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation> {
        throw refusal
    }
    func banner() throws(Refusal) -> Call<MaintenanceBanner> { throw refusal }
}
