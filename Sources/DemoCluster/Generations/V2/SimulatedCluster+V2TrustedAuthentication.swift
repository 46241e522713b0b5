import HTTPExchange

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
