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

extension SimulatedCluster {
    /// Switches the Org of the cookie's session; the Org of a token is fixed (<doc:BetaTspublic> and <doc:Orgs>). The
    /// SDK sends its bearer beside the cookie, and the cookie counts (<doc:BetaTspublic>).
    func betaTspublicSwitchOrg(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try request.hasSessionCookie ? callerByCookie(of: request) : caller(of: request)
        guard case .session(var session) = caller.proof else {
            throw .forbidden("The Org of a token is fixed when it is issued.")
        }
        let wanted = try BetaValues.orgID(try BetaBody(request).requiredString("id"), of: "id")
        session.orgID = try org(wanted, for: caller.account)
        sessions[session.id] = session
        accounts[caller.user.guid]?.lastOrg = session.orgID
        record(.switchedOrg, of: caller.user)
        return .json(200, true)
    }

    /// Ends sessions and tokens of the users named, the id of each winning over the name; of all users when the list
    /// is empty or missing (<doc:BetaTspublic> and <doc:Credentials>).
    func betaTspublicForceLogout(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        var guids: [String] = []
        for user in try BetaBody(request, isOptional: true).objects("user") {
            let (id, name) = (try user.string("id"), try user.string("name"))
            guard id != nil || name != nil else { throw .badParameter("A user needs an id or a name.") }
            let found = id.map { accounts[$0] } ?? accounts.values.first { $0.user.name == name }
            guard let found else { throw .badParameter("User \(id ?? name ?? "") does not exist.") }
            guids.append(found.user.guid)
        }
        try forceLogout(guids)
        return .json(200, true)
    }

    /// One Org by `name` or `id` (<doc:BetaTspublic>).
    func betaTspublicOrg(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("ORG_ADMINISTRATION")
        let query = try request.query()
        let name = query["name"]
        let id = try query["id"].map { text throws(Refusal) in try BetaValues.orgID(text, of: "id") }
        guard name != nil || id != nil else { throw .badParameter("name or id is required.") }
        guard let org = betaOrgs(name: name, id: id).first else { throw .badParameter("The Org does not exist.") }
        return .json(200, betaOrg(org))
    }

    /// A list of Orgs; here `id` is a number, and `showDeleted` a text (<doc:BetaTspublic>).
    func betaTspublicSearchOrgs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("ORG_ADMINISTRATION")
        let body = try BetaBody(request)
        // No Org of a simulated cluster was ever deleted, so nothing is added.
        _ = try body.booleanText("showDeleted")
        let found = betaOrgs(name: try body.string("name"), id: try body.integer("id").map { Int($0) })
        return .json(200, .array(found.map(betaOrg)))
    }

    private func betaOrgs(name: String?, id: Int?) -> [DemoOrg] {
        configuration.orgs.filter { (name == nil || $0.name == name) && (id == nil || $0.id == id) }
    }

    private func betaOrg(_ org: DemoOrg) -> JSONValue {
        [
            "orgId": .integer(org.id), "orgName": .string(org.name), "description": "\(org.name) Org",
            "allGroupUserId": "b5d7f1a0-0000-4000-8000-000000000000",
            "defaultAdminUserGroupId": "b5d7f1a0-0000-4000-8000-000000000001", "active": true,
        ]
    }

    /// The security log (<doc:BetaTspublic> and <doc:AuditLog>). `topic` is v1's and may be left out.
    func betaTspublicLogEvents(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        let query = try request.query()
        guard query["topic"] ?? "security_logs" == "security_logs" else {
            throw .badParameter("topic must be security_logs.")
        }
        let times = try ["fromEpoch", "toEpoch"].map { name throws(Refusal) in
            try query[name].map { text throws(Refusal) in try BetaValues.milliseconds(text, of: name) }
        }
        let allOrgs = try query["getAllLogs"].map { text throws(Refusal) in
            try BetaValues.boolean(text, of: "getAllLogs")
        }
        return try auditLog(from: times[0], to: times[1], allOrgs: allOrgs ?? true)
    }
}
