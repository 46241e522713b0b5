/// A token the demo world was given for show, and the cluster it is on.
package struct ShowcaseToken: Hashable, Sendable {
    /// The name of the member of the fleet.
    package let memberName: String
    package let token: PremintedToken
}

extension DemoFleet {
    /// Makes tokens in every state, so that the demo's list of tokens is worth looking at from the first screen on.
    ///
    /// On `prod-eu`: fresh, expiring in 40 s, expired, revoked elsewhere, and in another Org; on `prod-us` a fresh one.
    package func makeShowcaseTokens() async -> [ShowcaseToken] {
        let plan: [(member: String, state: PremintedToken.State, username: String)] = [
            ("prod-eu", .fresh, "anna"), ("prod-eu", .expiring, "bot-reports"), ("prod-eu", .expired, "anna"),
            ("prod-eu", .revokedElsewhere, "sso-sara"), ("prod-eu", .otherOrg(1), "anna"),
            ("prod-us", .fresh, "bot-reports"),
        ]
        var made: [ShowcaseToken] = []
        for (member, state, username) in plan {
            guard let token = await self[member]?.cluster?.premint(state, for: username) else { continue }
            made.append(ShowcaseToken(memberName: member, token: token))
        }
        return made
    }
}
