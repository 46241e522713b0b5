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
    package let id: String
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
    package var note: String?
    /// Agrees that beta-query puts passwords and keys into URLs, where proxies and access logs keep them.
    package var acceptsURLSecrets: Bool

    package init(
        id: String, name: String, origin: Origin, generation: Generation, username: String? = nil,
        org: OrgReference? = nil, tag: String? = nil, isProtected: Bool = false, isReadOnly: Bool = false,
        trust: ConnectionSettings.Trust = .system, proxy: String? = nil,
        deadlines: ConnectionSettings.Deadlines = ConnectionSettings.Deadlines(), secretSource: SecretSource = .memory,
        note: String? = nil, acceptsURLSecrets: Bool = false
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
        self.note = note
        self.acceptsURLSecrets = acceptsURLSecrets
    }

    /// Whether the tag says that other people's work depends on this cluster.
    package var isProduction: Bool {
        tag.map { ["production", "prod"].contains($0.lowercased()) } ?? false
    }
}
