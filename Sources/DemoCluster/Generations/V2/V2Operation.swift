import HTTPTypes

/// The operations of v2.0 (contract sections 7.1 and 7.10), with their paths below `/api/rest/2.0`.
enum V2Operation: String, CaseIterable, Sendable {
    case login = "/auth/session/login"
    case logout = "/auth/session/logout"
    case currentUser = "/auth/session/user"
    case sessionToken = "/auth/session/token"
    case fullToken = "/auth/token/full"
    case objectToken = "/auth/token/object"
    case customToken = "/auth/token/custom"
    case revoke = "/auth/token/revoke"
    case validate = "/auth/token/validate"
    case trustedAuthenticationState = "/auth/search"
    case configureTrustedAuthentication = "/auth/configure"
    case forceLogout = "/users/force-logout"
    case system = "/system"
    case banner = "/system/banner"
    case searchOrgs = "/orgs/search"
    case fetchLogs = "/logs/fetch"

    var method: HTTPRequest.Method {
        switch self {
        case .currentUser, .sessionToken, .system, .banner: .get
        default: .post
        }
    }

    /// The first release that has the operation; Cloud and Software got some of them at different times.
    func since(isSoftware: Bool) -> DemoRelease {
        switch self {
        case .sessionToken: isSoftware ? DemoRelease(9, 5) : DemoRelease(9, 4)
        case .validate: isSoftware ? DemoRelease(10, 0) : DemoRelease(9, 12)
        case .customToken: isSoftware ? DemoRelease(10, 7) : DemoRelease(10, 4)
        case .trustedAuthenticationState, .configureTrustedAuthentication: DemoRelease(26, 6)
        case .banner: DemoRelease(9, 10)
        default: DemoRelease(9, 0)
        }
    }
}
