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

    /// Removes every secret of a profile. What cannot be removed is an error.
    func forget(_ profile: Profile.ID) async throws(StorageError)
}

/// Secrets for as long as the program runs; nothing reaches a disk.
package actor MemorySecretStore: SecretStore {
    private struct Key: Hashable {
        let profile: Profile.ID
        let kind: CredentialKind
    }

    private var secrets: [Key: (secret: Secret, origin: Origin)] = [:]

    package init() {}

    package func release(
        _ kind: CredentialKind, for profile: Profile.ID, origin: Origin
    ) async throws(StorageError) -> Secret? {
        guard let (secret, bound) = secrets[Key(profile: profile, kind: kind)] else { return nil }
        guard bound == origin else {
            throw StorageError(
                .originBound, file: "",
                detail:
                    "the \(kind.rawValue) was saved for \(bound), and the profile now says \(origin); enter it again")
        }
        return secret
    }

    package func store(
        _ secret: Secret, as kind: CredentialKind, for profile: Profile.ID, origin: Origin
    ) async throws(StorageError) {
        secrets[Key(profile: profile, kind: kind)] = (secret, origin)
    }

    package func forget(_ profile: Profile.ID) async throws(StorageError) {
        secrets = secrets.filter { $0.key.profile != profile }
    }
}
