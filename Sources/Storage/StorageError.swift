/// Why something on this machine's disk could not be read or saved. Holds no secret, and nothing of a file's content
/// beyond the names of its fields.
package struct StorageError: Error, Hashable, Sendable {
    /// Stable codes; the raw value is what scripts see (<doc:Faults>).
    package enum Code: String, Hashable, Sendable, CaseIterable {
        // The profile file
        case profilesDamaged = "E_PROFILES_DAMAGED"
        case profilesShape = "E_PROFILES_SHAPE"
        case profilesEncoding = "E_PROFILES_ENCODING"
        case profilesDuplicate = "E_PROFILES_DUPLICATE"
        case profilesDuplicateKey = "E_PROFILES_DUPLICATE_KEY"
        case profilesTooLarge = "E_PROFILES_TOO_LARGE"
        case profilesNewer = "E_PROFILES_NEWER"
        case noSuchProfile = "E_NO_SUCH_PROFILE"
        /// A file of profiles that is to be imported.
        case importFile = "E_IMPORT_FILE"
        // The settings file
        case settingsDamaged = "E_SETTINGS_DAMAGED"
        case settingsTooLarge = "E_SETTINGS_TOO_LARGE"
        // Any file
        case fileUnsafe = "E_FILE_UNSAFE"
        case fileOwner = "E_FILE_OWNER"
        case fileType = "E_FILE_TYPE"
        case fileLoop = "E_FILE_LOOP"
        case fileUnreadable = "E_FILE_UNREADABLE"
        case fileExists = "E_FILE_EXISTS"
        case outFile = "E_OUT_FILE"
        case save = "E_SAVE"
        /// The new file stands in its place, and neither the disk's word for it nor the old file was to be had.
        case saveUnconfirmed = "E_SAVE_UNCONFIRMED"
        case saveConflict = "E_SAVE_CONFLICT"
        case nameTaken = "E_NAME_TAKEN"
        case locked = "E_LOCKED"
        case lockUnsafe = "E_LOCK_UNSAFE"
        case noHome = "E_NO_HOME"
        case rootHome = "E_ROOT_HOME"
        // The journal
        case journal = "E_JOURNAL"
        case journalDamaged = "E_JOURNAL_DAMAGED"
        // Secrets
        case originBound = "E_ORIGIN_BOUND"
        case vaultMissing = "E_VAULT_MISSING"
        case vaultExists = "E_VAULT_EXISTS"
        case vaultLocked = "E_VAULT_LOCKED"
        case vaultDamaged = "E_VAULT_DAMAGED"
        case vaultHeader = "E_VAULT_HEADER"
        case vaultVersion = "E_VAULT_VERSION"
        case passphrase = "E_PASSPHRASE"
        case weakPassphrase = "E_WEAK_PASSPHRASE"
        case keyMemory = "E_KDF_MEMORY"
        case keyring = "E_KEYRING"
    }

    package var code: Code
    /// The path of the file or directory concerned, as it was asked for; empty when there is none.
    package var file: String
    /// One clause for people: what is wrong, and what became of the old file where something was to be saved.
    package var detail: String
    /// Counts from 1.
    package var line: Int?
    /// Counts from 1, in characters.
    package var column: Int?
    /// Who holds the lock: process, host and since when.
    package var holder: String?
    /// A shell command that helps; to be read before it is run.
    package var advice: String?
    /// The last good copy, when there is one.
    package var backup: String?
    /// What the kernel said, for those who look closer.
    package var errno: Int32?
    /// Of a vault that is locked: the kernel keeps no key, so that each run needs the passphrase.
    package var isForOneRun: Bool

    package init(
        _ code: Code, file: String, detail: String, line: Int? = nil, column: Int? = nil, holder: String? = nil,
        advice: String? = nil, backup: String? = nil, errno: Int32? = nil, isForOneRun: Bool = false
    ) {
        self.code = code
        self.file = file
        self.detail = detail
        self.line = line
        self.column = column
        self.holder = holder
        self.advice = advice
        self.backup = backup
        self.errno = errno
        self.isForOneRun = isForOneRun
    }
}

/// Something about a file that is worth a word once, and stops nothing.
package struct StorageWarning: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Others may read the file. It holds no secret (fault A15).
        case readableByOthers
        /// A byte order mark stands in front; it is gone after the next save (fault A7).
        case byteOrderMark
        /// A member of the profile file has the name of a secret (promise P20).
        case secretMember
        /// The vault is older than the one that was saved last (promise P25).
        case olderVault
    }

    package var kind: Kind
    package var file: String
    /// One clause for people.
    package var detail: String
    /// A shell command that helps.
    package var advice: String?

    package init(_ kind: Kind, file: String, detail: String, advice: String? = nil) {
        self.kind = kind
        self.file = file
        self.detail = detail
        self.advice = advice
    }
}
