/// Something an administrator may want of a cluster (rows of <doc:Capabilities>).
public enum Ability: String, Hashable, Sendable, CaseIterable {
    /// A session by user name and password.
    case passwordLogin
    /// A session by a token that exists.
    case tokenLogin
    /// A session for any user, by the key of trusted authentication.
    case secretKeyLogin
    /// Who a session belongs to.
    case sessionInfo
    /// A token by the password of its user.
    case mintByPassword
    /// A token for any user, by the key of trusted authentication.
    case mintBySecretKey
    /// A token for one object.
    case objectToken
    /// A token under rules of its own.
    case customToken
    /// An Org that is chosen at login or mint.
    case chooseOrg
    /// A token that ends when it is told to.
    case chooseLifetime
    /// The end of the session that is presented.
    case logout
    /// The end of the token that is presented.
    case revokeOwnToken
    /// The end of other people's tokens.
    case revokeOthersToken
    /// Whether a token is alive.
    case validateToken
    /// The end of all sessions of a user.
    case forceLogout
    /// The keys of trusted authentication: read, made, revoked.
    case trustedAuthenticationKeys
    /// The security events of the cluster.
    case auditLog
    /// Users created or changed at mint (<doc:JustInTimeUsers>), a 24-hour token from a session, the Org of an open
    /// session changed, Orgs looked up.
    case provisioning, sessionToken, switchOrg
    /// The Orgs of the cluster looked up.
    case searchOrgs
}

/// Whether, and how, a generation can do something.
public enum Capability: Hashable, Sendable {
    /// By an operation of its own.
    case own
    /// By an operation of another generation; `operation` names it for people: `v1 session/isactive`.
    case neighbour(operation: String)
    /// Not at all; `reason` is one clause for people: `v1 has no revoke`.
    case absent(reason: String)

    /// Whether it can be done at all, by whatever way.
    public var isPossible: Bool {
        if case .absent = self { false } else { true }
    }
}
