import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// GET lists the caller's Orgs, PUT switches the session to another (<doc:V1>).
    func v1Orgs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        guard request.method == .put else {
            let query = try V1Form(query: request)
            _ = try query.integer("batchsize")
            _ = try query.integer("offset")
            return .json(200, v1OrgList(of: caller.user, current: caller.orgID))
        }
        guard let wanted = try V1Form(body: request).integer("orgid") else { throw .badParameter("orgid is required.") }
        guard case .session(var session) = caller.proof else {
            throw .forbidden("The Org of a token is fixed when it is issued.")
        }
        session.orgID = try org(Int(wanted), for: caller.account)
        sessions[session.id] = session
        accounts[caller.user.guid]?.lastOrg = session.orgID
        record(.switchedOrg, of: caller.user)
        return .empty(204)
    }

    /// The Orgs of the user with this name or GUID (<doc:V1>).
    func v1OrgsOfUser(_ identifier: String, _ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        guard let account = account(named: identifier) else { throw .badParameter("User does not exist.") }
        if account.user.guid != caller.user.guid { try caller.require("USER_ADMINISTRATION") }
        return .json(200, v1OrgList(of: account.user, current: account.lastOrg))
    }

    private func v1OrgList(of user: DemoUser, current: Int) -> JSONValue {
        let orgs = user.orgs.map { id -> JSONValue in
            let org = describedOrg(id)
            return [
                "orgId": .integer(org.id), "orgName": .string(org.name), "description": "\(org.name) Org",
                "allUserGroupId": "b5d7f1a0-0000-4000-8000-000000000000",
                "defaultAdminUserGroupId": "b5d7f1a0-0000-4000-8000-000000000001", "isActive": true,
            ]
        }
        return [
            "orgs": .array(orgs), "currentOrgId": .integer(current),
            "canAdministerAllOrgs": .boolean(user.privileges.contains("ADMINISTRATION")),
        ]
    }

    /// The security log (<doc:V1> and <doc:AuditLog>).
    func v1SecurityLog(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        let query = try V1Form(query: request)
        let allOrgs = narrowsAuditLog ? try query.boolean("get_all_logs") : nil
        return try auditLog(
            from: try query.integer("fromEpoch"), to: try query.integer("toEpoch"), allOrgs: allOrgs ?? true)
    }

    /// The idle times of sessions among others (<doc:V1>).
    func v1Configuration(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        return .json(
            200,
            [
                "selfClusterName": .string(name), "rememberedSessionIdleTimeoutMs": 604_800_000,
                "sessionIdleTimeoutMs": 10_800_000,
            ])
    }
}
