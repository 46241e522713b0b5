package import HTTPExchange
package import ThoughtSpotSessions

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
