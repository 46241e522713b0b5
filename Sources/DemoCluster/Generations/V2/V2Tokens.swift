import ASCIIText
import HTTPExchange

extension SimulatedCluster {
    /// See <doc:V2>.
    private static let defaultLifeSeconds = 300

    /// A token with full access (<doc:V2>).
    func v2FullToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let (token, account) = try v2Issue(body, kind: .full)
        return .json(200, v2Token(token, account: account, includesScope: true))
    }

    /// A token for one object (<doc:V2>).
    func v2ObjectToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let objectID = try body.string("object_id")
        if objectID == nil, release < DemoRelease(9, 10) { throw .badParameter("object_id is required.") }
        if let objectID, !UUIDText.isWellFormed(objectID) { throw .badParameter("object_id must be a GUID.") }
        let (token, account) = try v2Issue(body, kind: .object(objectID))
        return .json(200, v2Token(token, account: account, includesScope: true))
    }

    private func v2Issue(_ body: V2Body, kind: DemoToken.Kind) throws(Refusal) -> (DemoToken, DemoAccount) {
        let proof = try v2Proof(body)
        let life = try v2Life(body)
        let orgs = try wantedOrgs(body, org: try body.int32("org_id"), allowsAll: true)
        let provisioning = Provisioning(
            overwrites: true, displayName: try body.string("display_name"), email: try body.string("email"),
            groups: try body.strings("group_identifiers"))
        let provisions = try body.boolean("auto_create") ?? false
        let (account, key) = try accountForIssue(
            proof, provisioning: provisions ? provisioning : nil, org: orgs.first)
        let actualOrg = try orgForIssue(orgs.first, account: account, key: key)
        try require(orgs.scope, for: account)
        return (
            issue(kind, for: account, org: actualOrg, lifeSeconds: life, key: key, orgScope: orgs.scope), account
        )
    }

    /// A token of 24 hours from the caller's session, without a scope (<doc:V2>).
    func v2SessionToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        let token = issue(.session, for: caller.account, org: caller.orgID, lifeSeconds: 86_400)
        return .json(200, v2Token(token, account: caller.account, includesScope: false))
    }

    /// User and proof of an issue; at least one proof must be given (<doc:V2>).
    func v2Proof(_ body: V2Body) throws(Refusal) -> IssueProof {
        let proof = IssueProof(
            username: try body.requiredString("username"), password: try body.string("password"),
            secretKey: try body.string("secret_key"))
        if proof.password == nil, proof.secretKey == nil {
            throw .badParameter("Either password or secret_key must be given.")
        }
        return proof
    }

    /// Seconds until a new token expires.
    func v2Life(_ body: V2Body) throws(Refusal) -> Int {
        let life = try body.int32("validity_time_in_sec") ?? Self.defaultLifeSeconds
        guard life > 0 else { throw .badParameter("validity_time_in_sec must be positive.") }
        return life
    }

    private func v2Token(_ token: DemoToken, account: DemoAccount, includesScope: Bool) -> JSONValue {
        var members: [String: JSONValue] = [
            "token": .string(token.value), "creation_time_in_millis": .integer(token.createdAt),
            "expiration_time_in_millis": .integer(token.expiresAt ?? token.createdAt),
            "valid_for_user_id": .string(account.user.guid), "valid_for_username": .string(account.user.name),
        ]
        if includesScope { members["scope"] = v2Scope(token) }
        return .object(members)
    }

    /// What a token gives access to. `org_id` is null where the token is for several Orgs.
    func v2Scope(_ token: DemoToken) -> JSONValue {
        var objectID: String?
        if case .object(let id) = token.kind { objectID = id }
        let members: [String: JSONValue] = [
            "access_type": token.isRestricted ? "REPORT_BOOK_VIEW" : "FULL",
            "org_id": token.orgScope == nil ? .integer(token.orgID) : .null,
            "metadata_id": objectID.map { .string($0) } ?? .null,
        ]
        return .object(members.merging(orgScopeMembers(of: token)) { own, _ in own })
    }
}

extension SimulatedCluster {
    /// Revokes a token (<doc:V2>): without a body the caller's own bearer; `token` that one; `user_identifier` alone
    /// every token of that user. Tokens of others need a privilege.
    func v2Revoke(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        let body = try V2Body(request, isOptional: true)
        let identifier = try body.string("user_identifier")
        let value = try body.string("token")
        for token in try v2TokensToRevoke(caller, identifier: identifier, value: value, hasBody: !request.body.isEmpty)
        {
            revoke(token)
        }
        // The documentation adds that the current session becomes invalid.
        if case .session(let session) = caller.proof { sessions[session.id] = nil }
        return v2Success
    }

    private func v2TokensToRevoke(
        _ caller: Caller, identifier: String?, value: String?, hasBody: Bool
    ) throws(Refusal) -> [DemoToken] {
        if identifier == nil, value == nil {
            guard !hasBody, case .token(let own) = caller.proof else {
                throw .badParameter("Either user_identifier or token must be given.")
            }
            return [own]
        }
        var owner: DemoAccount?
        if let identifier {
            owner = account(named: identifier)
            guard let owner else { throw .badParameter("User \(identifier) does not exist.") }
            if owner.user.guid != caller.user.guid { try caller.require() }
        }
        guard let value else {
            return tokens.values.filter { $0.userGUID == owner?.user.guid && $0.isValid(at: now()) }
                .sorted { ($0.createdAt, $0.value) < ($1.createdAt, $1.value) }
        }
        guard let token = validToken(value) else { throw .badParameter("The token is invalid or expired.") }
        if let owner, token.userGUID != owner.user.guid {
            throw .badParameter("The token was not issued for user \(owner.user.name).")
        }
        if token.userGUID != caller.user.guid { try caller.require() }
        return [token]
    }

    /// <doc:V2>: invalid and malformed tokens are both 400 with code 10002, told apart by `debug` only.
    func v2Validate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        _ = try caller(of: request)
        let value = try V2Body(request).requiredString("token")
        guard let token = tokens[value] else { throw .badParameter("Malformed token.") }
        guard !token.isRevoked else { throw .badParameter("The token is invalid.") }
        guard token.isValid(at: now()) else { throw .badParameter("The token has expired.") }
        return .json(
            200,
            [
                "creation_time_in_millis": .integer(token.createdAt),
                "expiration_time_in_millis": .integer(token.expiresAt ?? token.createdAt),
                "scope": v2Scope(token), "valid_for_user_id": .string(token.userGUID), "token_type": "BEARER",
            ])
    }
}

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
        let (account, key) = try accountForIssue(
            proof, provisioning: asked ?? true ? provisioning : nil, org: orgs.first)
        let org = try orgForIssue(orgs.first, account: account, key: key)
        try require(orgs.scope, for: account)
        let token = issue(.custom, for: account, org: org, lifeSeconds: life, key: key, orgScope: orgs.scope)
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
        // An older release does not know the key, and unknown keys are ignored silently (<doc:Orgs>).
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
