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

    package init(profile: Profile, replacing: Profile?) {
        self.profile = profile
        self.replacing = replacing
    }

    package func run(in workspace: Workspace) throws(OperationError) -> Profile {
        do throws(StorageError) { try workspace.profiles.save(profile, replacing: replacing) } catch {
            throw .storage(error)
        }
        return profile
    }
}

/// Takes a profile out of the file. What the journal knows of its tokens stays.
package struct RemoveProfile: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    package func run(in workspace: Workspace) throws(OperationError) {
        do throws(StorageError) { try workspace.profiles.remove(id: profile.id, expected: profile) } catch {
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

    package func run(in workspace: Workspace) throws(OperationError) {
        do throws(StorageError) { try workspace.profiles.setDefault(name) } catch { throw .storage(error) }
    }
}
