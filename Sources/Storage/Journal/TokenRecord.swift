package import ThoughtSpotSessions

/// One row of the token list: what the journal's lines about one fingerprint on one profile add up to.
package struct TokenRecord: Hashable, Sendable, Identifiable {
    /// How the token stands, by what we know.
    package enum State: Hashable, Sendable {
        /// Issued or imported, and nothing speaks against it. Whether its time is over is a question of the clock.
        case active
        /// The server accepted the revocation; nobody has checked.
        case revoked
        /// Revoked, and checked to be dead.
        case revokedVerified
        /// The server accepted the revocation, and the token still works.
        case stillAlive
        /// Found dead by a check, without a revocation of ours.
        case dead
        /// A revocation was sent and its outcome is not known.
        case revocationUnknown
    }

    /// Unique over all profiles.
    package var id: String { profileID + "/" + fingerprint.text }
    package var profileID: String
    package var profileName: String
    package var fingerprint: Fingerprint
    package var facts: TokenFacts
    package var state: State
    package var isImported: Bool
    /// When it was issued or imported, and by whom.
    package var recordedAt: Instant
    package var issuedBy: String?
    /// The last time a server was asked about it, and found it alive.
    package var lastCheckedAt: Instant?
    package var revokedAt: Instant?

    package init(
        profileID: String, profileName: String, fingerprint: Fingerprint, facts: TokenFacts, state: State,
        isImported: Bool, recordedAt: Instant, issuedBy: String? = nil, lastCheckedAt: Instant? = nil,
        revokedAt: Instant? = nil
    ) {
        self.profileID = profileID
        self.profileName = profileName
        self.fingerprint = fingerprint
        self.facts = facts
        self.state = state
        self.isImported = isImported
        self.recordedAt = recordedAt
        self.issuedBy = issuedBy
        self.lastCheckedAt = lastCheckedAt
        self.revokedAt = revokedAt
    }
}
