import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Executes a login or gettoken with a query (<doc:BetaQuery>).
    func executeBetaQuery(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = BetaQueryOperation(rawValue: request.localPath) else { throw .notFound }
        guard request.method == .get else { throw .methodNotAllowed(.get) }
        let query = try request.query()
        switch operation {
        case .login: return try betaLogIn(try betaQueryLogin(query), request)
        case .getToken: return try betaGetToken(try betaQueryTokenRequest(query))
        }
    }

    /// Every field is optional: a bearer token may stand in for them.
    private func betaQueryLogin(_ query: FormFields) throws(Refusal) -> BetaLogin {
        BetaLogin(
            username: query["userName"], password: query["password"],
            isRemembered: try query["rememberMe"].map { text throws(Refusal) in
                try BetaValues.booleanOfQuery(text, of: "rememberMe")
            } ?? false,
            acceptsToken: true)
    }

    private func betaQueryTokenRequest(_ query: FormFields) throws(Refusal) -> BetaTokenRequest {
        guard let username = query["userName"] else { throw .badParameter("userName is required.") }
        var wanted = BetaTokenRequest(
            username: username, password: query["password"], secretKey: query["secretKey"])
        if wanted.password == nil, wanted.secretKey == nil {
            throw .badParameter("Either password or secretKey must be given.")
        }
        wanted.kind = try BetaValues.kind(
            accessLevel: query["accessLevel"], objectID: query["tsObjectId"], needsObject: true)
        if let life = query["tokenExpiryDuration"] { wanted.lifeSeconds = try BetaValues.seconds(life) }
        wanted.org = try query["orgId"].map { text throws(Refusal) in try BetaValues.orgID(text, of: "orgId") }
        return wanted
    }
}

/// The operations of `beta-query` (<doc:BetaQuery>), with their paths below `/tspublic/rest/v2`. Both are GET.
enum BetaQueryOperation: String, CaseIterable, Sendable {
    case login = "/session/login"
    case getToken = "/session/gettoken"
}
