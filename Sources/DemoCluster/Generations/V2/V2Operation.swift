import HTTPTypes

/// The operations of v2.0 (<doc:V2>), with their paths below `/api/rest/2.0`.
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
    case deactivate = "/users/deactivate"
    case activate = "/users/activate"
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

    /// Whether the release has the operation (<doc:V2> and <doc:FindingTheGeneration>): cloud and software got some at
    /// different numbers, and where no software release is documented, the cloud's number counts.
    func exists(in release: DemoRelease) -> Bool {
        let (cloud, software): (DemoRelease, DemoRelease?) =
            switch self {
            case .sessionToken: (DemoRelease(9, 4), DemoRelease(9, 5, 1))
            case .validate: (DemoRelease(9, 12), DemoRelease(10, 0))
            case .customToken: (DemoRelease(10, 4), DemoRelease(10, 7))
            case .trustedAuthenticationState, .configureTrustedAuthentication: (DemoRelease(26, 6), nil)
            case .banner: (DemoRelease(9, 10), nil)
            case .deactivate, .activate: (DemoRelease(9, 7), nil)
            default: (DemoRelease(9, 0), DemoRelease(9, 0, 1))
            }
        return release >= (release.isSoftware ? software ?? cloud : cloud)
    }
}
