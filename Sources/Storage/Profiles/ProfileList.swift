/// What the profile file holds.
package struct ProfileList: Hashable, Sendable {
    /// In the order of the file. Those that cannot be told apart from another one are in ``unusable``.
    package var profiles: [Profile]
    /// Profiles of the file that no name and no id means for certain, in the order of the file (fault A8).
    package var unusable: [UnusableProfile]
    /// The name of the profile that commands mean when they name none.
    package var defaultName: String?
    package var warnings: [StorageWarning]
    /// Why the file is not to be changed by this version; the profiles above are usable (faults A8, A11, A22).
    package var readOnlyReason: StorageError?

    package var isReadOnly: Bool { readOnlyReason != nil }

    package init(
        profiles: [Profile] = [], unusable: [UnusableProfile] = [], defaultName: String? = nil,
        warnings: [StorageWarning] = [], readOnlyReason: StorageError? = nil
    ) {
        self.profiles = profiles
        self.unusable = unusable
        self.defaultName = defaultName
        self.warnings = warnings
        self.readOnlyReason = readOnlyReason
    }
}

/// A profile that shares its name or its id with another one of the file: neither of the two is used.
package struct UnusableProfile: Hashable, Sendable {
    /// As the file says it.
    package var name: String
    /// Its place in the file's array, from 0.
    package var place: Int
    /// Names the places of both.
    package var error: StorageError

    package init(name: String, place: Int, error: StorageError) {
        self.name = name
        self.place = place
        self.error = error
    }

    /// Whether a person who types `text` may mean this profile: upper and lower case are one.
    package func isNamed(_ text: String) -> Bool { name.lowercased() == text.lowercased() }
}
