import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Executes a request below `/tspublic/rest/v2` (<doc:BetaTspublic>).
    func executeBetaTspublic(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = BetaTspublicOperation(rawValue: request.localPath) else { throw .notFound }
        guard request.method == operation.method else { throw .methodNotAllowed(operation.method) }
        switch operation {
        case .sessionInfo: return try betaTspublicInfo(request)
        case .login: return try betaLogIn(try betaTspublicLogin(request), request)
        case .getToken: return try betaGetToken(try betaTspublicTokenRequest(request))
        case .logout: return betaLogOut(request)
        case .revokeToken: return try betaRevoke(request)
        case .switchOrg: return try betaTspublicSwitchOrg(request)
        case .forceLogout: return try betaTspublicForceLogout(request)
        case .configuration: return try v1Configuration(request)
        case .org: return try betaTspublicOrg(request)
        case .searchOrgs: return try betaTspublicSearchOrgs(request)
        case .logEvents: return try betaTspublicLogEvents(request)
        }
    }

    /// <doc:BetaTspublic>: every field is optional, and `rememberMe` is one of the texts `"true"` and `"false"`.
    private func betaTspublicLogin(_ request: ReceivedRequest) throws(Refusal) -> BetaLogin {
        let body = try BetaBody(request)
        return BetaLogin(
            username: try body.string("userName"), password: try body.string("password"),
            isRemembered: try body.booleanText("rememberMe") ?? false, acceptsToken: true)
    }

    /// <doc:BetaTspublic>: `tokenExpiryDuration` and `orgId` are texts.
    private func betaTspublicTokenRequest(_ request: ReceivedRequest) throws(Refusal) -> BetaTokenRequest {
        let body = try BetaBody(request)
        var wanted = BetaTokenRequest(
            username: try body.requiredString("userName"), password: try body.string("password"),
            secretKey: try body.string("secretKey"))
        if wanted.password == nil, wanted.secretKey == nil {
            throw .badParameter("Either password or secretKey must be given.")
        }
        wanted.kind = try BetaValues.kind(
            accessLevel: try body.string("accessLevel"), objectID: try body.string("tsObjectId"), needsObject: false)
        if let life = try body.string("tokenExpiryDuration") { wanted.lifeSeconds = try BetaValues.seconds(life) }
        wanted.org = try body.string("orgId").map { text throws(Refusal) in try BetaValues.orgID(text, of: "orgId") }
        return wanted
    }

    /// <doc:BetaTspublic>: the answer has no type there; it is `beta-api`'s, and the Org where the release has Orgs.
    private func betaTspublicInfo(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        return betaInfo(caller, more: hasOrgs ? ["currentOrgId": .integer(caller.orgID)] : [:])
    }
}
