/// A bearer token the cluster issued.
struct DemoToken: Sendable {
    enum Kind: Hashable, Sendable {
        case full
        /// For one object; `nil` when none was named (<doc:V2>).
        case object(String?)
        case custom
        /// Minted from an existing session, 24 hours.
        case session
        /// Opaque, alive until superseded (<doc:V1>).
        case v1(accessLevel: String)
    }

    /// The Orgs of a token that is for several (<doc:Orgs>).
    enum OrgScope: Hashable, Sendable {
        case specific([Int])
        /// Every Org that its user is a member of when the token is shown.
        case allMember
    }

    let value: String
    let kind: Kind
    let userGUID: String
    let orgID: Int
    /// ms since the epoch.
    let createdAt: Int64
    /// ms since the epoch; set for a v1 token when the next is minted with the same key.
    var expiresAt: Int64?
    var isRevoked = false
    /// The secret key it was minted with.
    let secretKey: String?
    /// `nil`: for `orgID` alone.
    var orgScope: OrgScope?

    /// Whether it is neither revoked nor over at `now`, ms since the epoch.
    func isValid(at now: Int64) -> Bool {
        !isRevoked && expiresAt.map { now < $0 } ?? true
    }

    /// A token for one object cannot administer anything.
    var isRestricted: Bool {
        switch kind {
        case .object: true
        case .v1(let accessLevel): accessLevel != "FULL"
        case .full, .custom, .session: false
        }
    }

    /// Whether it is one of v1's opaque tokens.
    var isV1: Bool { if case .v1 = kind { true } else { false } }
}
