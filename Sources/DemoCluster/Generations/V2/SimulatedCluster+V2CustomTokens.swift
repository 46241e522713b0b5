import ASCIIText
import HTTPExchange

extension SimulatedCluster {
    /// A custom token: other field names, `auto_create` on by default, no scope in the answer unless it is for several
    /// Orgs (<doc:V2>, <doc:JustInTimeUsers>, <doc:Orgs>). An existing user is never updated by it.
    func v2CustomToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let proof = try v2Proof(body)
        let life = try v2Life(body)
        try requireCustomRules(in: body)
        var groups: [String]?
        if let members = try body.objects("groups") {
            groups = []
            for member in members { groups?.append(try member.requiredString("identifier")) }
        }
        let provisioning = Provisioning(
            overwrites: false, displayName: try body.string("display_name"), email: try body.string("email"),
            groups: groups)
        let asked = try body.boolean("auto_create")
        if asked == true, proof.secretKey == nil { throw .badParameter("auto_create needs a secret_key.") }
        let named = try body.identifier("org_identifier").map { name throws(Refusal) in try orgID(identifier: name) }
        let orgs = try wantedOrgs(body, org: named, allowsAll: false)
        let (account, key) = try accountForMint(
            proof, provisioning: asked ?? true ? provisioning : nil, org: orgs.first)
        let org = try orgForMint(orgs.first, account: account, key: key)
        try require(orgs.scope, for: account)
        let token = mint(.custom, for: account, org: org, lifeSeconds: life, key: key, orgScope: orgs.scope)
        var members: [String: JSONValue] = [
            "id": .string(identifiers.guid()), "token": .string(token.value), "org": v2Org(org),
            "user": ["id": .string(account.user.guid), "name": .string(account.user.name)],
            "creation_time_in_millis": .integer(token.createdAt),
            "expiration_time_in_millis": .integer(token.expiresAt ?? token.createdAt),
        ]
        if token.orgScope != nil { members["scope"] = .object(orgScopeMembers(of: token)) }
        return .json(200, .object(members))
    }

    /// How a column may compare, as the official v2.0 client lists it (<doc:V2>).
    private static let operators = [
        "EQ", "NE", "LT", "LE", "GT", "GE", "IN", "BW", "CONTAINS", "BEGINS_WITH", "ENDS_WITH", "BW_INC", "BW_INC_MIN",
        "BW_INC_MAX", "LIKE", "NOT_IN",
    ]

    /// Refuses rules that the schema does not know. The rules themselves have no effect here: there is no data.
    private func requireCustomRules(in body: V2Body) throws(Refusal) {
        let options = ["REPLACE", "APPEND", "NONE", "RESET"]
        guard let option = try body.choice("persist_option", of: options) else {
            throw .badParameter("persist_option is required.")
        }
        for rule in try body.objects("filter_rules") ?? [] {
            _ = try rule.requiredString("column_name")
            guard try rule.choice("operator", of: Self.operators) != nil else {
                throw .badParameter("operator is required.")
            }
            try rule.requireScalars("values")
        }
        // An older release does not know the key, and unknown keys are ignored without a word (<doc:Orgs>).
        let variables = release >= DemoRelease(10, 14) ? try body.objects("variable_values") : nil
        if variables != nil, ["NONE", "RESET"].contains(option) {
            throw .badParameter("variable_values cannot be used with persist_option \(option).")
        }
        for named in (try body.objects("parameter_values") ?? []) + (variables ?? []) {
            _ = try named.requiredString("name")
            try named.requireScalars("values")
        }
        for object in try body.objects("objects") ?? [] {
            let identifier = try object.requiredString("identifier")
            let type = try object.choice("type", of: ["LOGICAL_TABLE"])
            if type == nil, !UUIDText.isWellFormed(identifier) { throw .badParameter("type is required with a name.") }
        }
    }
}
