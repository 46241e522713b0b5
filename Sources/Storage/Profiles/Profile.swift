package import HTTPExchange
package import ThoughtSpotSessions

/// One cluster that an administrator looks after. Never holds a secret (promise P20).
package struct Profile: Hashable, Sendable, Identifiable {
    /// Where the credential of a profile comes from.
    package enum SecretSource: String, Hashable, Sendable, CaseIterable {
        /// Asked for, kept in memory until the program ends.
        case memory
        /// Sealed in the local vault.
        case vault
        /// Printed by a command.
        case command
        /// In clear in a file; never for a trusted-authentication key.
        case plain
    }

    /// Lower-case UUID; stable over renames.
    package internal(set) var id: String
    /// 1...64 of letters, digits, `.`, `_`, `-`, beginning with a letter or a digit.
    package var name: String
    package var origin: Origin
    package var generation: Generation
    package var username: String?
    package var org: OrgReference?
    /// What kind of environment it is, a word of the team's own: `production`, `staging`.
    package var tag: String?
    /// Changes need the profile's name typed.
    package var isProtected: Bool
    /// Changes are refused.
    package var isReadOnly: Bool
    package var trust: ConnectionSettings.Trust
    /// `http://HOST:PORT` of a proxy, `direct` for none; the environment's when absent. Never with user information.
    package var proxy: String?
    package var deadlines: ConnectionSettings.Deadlines
    package var secretSource: SecretSource
    /// What prints the secret where the source is a command.
    package var secretCommand: SecretCommand
    /// Whom to ask before a change: a person or a team.
    package var owner: String?
    package var note: String?
    /// Agrees that beta-query puts passwords and keys into URLs, where proxies and access logs keep them.
    package var acceptsURLSecrets: Bool

    package init(
        id: String, name: String, origin: Origin, generation: Generation, username: String? = nil,
        org: OrgReference? = nil, tag: String? = nil, isProtected: Bool = false, isReadOnly: Bool = false,
        trust: ConnectionSettings.Trust = .system, proxy: String? = nil,
        deadlines: ConnectionSettings.Deadlines = ConnectionSettings.Deadlines(), secretSource: SecretSource = .memory,
        secretCommand: SecretCommand = SecretCommand(), owner: String? = nil, note: String? = nil,
        acceptsURLSecrets: Bool = false
    ) {
        self.id = id
        self.name = name
        self.origin = origin
        self.generation = generation
        self.username = username
        self.org = org
        self.tag = tag
        self.isProtected = isProtected
        self.isReadOnly = isReadOnly
        self.trust = trust
        self.proxy = proxy
        self.deadlines = deadlines
        self.secretSource = secretSource
        self.secretCommand = secretCommand
        self.owner = owner
        self.note = note
        self.acceptsURLSecrets = acceptsURLSecrets
    }

    /// The same under an id: that of a new profile.
    package func identified(as id: ID) -> Profile {
        var profile = self
        profile.id = id
        return profile
    }

    /// Whether the tag says that other people's work depends on this cluster.
    package var isProduction: Bool {
        tag.map { ["production", "prod"].contains($0.lowercased()) } ?? false
    }
}

extension Profile {
    /// The file of a company's authority, which is trusted beside those of the system.
    package var caFile: String? {
        get { if case .additional(let file) = trust { file } else { nil } }
        set {
            if let newValue {
                trust = .additional(caFile: newValue)
            } else if case .additional = trust {
                trust = .system
            }
        }
    }

    /// Whether the certificate is not verified.
    package var isInsecure: Bool {
        get { trust == .insecure }
        set {
            if newValue {
                trust = .insecure
            } else if trust == .insecure {
                trust = .system
            }
        }
    }
}

extension ConnectionSettings.Trust {
    /// In JSON output.
    package var name: String {
        switch self {
        case .system: "system"
        case .additional: "ca-file"
        case .insecure: "insecure"
        }
    }
}

extension OrgReference {
    /// `Sales (1)`, `Sales`, or `Org 1`; the name is text from outside.
    package var wording: String {
        switch (name, id) {
        case (let name?, let id?): "\(name) (\(id))"
        case (let name?, nil): name
        // Everywhere the same, and told by number only in many answers (<doc:Orgs>).
        case (nil, 0?): "Primary (0)"
        case (nil, let id?): "Org \(id)"
        case (nil, nil): "an unnamed Org"
        }
    }

    /// The Org of a number, with its name where one of these has it.
    package static func numbered(_ id: Int, namedBy known: some Sequence<OrgReference>) -> OrgReference {
        known.first { $0.id == id && $0.name != nil } ?? OrgReference(id: id)
    }
}

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
