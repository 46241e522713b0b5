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
        case issueToken, importToken, validateToken, revokeToken, forgetToken
        /// Takes a ``forgetToken`` back.
        case restoreToken
        case switchOrg, forceLogout
        case readSecretKeys, revealSecretKey, enableTrustedAuthentication, disableTrustedAuthentication
        /// A person has looked at the damage before this line, and lets the journal be written again.
        case acceptDamage
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
    /// The stable error code, when it did not succeed.
    package var errorCode: String?
    /// What the exchange with the cluster proves; absent on intents, and where nothing was sent.
    package var evidence: Evidence?
    /// Members of the line that this version does not know, as JSON text; kept.
    package var unknownMembers: String?

    package init(
        id: String, operation: String, at: Instant, phase: Phase, action: Action, outcome: Outcome? = nil,
        profileID: String, profileName: String, origin: String, user: String? = nil,
        credential: CredentialKind? = nil, insecure: Bool = false, token: TokenFacts? = nil, subjects: [String] = [],
        errorCode: String? = nil, evidence: Evidence? = nil, unknownMembers: String? = nil
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
