package import Moments
package import ThoughtSpotSessions

/// One line of the journal: what Tessera was about to do, what came of it, or what it learnt (<doc:JournalFormat>).
package struct JournalEvent: Hashable, Sendable {
    /// What the line is.
    package enum Phase: String, Hashable, Sendable {
        /// Synced to disk before a request that changes something leaves.
        case intent
        /// What became of the intent with the same `operation`.
        case result
        /// Something learnt or decided without a change on a server.
        case note
    }

    /// What it is about.
    package enum Action: Hashable, Sendable {
        case logIn, logOut
        case issueToken, importToken, validateToken, revokeToken, removeToken
        /// Undoes a ``removeToken``.
        case restoreToken
        case switchOrg, forceLogout
        /// The account of a user was closed.
        case deactivateUser
        case readSecretKeys, revealSecretKey, enableTrustedAuthentication, disableTrustedAuthentication
        /// A cluster's clock stands otherwise to ours than the journal said: one of them was set.
        case readClock
        /// A person has looked at the damage before this line, and lets the journal be written again.
        case acceptDamage
        /// The tokens of one cluster that are about to be revoked, before the first request: its subjects are fingerprints.
        case planRevocation
        /// What is about to be done to a user of one cluster as a whole, before the first request: a logout, a revocation of
        /// all tokens, the end of the account. Its subjects are the user's.
        case planForceLogout, planUserRevocation, planDeactivation
        /// A person knows enough of a change whose outcome is unknown, or wants no more of a plan: the subject is the reason.
        case dismissOutcome
        /// Written by a newer version: kept and shown, never dropped.
        case other(String)
    }

    /// How it ended; absent on intents.
    package enum Outcome: Hashable, Sendable {
        case ok
        /// Checked afterwards: it is so.
        case verified
        /// The server accepted a revocation, and the token still works.
        case stillValid
        /// The server said no; nothing changed.
        case refused
        /// It did not get there; nothing changed.
        case failed
        /// It may have happened.
        case unknown
        case cancelled
        case other(String)
    }

    /// Identifies the line: sortable, unique (time in ms, then randomness), 26 characters.
    package var id: String
    /// Joins an intent and its result: the id of the intent.
    package var operation: String
    package var at: Instant
    package var phase: Phase
    package var action: Action
    package var outcome: Outcome?
    package var profileID: String
    package var profileName: String
    package var origin: String
    /// The user who acts, where known.
    package var user: String?
    package var credential: CredentialKind?
    package var insecure: Bool
    /// The token it is about, where it is about one.
    package var token: TokenFacts?
    /// What else it is about, as a person named it: the users of a force-logout, an Org, `cluster`.
    package var subjects: [String]
    /// Why, in the words of the person who asked for it; or ``replacedByLogin``.
    package var reason: String?
    /// The stable error code, when it did not succeed.
    package var errorCode: String?
    /// What the exchange with the cluster proves; absent on intents, and where nothing was sent.
    package var evidence: Evidence?
    /// Members of the line that this version does not know, as JSON text; kept.
    package var unknownMembers: String?

    /// Why a session is logged out in whose place a later login keeps its own.
    package static let replacedByLogin = "replaced by a later login"

    package init(
        id: String, operation: String, at: Instant, phase: Phase, action: Action, outcome: Outcome? = nil,
        profileID: String, profileName: String, origin: String, user: String? = nil,
        credential: CredentialKind? = nil, insecure: Bool = false, token: TokenFacts? = nil, subjects: [String] = [],
        reason: String? = nil, errorCode: String? = nil, evidence: Evidence? = nil, unknownMembers: String? = nil
    ) {
        self.id = id
        self.operation = operation
        self.at = at
        self.phase = phase
        self.action = action
        self.outcome = outcome
        self.profileID = profileID
        self.profileName = profileName
        self.origin = origin
        self.user = user
        self.credential = credential
        self.insecure = insecure
        self.token = token
        self.subjects = subjects
        self.reason = reason
        self.errorCode = errorCode
        self.evidence = evidence
        self.unknownMembers = unknownMembers
    }
}

