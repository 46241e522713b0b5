import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    /// `POST users/force-logout` (7.8), with one user at least: a list that is missing or `null` means everybody, and
    /// nobody knows what an empty one means.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        var identifiers: [JSONValue] = []
        for user in users.users { identifiers.append(.string(try InputChecks.user(user))) }
        let post = Self.request(
            "users/force-logout", .post, body: ["user_identifiers": .array(identifiers)],
            as: try InputChecks.presented(authentication), purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }

    /// `v1 session/orgs`: v2.0 has no call that moves a session, and a session of v2.0 is one of v1 too (<doc:V1> and
    /// <doc:SessionsAndCookies>).
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        try V1Codec().switchOrg(to: org, as: authentication)
    }
}
