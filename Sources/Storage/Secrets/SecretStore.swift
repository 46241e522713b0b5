package import HTTPExchange
package import ThoughtSpotSessions

/// Keeps secrets of profiles. What is stored for one origin is released for no other (promise P22).
package protocol SecretStore: Sendable {
    /// The secret of that kind, or nothing when there is none.
    ///
    /// - Throws: `E_ORIGIN_BOUND` when it was stored for another origin than the profile now names.
    func release(
        _ kind: CredentialKind, for profile: Profile.ID, origin: Origin
    ) async throws(StorageError) -> Secret?

    /// Stores a secret in the place of an earlier one of the same kind.
    func store(
        _ secret: Secret, as kind: CredentialKind, for profile: Profile.ID, origin: Origin
    ) async throws(StorageError)

    /// Forgets everything of a profile. What cannot be forgotten is an error, never silence.
    func forget(_ profile: Profile.ID) async throws(StorageError)
}
