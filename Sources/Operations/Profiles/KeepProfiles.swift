import ASCIIText
package import Storage

/// Reads the profiles. Changes nothing, creates nothing.
package struct ListProfiles: Hashable, Sendable {
    package init() {}

    package func run(in workspace: Workspace) async throws(OperationError) -> ProfileList {
        do throws(StorageError) { return try await workspace.profiles.load() } catch { throw .storage(error) }
    }
}

/// Takes a profile out of the file. What the journal knows of its tokens stays, and so does what the vault keeps for it.
package struct RemoveProfile: Hashable, Sendable {
    package var profile: Profile
    /// What a person was told that the vault keeps for it, and keeps on.
    package var kept: KeptSecrets

    package init(profile: Profile, kept: KeptSecrets = KeptSecrets()) {
        self.profile = profile
        self.kept = kept
    }

    package func run(in workspace: Workspace) async throws(OperationError) {
        do throws(StorageError) { try await workspace.profiles.remove(id: profile.id, expected: profile) } catch {
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
        do throws(StorageError) { try await workspace.profiles.setDefault(name) } catch { throw .storage(error) }
    }
}

/// Finds the profile that a person means.
package enum FindProfile {
    /// The profile of exactly this name, or the only one whose name begins with it.
    ///
    /// - Throws: `E_PROFILE_UNKNOWN`; `E_PROFILES_DUPLICATE` for a name that the file gives twice, with both places. The
    ///   beginning of such a name means no other profile either.
    package static func find(named name: String, in list: ProfileList) throws(OperationError) -> Profile {
        if let exact = list.profiles.first(where: { $0.name == name }) { return exact }
        if let twin = list.unusable.first(where: { $0.isNamed(name) }) { throw .storage(twin.error) }
        let candidates = name.isEmpty ? [] : list.profiles.filter { $0.name.lowercased().hasPrefix(name.lowercased()) }
        let twins = name.isEmpty ? [] : list.unusable.filter { $0.name.lowercased().hasPrefix(name.lowercased()) }
        if candidates.count == 1, twins.isEmpty, let only = candidates.first { return only }
        if candidates.isEmpty, let twin = twins.first, twins.allSatisfy({ $0.isNamed(twin.name) }) {
            throw .storage(twin.error)
        }
        let similar = candidates.isEmpty ? list.profiles.filter { SimilarText.isSimilar($0.name, name) } : candidates
        throw .refused(.noSuchProfile(name: name, similar: similar.prefix(5).map(\.name)))
    }
}
