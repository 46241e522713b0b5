import HTTPTypes

/// The operations of `beta-api` (<doc:BetaAPI>), with their paths below `/api/rest/v2`.
enum BetaAPIOperation: String, CaseIterable, Sendable {
    case sessionInfo = "/session"
    case login = "/session/login"
    case getToken = "/session/gettoken"
    case logout = "/session/logout"
    case revokeToken = "/session/revoketoken"

    var method: HTTPRequest.Method { self == .sessionInfo ? .get : .post }
}
