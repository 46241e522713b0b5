package import Storage
package import ThoughtSpotSessions

/// A token that has just been issued or imported, and recorded.
package struct TokenReport: Hashable, Sendable {
    package var profile: Profile
    package var record: TokenRecord
    package var token: Secret
    /// Set when the server was asked about it.
    package var validation: TokenValidation?
    /// Why the end is unknown although the cluster told one.
    package var expiryDoubt: ExpiryDoubt?
    /// What the cluster told of its use, where it did.
    package var scope: TokenScope?

    package init(
        profile: Profile, record: TokenRecord, token: Secret, validation: TokenValidation? = nil,
        expiryDoubt: ExpiryDoubt? = nil, scope: TokenScope? = nil
    ) {
        self.expiryDoubt = expiryDoubt
        self.scope = scope
        self.profile = profile
        self.record = record
        self.token = token
        self.validation = validation
    }
}

/// What became of one token that was to be revoked.
package struct RevocationItem: Hashable, Sendable {
    /// The verdict, in the words of the manual.
    package enum Verdict: Hashable, Sendable {
        /// The server accepted; nobody could check.
        case accepted
        case verifiedDead
        case stillAlive
        case unknown(OperationError)
        case failed(OperationError)
        /// The run was stopped before it came to this one.
        case notAttempted
    }

    package var profile: Profile
    package var fingerprint: Fingerprint
    package var user: String?
    package var verdict: Verdict

    package init(profile: Profile, fingerprint: Fingerprint, user: String?, verdict: Verdict) {
        self.profile = profile
        self.fingerprint = fingerprint
        self.user = user
        self.verdict = verdict
    }
}
