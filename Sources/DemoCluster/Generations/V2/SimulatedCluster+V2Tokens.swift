import ASCIIText
import HTTPExchange

extension SimulatedCluster {
    /// See <doc:V2>.
    private static let defaultLifeSeconds = 300

    /// A token with full access (<doc:V2>).
    func v2FullToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let (token, account) = try v2Mint(body, kind: .full)
        return .json(200, v2Token(token, account: account, includesScope: true))
    }

    /// A token for one object (<doc:V2>).
    func v2ObjectToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let objectID = try body.string("object_id")
        if objectID == nil, release < DemoRelease(9, 10) { throw .badParameter("object_id is required.") }
        if let objectID, !UUIDText.isWellFormed(objectID) { throw .badParameter("object_id must be a GUID.") }
        let (token, account) = try v2Mint(body, kind: .object(objectID))
        return .json(200, v2Token(token, account: account, includesScope: true))
    }

    private func v2Mint(_ body: V2Body, kind: DemoToken.Kind) throws(Refusal) -> (DemoToken, DemoAccount) {
        let proof = try v2Proof(body)
        let life = try v2Life(body)
        let orgs = try wantedOrgs(body, org: try body.int32("org_id"), allowsAll: true)
        let provisioning = Provisioning(
            overwrites: true, displayName: try body.string("display_name"), email: try body.string("email"),
            groups: try body.strings("group_identifiers"))
        let provisions = try body.boolean("auto_create") ?? false
        let (account, key) = try accountForMint(
            proof, provisioning: provisions ? provisioning : nil, org: orgs.first)
        let actualOrg = try orgForMint(orgs.first, account: account, key: key)
        try require(orgs.scope, for: account)
        return (
            mint(kind, for: account, org: actualOrg, lifeSeconds: life, key: key, orgScope: orgs.scope), account
        )
    }

    /// A token of 24 hours from the caller's session, without a scope (<doc:V2>).
    func v2SessionToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        let token = mint(.session, for: caller.account, org: caller.orgID, lifeSeconds: 86_400)
        return .json(200, v2Token(token, account: caller.account, includesScope: false))
    }

    /// User and proof of a mint; at least one proof must be given (<doc:V2>).
    func v2Proof(_ body: V2Body) throws(Refusal) -> MintProof {
        let proof = MintProof(
            username: try body.requiredString("username"), password: try body.string("password"),
            secretKey: try body.string("secret_key"))
        if proof.password == nil, proof.secretKey == nil {
            throw .badParameter("Either password or secret_key must be given.")
        }
        return proof
    }

    /// Seconds that a new token lives.
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
