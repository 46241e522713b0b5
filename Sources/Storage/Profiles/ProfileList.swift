/// What the profile file holds.
package struct ProfileList: Hashable, Sendable {
    /// In the order of the file.
    package var profiles: [Profile]
    /// The name of the profile that commands mean when they name none.
    package var defaultName: String?
    package var warnings: [StorageWarning]
    /// Why the file is not to be changed by this version; the profiles above are usable (fault suite, A8, A11, A22).
    package var readOnlyReason: StorageError?

    package var isReadOnly: Bool { readOnlyReason != nil }

    package init(
        profiles: [Profile] = [], defaultName: String? = nil, warnings: [StorageWarning] = [],
        readOnlyReason: StorageError? = nil
    ) {
        self.profiles = profiles
        self.defaultName = defaultName
        self.warnings = warnings
        self.readOnlyReason = readOnlyReason
    }
}
