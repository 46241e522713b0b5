package import Storage
package import ThoughtSpotSessions

/// A token that has just been issued or imported, and recorded.
package struct TokenReport: Hashable, Sendable {
    package var profile: Profile
    package var record: TokenRecord
    package var token: Secret
    /// Set when the server was asked about it.
    package var validation: ValidationReport?
    /// Why the end is unknown although the cluster told one.
    package var expiryDoubt: ExpiryDoubt?
    /// What the cluster told of its use, where it did.
    package var scope: TokenScope?

    package init(
        profile: Profile, record: TokenRecord, token: Secret, validation: ValidationReport? = nil,
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
    /// The verdict, in the words of the manual (<doc:Verdicts>).
    package enum Verdict: Hashable, Sendable {
        /// The origin accepted the token before, accepted the revocation, and refused the token afterwards.
        case revokedVerified
        /// The server accepted the revocation; one of the other two is missing.
        case accepted
        /// The origin accepted the token before and refuses it now, and did not accept our revocation: the token had ended
        /// already, or the answer to the revocation was lost.
        case alreadyInvalid
        /// This origin has never accepted the token: nothing was ended.
        case notRecognized
        /// The server accepted the revocation, or may have, and still accepts the token.
        case stillValid
        case unknown(OperationError)
        case failed(OperationError)
        /// The run was stopped before it came to this one.
        case notAttempted
    }

    package var profile: Profile
    package var fingerprint: Fingerprint
    package var user: String?
    package var verdict: Verdict
    /// Of the last exchange about this token: the check, or the revocation where nothing could be checked.
    package var evidence: Evidence?

    package init(
        profile: Profile, fingerprint: Fingerprint, user: String?, verdict: Verdict, evidence: Evidence? = nil
    ) {
        self.profile = profile
        self.fingerprint = fingerprint
        self.user = user
        self.verdict = verdict
        self.evidence = evidence
    }
}
