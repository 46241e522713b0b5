import HTTPExchange
import TestSupport
import ThoughtSpotSessions

/// A cluster the suite can run against: a way to reach it, and what is known to be on it.
///
/// Nothing here says that the cluster is simulated or in this process: a socket will do as well.
struct ConformanceTarget: Sendable {
    let generation: Generation
    let address: ClusterAddress
    let transport: any HTTPTransport
    let clock: TestClock
    /// A user with all rights.
    let administrator: String
    /// A user without any, in the Orgs 0 and 1.
    let user: String
    /// A user whose password is refused because of a second factor.
    let multiFactorUser: String
    /// A user without a password.
    let singleSignOnUser: String
    /// Of all of them that have one.
    let password: String
    let secretKey: String
    let foreignOrg: OrgReference
    /// Whether the release of the cluster knows Orgs at all (<doc:V1>: from 8.10.0.cl).
    let hasOrgs: Bool

    var client: SessionClient {
        SessionClient(generation: generation, address: address, transport: transport, now: { [clock] in clock.now })
    }

    func can(_ ability: Ability) -> Bool { generation.capability(ability).isPossible }

    func passwordLogin(_ user: String, org: OrgReference? = nil) -> LoginRequest {
        LoginRequest(credential: .password(username: user, password: Secret(password)), org: org)
    }

    /// By the way of issuing that every generation of this kind has.
    func issue(_ user: String, kind: TokenKind = .full, lifetime: Int? = nil, org: OrgReference? = nil) -> TokenRequest
    {
        let credential: IssueCredential =
            can(.issueBySecretKey) ? .secretKey(Secret(secretKey)) : .password(Secret(password))
        return TokenRequest(kind: kind, username: user, credential: credential, lifetime: lifetime, org: org)
    }
}