/// What the journal knows of a token: everything but the token.
package struct TokenFacts: Hashable, Sendable {
    /// `nil` on an intent to issue, when there is no token yet.
    package var fingerprint: Fingerprint?
    /// `full`, `object`, `custom`, `session`, or unknown for an imported one.
    package var kind: String?
    package var objectID: String?
    package var user: String?
    package var userID: String?
    package var org: OrgReference?
    package var generation: Generation?
    package var createdAt: Instant?
    /// The server's own words for that moment, where they are no time that can be read.
    package var createdText: String?
    package var expiry: Expiry
    /// What a person calls it.
    package var label: String?
    /// What it is good for, as the server told it: access, Orgs and type.
    package var use = TokenUse()

    package init(
        fingerprint: Fingerprint?, kind: String? = nil, objectID: String? = nil, user: String? = nil,
        userID: String? = nil, org: OrgReference? = nil, generation: Generation? = nil, createdAt: Instant? = nil,
        createdText: String? = nil, expiry: Expiry = .unknown, label: String? = nil
    ) {
        self.fingerprint = fingerprint
        self.kind = kind
        self.objectID = objectID
        self.user = user
        self.userID = userID
        self.org = org
        self.generation = generation
        self.createdAt = createdAt
        self.createdText = createdText
        self.expiry = expiry
        self.label = label
    }
}

// The words of the journal file. They are never renamed: old lines are read for ever.

extension JournalEvent.Action {
    /// As it stands in a line: `issue_token`.
    package var name: String {
        switch self {
        case .logIn: "log_in"
        case .logOut: "log_out"
        case .issueToken: "issue_token"
        case .importToken: "import_token"
        case .validateToken: "validate_token"
        case .revokeToken: "revoke_token"
        case .removeToken: "forget_token"
        case .restoreToken: "restore_token"
        case .readClock: "read_clock"
        case .acceptDamage: "accept_damage"
        case .planRevocation: "plan_revocation"
        case .planForceLogout: "plan_force_logout"
        case .planUserRevocation: "plan_revoke_user_tokens"
        case .planDeactivation: "plan_deactivate_user"
        case .dismissOutcome: "dismiss_outcome"
        case .switchOrg: "switch_org"
        case .forceLogout: "force_logout"
        case .deactivateUser: "deactivate_user"
        case .readSecretKeys: "read_secret_keys"
        case .revealSecretKey: "reveal_secret_key"
        case .enableTrustedAuthentication: "enable_trusted_authentication"
        case .disableTrustedAuthentication: "disable_trusted_authentication"
        case .other(let name): name
        }
    }

    /// What a plan is about; nil of what is no plan.
    package var planned: Self? {
        switch self {
        case .planRevocation, .planUserRevocation: .revokeToken
        case .planForceLogout: .forceLogout
        case .planDeactivation: .deactivateUser
        default: nil
        }
    }

    /// The action of that name; one that we do not know is kept as ``other(_:)``.
    package init(name: String) { self = Self.named[name] ?? .other(name) }

    /// Asked for each line of a long journal.
    private static let named: [String: Self] = {
        let known: [Self] = [
            .logIn, .logOut, .issueToken, .importToken, .validateToken, .revokeToken, .removeToken, .restoreToken,
            .switchOrg, .forceLogout, .deactivateUser, .readSecretKeys, .revealSecretKey, .enableTrustedAuthentication,
            .disableTrustedAuthentication, .readClock, .acceptDamage, .planRevocation, .planForceLogout,
            .planUserRevocation,
            .planDeactivation, .dismissOutcome,
        ]
        return Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0) })
    }()
}

extension JournalEvent.Outcome {
    /// As it stands in a line: `still_alive`.
    package var name: String {
        switch self {
        case .ok: "ok"
        case .verified: "verified"
        case .stillValid: "still_alive"
        case .refused: "refused"
        case .failed: "failed"
        case .unknown: "unknown"
        case .cancelled: "cancelled"
        case .other(let name): name
        }
    }

    /// The outcome of that name; one that we do not know is kept as ``other(_:)``.
    package init(name: String) {
        let known: [Self] = [.ok, .verified, .stillValid, .refused, .failed, .unknown, .cancelled]
        self = known.first { $0.name == name } ?? .other(name)
    }
}

/// The id of a journal line: a ULID, 26 characters of Crockford's base 32, the time first, so that ids sort by time.
package struct EventID: Hashable, Sendable {
    package let text: String

    /// - Parameter random: ten random bytes; fewer are filled with zeros, more are not looked at.
    package init(at instant: Instant, random: [UInt8]) {
        let time = UInt64(clamping: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        let noise = (0..<10).map { $0 < random.count ? random[$0] : 0 }
        let high = noise[..<5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = noise[5...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        text = Self.digits(time, 10) + Self.digits(high, 8) + Self.digits(low, 8)
    }

    private static func digits(_ value: UInt64, _ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        let bytes = (0..<count).reversed().map { alphabet[Int(value >> UInt64($0 * 5) & 31)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
