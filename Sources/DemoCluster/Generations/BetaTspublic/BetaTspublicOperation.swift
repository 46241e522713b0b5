import HTTPTypes

/// The operations of `beta-tspublic` (<doc:BetaTspublic>), with their paths below `/tspublic/rest/v2`.
enum BetaTspublicOperation: String, CaseIterable, Sendable {
    case sessionInfo = "/session"
    case login = "/session/login"
    case getToken = "/session/gettoken"
    case logout = "/session/logout"
    case revokeToken = "/session/revoketoken"
    case switchOrg = "/session/org"
    case forceLogout = "/admin/forcelogout"
    case configuration = "/admin/configuration"
    case org = "/org"
    case searchOrgs = "/org/search"
    case logEvents = "/logs/events"

    var method: HTTPRequest.Method {
        switch self {
        case .sessionInfo, .configuration, .org, .logEvents: .get
        case .switchOrg: .put
        case .login, .getToken, .logout, .revokeToken, .forceLogout, .searchOrgs: .post
        }
    }
}
