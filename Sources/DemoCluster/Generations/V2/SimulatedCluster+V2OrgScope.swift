/// The Orgs that a mint asks for: one, several, or none, which leaves it to the key and the user.
struct WantedOrgs {
    var org: Int?
    /// Since 26.10 (<doc:Orgs>).
    var scope: DemoToken.OrgScope?

    /// The Org of requests that select none.
    var first: Int? {
        if org == nil, case .specific(let orgs) = scope { orgs.first } else { org }
    }
}

extension SimulatedCluster {
    /// Whether a token may be for several Orgs.
    var hasOrgScopes: Bool { release >= DemoRelease(26, 10) }

    /// `scope` of a mint beside `org`, the Org that the older field names. A release before 26.10 does not know the key,
    /// and unknown keys have no effect (<doc:Orgs>).
    /// - Parameter allowsAll: whether the token may be for every Org of its user; a custom token may not.
    func wantedOrgs(_ body: V2Body, org: Int?, allowsAll: Bool) throws(Refusal) -> WantedOrgs {
        guard hasOrgScopes, let scope = try body.object("scope") else { return WantedOrgs(org: org) }
        switch try scope.choice("org_scope", of: ["SPECIFIC_ORGS", "ALL_MEMBER_ORGS"]) {
        case "ALL_MEMBER_ORGS":
            guard allowsAll else { throw .badParameter("org_scope must be SPECIFIC_ORGS for a custom token.") }
            return WantedOrgs(org: org, scope: .allMember)
        case "SPECIFIC_ORGS":
            let orgs = try (try scope.strings("org_identifiers") ?? []).map { identifier throws(Refusal) in
                try orgID(identifier: identifier)
            }
            guard !orgs.isEmpty else { throw .badParameter("org_identifiers is required with SPECIFIC_ORGS.") }
            if let org, !orgs.contains(org) { throw .badParameter("The Org is not one of org_identifiers.") }
            return WantedOrgs(org: org, scope: .specific(orgs))
        default: throw .badParameter("org_scope is required.")
        }
    }

    /// Refuses several Orgs to users who are no administrators, and Orgs that the user is no member of.
    func require(_ scope: DemoToken.OrgScope?, for account: DemoAccount) throws(Refusal) {
        guard let scope else { return }
        guard account.user.privileges.contains("ADMINISTRATION") else {
            throw .forbidden("Only an administrator can ask for several Orgs.")
        }
        for org in orgs(of: scope, account) { _ = try self.org(org, for: account) }
    }

    /// The Org that a request with `token` acts in: that of `X-Org-Selector` when the token is for several.
    func selectedOrg(of request: ReceivedRequest, _ token: DemoToken, _ account: DemoAccount) throws(Refusal) -> Int {
        guard let scope = token.orgScope, let selector = request.orgSelector else { return token.orgID }
        let org = try orgID(identifier: selector)
        guard orgs(of: scope, account).contains(org) else { throw .orgRefused(selector) }
        return org
    }

    private func orgs(of scope: DemoToken.OrgScope, _ account: DemoAccount) -> [Int] {
        switch scope {
        case .specific(let orgs): orgs
        case .allMember: account.user.orgs
        }
    }

    /// `org_scope`, and `org_ids` where the Orgs were named; neither for a token of one Org (<doc:Orgs>).
    func orgScopeMembers(of token: DemoToken) -> [String: JSONValue] {
        switch token.orgScope {
        case nil: [:]
        case .allMember: ["org_scope": "ALL_MEMBER_ORGS"]
        case .specific(let orgs): ["org_scope": "SPECIFIC_ORGS", "org_ids": .array(orgs.map(v2Org))]
        }
    }
}
