/// Something an administrator may want of a cluster (rows of wire contract, section 19).
public enum Ability: String, Hashable, Sendable, CaseIterable {
    case passwordLogin, tokenLogin, secretKeyLogin, sessionInfo, mintByPassword, mintBySecretKey, objectToken,
        customToken
    case chooseOrg, chooseLifetime, logout, revokeOwnToken, revokeOthersToken, validateToken, forceLogout
    case trustedAuthenticationKeys, auditLog
    /// Users created or changed at mint (section 14), a 24-hour token from a session (7.1), the Org of an open session
    /// changed (3.3, 5): what sections 3 to 7 say of them; section 19 has no rows for these.
    case provisioning, sessionToken, switchOrg
    /// The Orgs of the cluster looked up (3.3, 5.3, 7.10); no row in section 19 either.
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
