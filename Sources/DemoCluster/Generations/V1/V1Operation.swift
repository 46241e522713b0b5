import HTTPTypes

/// The operations of v1 (<doc:V1>).
enum V1Operation: Sendable {
    case login
    case logout
    case info
    case isActive
    case trustedToken
    case tokenLogin
    case orgs
    case orgsOfUser(String)
    case invalidate
    case securityLog
    case configuration
    case banner

    /// Reads a path below `/callosum/v1`: public ones begin with `/tspublic/v1`, some have a private twin without it.
    init?(path: String) {
        let publicBase = "/tspublic/v1"
        let isPublic = path.hasPrefix(publicBase + "/")
        let local = isPublic ? String(path.dropFirst(publicBase.count)) : path
        switch local {
        case "/session/login": self = .login
        case "/session/logout": self = .logout
        case "/session/info": self = .info
        case "/session/login/token": self = .tokenLogin
        case "/session/isactive" where !isPublic: self = .isActive
        case "/session/auth/token" where isPublic: self = .trustedToken
        case "/session/orgs" where isPublic: self = .orgs
        case "/user/session/invalidate" where isPublic: self = .invalidate
        case "/logs/topics/security_logs" where isPublic: self = .securityLog
        case "/admin/configinfo" where isPublic: self = .configuration
        case "/admin/banner" where isPublic: self = .banner
        default:
            let prefix = "/session/orgs/users/"
            guard isPublic, local.hasPrefix(prefix), local.count > prefix.count else { return nil }
            self = .orgsOfUser(String(local.dropFirst(prefix.count)))
        }
    }

    /// The methods allowed, the usual one first.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .login, .logout, .trustedToken, .invalidate: [.post]
        // The form with a query is deprecated (<doc:V1>).
        case .tokenLogin: [.post, .get]
        case .orgs: [.get, .put]
        case .info, .isActive, .orgsOfUser, .securityLog, .configuration, .banner: [.get]
        }
    }

    /// Orgs came with 8.10.0.cl and never to Software, session info with 7.2.1.sw (<doc:V1>); banners with 9.10.
    func exists(in release: DemoRelease) -> Bool {
        switch self {
        case .orgs, .orgsOfUser: release >= DemoRelease(8, 10) && !release.isSoftware
        case .info: release >= (release.isSoftware ? DemoRelease(7, 2, 1) : DemoRelease(7, 2))
        case .banner: release >= DemoRelease(9, 10)
        case .trustedToken, .tokenLogin: release >= DemoRelease(7, 1)
        default: true
        }
    }
}
