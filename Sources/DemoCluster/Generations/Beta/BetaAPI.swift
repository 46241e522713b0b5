import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Executes a request below `/api/rest/v2` (<doc:BetaAPI>).
    func executeBetaAPI(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = BetaAPIOperation(rawValue: request.localPath) else { throw .notFound }
        guard request.method == operation.method else { throw .methodNotAllowed(operation.method) }
        switch operation {
        case .sessionInfo: return try betaAPIInfo(request)
        case .login: return try betaLogIn(try betaAPILogin(request), request)
        case .getToken: return try betaGetToken(try betaAPITokenRequest(request))
        case .logout: return betaLogOut(request)
        case .revokeToken: return try betaRevoke(request)
        }
    }

    /// <doc:BetaAPI>: `rememberMe` is a JSON boolean, and login takes no header.
    private func betaAPILogin(_ request: ReceivedRequest) throws(Refusal) -> BetaLogin {
        let body = try BetaBody(request)
        return BetaLogin(
            username: try body.string("userName"), password: try body.string("password"),
            isRemembered: try body.boolean("rememberMe") ?? false, acceptsToken: false)
    }

    /// <doc:BetaAPI>: a password is the only proof, and `tokenExpiryDuration` is a text or a number. Sources contradict
    /// each other on an `Authorization` header (contradiction W3), so it is neither needed nor looked at.
    private func betaAPITokenRequest(_ request: ReceivedRequest) throws(Refusal) -> BetaTokenRequest {
        let body = try BetaBody(request)
        var wanted = BetaTokenRequest(
            username: try body.requiredString("userName"), password: try body.requiredString("password"))
        let life =
            body.isNumber("tokenExpiryDuration")
            ? try body.integer("tokenExpiryDuration").map { String($0) } : try body.string("tokenExpiryDuration")
        if let life { wanted.lifeSeconds = try BetaValues.seconds(life) }
        return wanted
    }

    /// <doc:BetaAPI>: a part of the cookie is shown in this generation only.
    private func betaAPIInfo(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        let part = if case .session(let session) = caller.proof { String(session.id.prefix(8)) } else { "" }
        return betaInfo(caller, more: ["partialJSessionGUID": .string(part)])
    }
}

/// The operations of `beta-api` (<doc:BetaAPI>), with their paths below `/api/rest/v2`.
enum BetaAPIOperation: String, CaseIterable, Sendable {
    case sessionInfo = "/session"
    case login = "/session/login"
    case getToken = "/session/gettoken"
    case logout = "/session/logout"
    case revokeToken = "/session/revoketoken"

    var method: HTTPRequest.Method { self == .sessionInfo ? .get : .post }
}
