import HTTPExchange

extension SimulatedCluster {
    /// Contract section 10. `api_version` is "v1" even here.
    func v2System(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("SYSTEM_INFO_ADMINISTRATION")
        return .json(
            200,
            [
                "id": "3a1b9c2e-5d4f-4e8a-9b7c-6f2d1e0a8c35", "name": .string(name),
                "release_version": .string(configuration.release), "time_zone": "UTC", "locale": "en_US",
                "date_format": "MM/dd/yyyy", "api_version": "v1", "type": release.isSoftware ? "SW" : "SAAS",
                "environment": release.isSoftware ? "on-premises" : "aws",
            ])
    }

    /// Contract section 7.10.
    func v2SearchOrgs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("ORG_ADMINISTRATION")
        let body = try V2Body(request)
        let identifier = try body.string("org_identifier")
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

    /// Contract sections 7.10 and 8.1.
    func v2FetchLogs(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require()
        let body = try V2Body(request)
        guard try body.choice("log_type", of: ["SECURITY_AUDIT"]) != nil else {
            throw .badParameter("log_type is required.")
        }
        return try auditLog(
            from: try body.milliseconds("start_epoch_time_in_millis"),
            to: try body.milliseconds("end_epoch_time_in_millis"),
            all: try body.boolean("get_all_logs") ?? false)
    }
}
