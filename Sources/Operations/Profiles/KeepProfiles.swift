package import Storage

/// Reads the profiles. Changes nothing, creates nothing.
package struct ListProfiles: Hashable, Sendable {
    package init() {}

    package func run(in workspace: Workspace) async throws(OperationError) -> ProfileList {
        do throws(StorageError) { return try await workspace.profiles.load() } catch { throw .storage(error) }
    }
}

/// Takes a profile out of the file. What the journal knows of its tokens stays.
package struct RemoveProfile: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
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
