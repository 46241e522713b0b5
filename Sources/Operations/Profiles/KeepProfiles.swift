import HTTPExchange
package import Storage

/// Reads the profiles. Changes nothing, creates nothing.
package struct ListProfiles: Hashable, Sendable {
    package init() {}

    package func run(in workspace: Workspace) throws(OperationError) -> ProfileList {
        do throws(StorageError) { return try workspace.profiles.load() } catch { throw .storage(error) }
    }
}

/// Adds a profile, or puts it in the place of the one that was edited.
package struct SaveProfile: Hashable, Sendable {
    package var profile: Profile
    /// The profile as it was when editing began; a save that meets another one is refused (`E_SAVE_CONFLICT`).
    package var replacing: Profile?
    /// What ``ProtectionPolicy/consent(toChanging:)`` of the profile as it was is answered with.
    package var consent: ConsentAnswer?

    package init(profile: Profile, replacing: Profile?, consent: ConsentAnswer? = nil) {
        self.profile = profile
        self.replacing = replacing
        self.consent = consent
    }

    /// A CA file is looked at when it is chosen: a wrong one would be met at the next login only.
    package func run(in workspace: Workspace) async throws(OperationError) -> SavedProfile {
        if let replacing { try ProtectionPolicy(replacing).require(consent, toChanging: "Editing the profile") }
        if case .additional(let file) = profile.trust, replacing?.trust != profile.trust {
            do throws(AuthorityFile.Problem) { _ = try AuthorityFile.bytes(at: file) } catch {
                throw .refused(.caFile(reason: error.reason))
            }
        }
        let (profile, replacing) = (profile, replacing)
        do throws(StorageError) {
            let list = try await workspace.profiles.apart { store throws(StorageError) in
                try store.save(profile, replacing: replacing)
            }
            return SavedProfile(profile: profile, isDefault: list.defaultName == profile.name)
        } catch {
            throw .storage(error)
        }
    }
}

/// A profile as the file holds it now.
package struct SavedProfile: Hashable, Sendable {
    package let profile: Profile
    /// Whether commands mean it when they name none: the first profile of a file is its default by the same save.
    package let isDefault: Bool
}

/// Takes a profile out of the file. What the journal knows of its tokens stays.
package struct RemoveProfile: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    package func run(in workspace: Workspace) async throws(OperationError) {
        let profile = profile
        do throws(StorageError) {
            try await workspace.profiles.apart { store throws(StorageError) in
                try store.remove(id: profile.id, expected: profile)
            }
        } catch {
            throw .storage(error)
        }
    }
}

/// Makes a profile the one that commands mean when they name none.
package struct SetDefaultProfile: Hashable, Sendable {
    package var name: String

    package init(name: String) {
        self.name = name
    }

    package func run(in workspace: Workspace) async throws(OperationError) {
        let name = name
        do throws(StorageError) {
            try await workspace.profiles.apart { store throws(StorageError) in try store.setDefault(name) }
        } catch {
            throw .storage(error)
        }
    }
}
