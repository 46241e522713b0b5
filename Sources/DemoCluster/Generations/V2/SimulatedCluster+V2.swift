import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers a request below `/api/rest/2.0` (<doc:V2>).
    func respondV2(_ request: ReceivedRequest) -> ExchangeResponse {
        do throws(Refusal) {
            return try executeV2(request)
        } catch {
            return v2Error(error)
        }
    }

    private func executeV2(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = V2Operation(rawValue: request.localPath), operation.exists(in: release) else {
            throw .notFound
        }
        guard request.method == operation.method else { throw .methodNotAllowed(operation.method) }
        // Documented as required on every request (<doc:Headers>).
        guard request.request.headers[.userAgent] != nil else { throw .badParameter("User-Agent is required.") }
        switch operation {
        case .login: return try v2LogIn(request)
        case .logout: return try v2LogOut(request)
        case .currentUser: return try v2CurrentUser(request)
        case .sessionToken: return try v2SessionToken(request)
        case .fullToken: return try v2FullToken(request)
        case .objectToken: return try v2ObjectToken(request)
        case .customToken: return try v2CustomToken(request)
        case .revoke: return try v2Revoke(request)
        case .validate: return try v2Validate(request)
        case .trustedAuthenticationState: return try v2TrustedAuthenticationState(request)
        case .configureTrustedAuthentication: return try v2ConfigureTrustedAuthentication(request)
        case .forceLogout: return try v2ForceLogout(request)
        case .deactivate: return try v2Deactivate(request)
        case .activate: return try v2Activate(request)
        case .system: return try v2System(request)
        case .banner: return banner()
        case .searchOrgs: return try v2SearchOrgs(request)
        case .fetchLogs: return try v2FetchLogs(request)
        }
    }

    /// 204, or 200 before 9.5.0.cl (<doc:V2>).
    var v2Success: ExchangeResponse { .empty(release >= DemoRelease(9, 5) ? 204 : 200) }

    /// The banner, which needs no credential; the same on both paths (<doc:FindingTheGeneration>).
    func banner() -> ExchangeResponse {
        .json(
            200,
            [
                "banner_text": .string(configuration.bannerText),
                "under_maintenance": .boolean(configuration.underMaintenance),
            ])
    }
}
