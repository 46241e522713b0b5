import HTTPExchange

extension SimulatedCluster {
    /// The 23 documented fields (<doc:FindingTheGeneration>). `api_version` is "v1" even here.
    func v2System(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("SYSTEM_INFO_ADMINISTRATION")
        let administrator = configuration.users.first { $0.privileges.contains("ADMINISTRATION") }
        return .json(
            200,
            [
                "id": "3a1b9c2e-5d4f-4e8a-9b7c-6f2d1e0a8c35", "name": .string(name),
                "release_version": .string(configuration.release), "time_zone": "UTC", "locale": "en_US",
                "date_format": "MM/dd/yyyy", "api_version": "v1", "type": release.isSoftware ? "SW" : "SAAS",
                "environment": release.isSoftware ? "on-premises" : "aws", "license": "ENTERPRISE",
                "date_time_format": "MM/dd/yyyy HH:mm:ss", "time_format": "HH:mm:ss",
                "system_user_id": "67e15c06-d153-4924-a4cd-ff615393b60f",
                "super_user_id": "b38e7a1c-2d4f-4a6b-8c9d-0e1f2a3b4c5d",
                "hidden_object_id": "1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9",
                "system_group_id": "2c3b4a59-6877-4e86-95a4-b3c2d1e0f918",
                "tsadmin_user_id": administrator.map { .string($0.guid) } ?? .null,
                "admin_group_id": "3d4c5b6a-7988-4f97-a6b5-c4d3e2f10a29",
                "all_tables_connection_id": "4e5d6c7b-8a99-4aa8-b7c6-d5e4f3021b3a",
                "all_user_group_id": "b5d7f1a0-0000-4000-8000-000000000000", "accept_language": "en-US",
                "all_user_group_member_user_count": .integer(accounts.count), "logical_model_version": 1,
            ])
    }

    /// See <doc:V2>.
    func v2SearchOrgs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("ORG_ADMINISTRATION")
        let body = try V2Body(request)
        let identifier = try body.identifier("org_identifier")
        let description = try body.string("description")
        _ = try body.choice("visibility", of: ["SHOW", "HIDDEN"])
        let status = try body.choice("status", of: ["ACTIVE", "IN_ACTIVE"])
        var visible = configuration.orgs
        if let identifier { visible = visible.filter { String($0.id) == identifier || $0.name == identifier } }
        if let description { visible = visible.filter { "\($0.name) Org".contains(description) } }
        if status == "IN_ACTIVE" { visible = [] }
        for user in try body.strings("user_identifiers") ?? [] {
            guard let account = account(named: user) else { throw .badParameter("User \(user) does not exist.") }
            visible = visible.filter { account.user.orgs.contains($0.id) }
        }
        return .json(
            200,
            .array(
                visible.map { org in
                    [
                        "id": .integer(org.id), "name": .string(org.name), "status": "ACTIVE",
                        "description": "\(org.name) Org", "visibility": "SHOW",
                    ]
                }))
    }

    /// See <doc:V2> and <doc:AuditLog>.
    func v2FetchLogs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        let body = try V2Body(request)
        guard try body.choice("log_type", of: ["SECURITY_AUDIT"]) != nil else {
            throw .badParameter("log_type is required.")
        }
        let allOrgs = narrowsAuditLog ? try body.boolean("get_all_logs") : nil
        return try auditLog(
            from: try body.milliseconds("start_epoch_time_in_millis"),
            to: try body.milliseconds("end_epoch_time_in_millis"),
            allOrgs: allOrgs ?? true)
    }
}

extension SimulatedCluster {
    /// The state of trusted authentication with its keys in clear (<doc:V2>).
    func v2TrustedAuthenticationState(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("CONTROL_TRUSTED_AUTH")
        let body = try V2Body(request)
        try requireTrustedAuthentication(body)
        let scope = try body.choice("scope", of: ["CLUSTER", "ORG"])
        var members: [String: JSONValue] = ["auth_type": "TRUSTED_AUTH"]
        if scope != "ORG" { members["cluster_preferences"] = .object(preferences(ofOrg: nil)) }
        if scope != "CLUSTER" {
            members["org_preferences"] = .array(
                configuration.orgs.filter { $0.id != 0 }.map { org in
                    .object(preferences(ofOrg: org.id).merging(["org": v2Org(org.id)]) { own, _ in own })
                })
        }
        return .json(200, .object(members))
    }

    /// `ENABLED` keeps a key or makes one, `DISABLED` drops it. With neither preference the call
    /// is refused: the 400 example says so, the prose does not (<doc:V2>).
    func v2ConfigureTrustedAuthentication(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        try caller.require("CONTROL_TRUSTED_AUTH")
        let body = try V2Body(request)
        try requireTrustedAuthentication(body)
        var changes: [(org: Int?, isEnabled: Bool)] = []
        if let cluster = try body.object("cluster_preferences") {
            changes.append((nil, try isEnabled(cluster)))
        }
        for preference in try body.objects("org_preferences") ?? [] {
            let identifier = try preference.requiredString("org_identifier")
            guard let org = configuration.orgs.first(where: { String($0.id) == identifier || $0.name == identifier })
            else { throw .badParameter("Org \(identifier) does not exist.") }
            // Its setting is the cluster's (<doc:V2>: "CLUSTER (Primary Org only)"); a second one could not be read.
            guard org.id != 0 else { throw .badParameter("The Primary Org is set by cluster_preferences.") }
            changes.append((org.id, try isEnabled(preference)))
        }
        guard !changes.isEmpty else { throw .badParameter("cluster_preferences or org_preferences must be given.") }
        for (org, isEnabled) in changes {
            if !isEnabled {
                configuration.secretKeys.removeAll { $0.orgID == org }
            } else if !configuration.secretKeys.contains(where: { $0.orgID == org }) {
                configuration.secretKeys.append(DemoSecretKey(key: identifiers.guid(), orgID: org))
            }
        }
        record(.configuredTrustedAuthentication, of: caller.user)
        return .empty(204)
    }

    private func requireTrustedAuthentication(_ body: V2Body) throws(Refusal) {
        guard try body.choice("auth_type", of: ["TRUSTED_AUTH"]) != nil else {
            throw .badParameter("auth_type is required.")
        }
    }

    private func isEnabled(_ preference: V2Body) throws(Refusal) -> Bool {
        guard let status = try preference.choice("auth_status", of: ["ENABLED", "DISABLED"]) else {
            throw .badParameter("auth_status is required.")
        }
        return status == "ENABLED"
    }

    private func preferences(ofOrg org: Int?) -> [String: JSONValue] {
        let keys = configuration.secretKeys.filter { $0.orgID == org }
        guard !keys.isEmpty else { return ["auth_status": "DISABLED"] }
        return ["auth_status": "ENABLED", "access_tokens": .array(keys.map { ["key": .string($0.key)] })]
    }
}
