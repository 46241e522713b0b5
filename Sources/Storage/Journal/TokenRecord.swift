package import Moments
package import ThoughtSpotSessions

/// One row of the token list: what the journal's lines about one fingerprint at one origin add up to.
package struct TokenRecord: Hashable, Sendable, Identifiable {
    /// How the token stands, by what we know. What each needs to be true is told in <doc:Verdicts>.
    package enum State: String, Hashable, Sendable {
        /// Issued or imported, and nothing speaks against it. Whether its time is over is a question of the clock.
        case active
        /// The server accepted the revocation; no check has confirmed it.
        case revoked
        /// The origin accepted the token before, accepted the revocation or the logout of its user, and refused the token
        /// afterwards.
        case revokedVerified
        /// The server accepted the revocation, and still accepts the token.
        case stillValid
        /// Accepted before and refused by a check, without a revocation of ours that was accepted.
        case invalid
        /// Accepted before its end and refused by a check after it, by the server's clock, and not revoked by us.
        case expired
        /// Refused by a check, and never accepted by this origin: nothing was ended.
        case notRecognized
        /// A revocation was sent and its outcome is not known.
        case revocationUnknown
    }

    /// Unique over all clusters.
    package var id: String { Self.id(fingerprint, at: origin) }
    /// Where the token was issued, or was first said to belong: `https://host`. It is shown to no other place.
    package var origin: String
    /// The profile of the last line about it, which may have been renamed or removed since.
    package var profileID: String
    package var profileName: String
    package var fingerprint: Fingerprint
    package var facts: TokenFacts
    package var state: State
    package var isImported: Bool
    /// When it was issued or imported, and by whom.
    package var recordedAt: Instant
    package var issuedBy: String?
    /// The last time the origin accepted the token, by the server's clock where an answer told it: it issued the token, or
    /// a validation said so.
    package var acceptedAt: Instant?
    /// The last time its origin was asked about it and accepted or refused it, by our clock.
    package var lastCheckedAt: Instant?
    package var revokedAt: Instant?
    /// When a revocation was begun last, by our clock and by the cluster's as far as that was known; nil where it was not.
    var revocationBegan: AnswerTime?
    /// The last answers that told their time: that the origin accepts the token; that it refuses it, or has revoked it.
    var acceptance, refusal: AnswerTime?
    /// That the token's user was logged out, or may have been, without a validation of this token since.
    package var userLogOut: UserLogOut?
    /// Damage of the journal touches it: what is known of it may be wrong.
    package var isInDoubt = false

    package init(
        origin: String, profileID: String, profileName: String, fingerprint: Fingerprint, facts: TokenFacts,
        state: State, isImported: Bool, recordedAt: Instant, issuedBy: String? = nil, acceptedAt: Instant? = nil,
        lastCheckedAt: Instant? = nil, revokedAt: Instant? = nil, userLogOut: UserLogOut? = nil
    ) {
        self.origin = origin
        self.profileID = profileID
        self.profileName = profileName
        self.fingerprint = fingerprint
        self.facts = facts
        self.state = state
        self.isImported = isImported
        self.recordedAt = recordedAt
        self.issuedBy = issuedBy
        self.acceptedAt = acceptedAt
        self.lastCheckedAt = lastCheckedAt
        self.revokedAt = revokedAt
        self.userLogOut = userLogOut
    }

    /// How long a token that ended may still matter, in milliseconds: 30 days.
    package static let timeInSight: Int64 = 30 * 86_400_000

    /// Milliseconds until the token's end by the clock of its origin, negative after it; `nil` when the end is unknown, or
    /// when the origin has accepted the token after the end that was told, for the server is right and arithmetic is not,
    /// or while it is in doubt.
    package func remaining(at now: Instant, clocks: ServerClocks) -> Int64? {
        guard let end = facts.expiry.instant else { return nil }
        if let acceptedAt, acceptedAt >= end { return nil }
        let left = end.milliseconds(since: clocks.now(of: origin, at: now))
        return left <= 0 && isEndInDoubt(at: now, clocks: clocks) ? nil : left
    }

    /// Whether the token's time is over by a reading of its origin's clock that may not hold any more, and is not by ours.
    package func isEndInDoubt(at now: Instant, clocks: ServerClocks) -> Bool {
        guard let end = facts.expiry.instant, end > now, acceptedAt.map({ $0 < end }) ?? true else { return false }
        return clocks.now(of: origin, at: now) >= end && clocks.isInDoubt(origin, at: now)
    }

    /// For how many milliseconds the token has not mattered any more: since its end, or since it was first heard of, if that
    /// was later; `nil` while its cluster may accept it, as far as is known.
    package func ended(at now: Instant, clocks: ServerClocks) -> Int64? {
        let expired = remaining(at: now, clocks: clocks).flatMap { $0 <= 0 ? -$0 : nil }
        let ended: Int64? =
            switch state {
            case .active, .revoked, .stillValid, .revocationUnknown: expired
            case .revokedVerified:
                max(now.milliseconds(since: revokedAt ?? lastCheckedAt ?? recordedAt), expired ?? .min)
            case .invalid, .notRecognized: now.milliseconds(since: lastCheckedAt ?? recordedAt)
            case .expired: max(now.milliseconds(since: lastCheckedAt ?? recordedAt), expired ?? .min)
            }
        return ended.map { min($0, now.milliseconds(since: recordedAt)) }
    }

    /// The id of the record of a fingerprint at an origin.
    package static func id(_ fingerprint: Fingerprint, at origin: String) -> String { origin + "/" + fingerprint.text }
}

extension TokenRecord.State {
    /// How a token that stood so stands after its origin has accepted it.
    package var whenAccepted: TokenRecord.State {
        switch self {
        case .active, .invalid, .notRecognized, .expired: .active
        case .revoked, .revokedVerified, .stillValid, .revocationUnknown: .stillValid
        }
    }
}

extension TokenRecord {
    /// Whether the token's time was over at `moment` of the server's clock.
    package func hasEnded(at moment: Instant?) -> Bool {
        guard let moment, let end = facts.expiry.instant else { return false }
        return moment >= end
    }

    /// Whether its cluster accepted the revocation of all tokens of its user, and has not accepted the token since then: what
    /// is not stored here can be neither revoked nor validated once more.
    package var isRevokedWithUser: Bool { userLogOut?.isRevoked ?? false }

    /// Whether the logout of its user, which came after the origin accepted the token, is what ended a token that the
    /// origin refuses at `moment`.
    func isEndedByLogOut(at moment: Instant) -> Bool {
        guard let acceptedAt, let userLogOut else { return false }
        return acceptedAt <= userLogOut.at && !hasEnded(at: moment)
    }

    /// How long before the logout of its user an origin must have accepted a token, and how long after it have refused it
    /// first, in milliseconds, for the logout to be what ended the token: another change is unlikely to have come between.
    private static let reachOfProof: (before: Int64, after: Int64) = (120_000, 3_600_000)

    /// Whether the lines of the journal prove that the logout of its user, or the revocation of all tokens of the user, ended
    /// a token that the origin refuses at `moment` of its clock: the cluster did it, had accepted the token right before,
    /// and has never refused it. A token whose end was not told may have come to that, and one with a revocation of unknown
    /// outcome to be revoked by it.
    package func isProvenToEndWithUser(at moment: Instant?) -> Bool {
        guard state == .active, refusal == nil, let moment, let acceptedAt, let userLogOut, facts.expiry.instant != nil
        else { return false }
        let (before, after) = (
            userLogOut.at.milliseconds(since: acceptedAt), moment.milliseconds(since: userLogOut.at)
        )
        return userLogOut.isCertain && userLogOut.act != .deactivation && isEndedByLogOut(at: moment)
            && before <= Self.reachOfProof.before && (0...Self.reachOfProof.after).contains(after)
    }

    /// How the token stands after its origin has refused it at `moment` of the origin's clock (<doc:Verdicts>). After
    /// the token's own end a refusal proves no revocation.
    ///
    /// - Parameter isServerTime: whether the origin told the moment, or its clock is known; by ours alone no token is
    ///   found to have expired.
    func stateWhenRefused(at moment: Instant, isServerTime: Bool) -> State {
        guard let acceptedAt else {
            switch state {
            case .revoked: return .revoked
            // What was sent may have ended it.
            case .revocationUnknown: return .invalid
            default: return .notRecognized
            }
        }
        switch state {
        case .revokedVerified: return .revokedVerified
        case .revoked: return hasEnded(at: moment) ? .revoked : .revokedVerified
        case .expired: return .expired
        case .active, .stillValid:
            // What was accepted after the end that was told has another end.
            let hasExpired = isServerTime && hasEnded(at: moment) && !hasEnded(at: acceptedAt)
            if hasExpired { return .expired }
            // Accepted still after its revocation, and not any more. Where no end was told, it may have come by now.
            let isEnded =
                state == .stillValid && revokedAt != nil && facts.expiry.instant != nil && !hasEnded(at: moment)
            return isEnded ? .revokedVerified : .invalid
        // Another run's revocation was accepted before one whose outcome is not known.
        case .revocationUnknown where revokedAt != nil && facts.expiry.instant != nil && !hasEnded(at: moment):
            return .revokedVerified
        // It was refused before its end, or our revocation may have ended it.
        case .invalid, .notRecognized, .revocationUnknown: return .invalid
        }
    }
}

extension TokenFacts {
    /// Takes over what `other` knows; keeps what it does not.
    mutating func learn(_ other: TokenFacts) {
        kind = other.kind ?? kind
        objectID = other.objectID ?? objectID
        user = other.user ?? user
        userID = other.userID ?? userID
        generation = other.generation ?? generation
        createdAt = other.createdAt ?? createdAt
        createdText = other.createdText ?? createdText
        label = other.label ?? label
        use.learn(other.use)
        if other.expiry != .unknown { expiry = other.expiry }
        guard let new = other.org else { return }
        // A number alone does not unname the Org it is the number of.
        org = new.name == nil && org?.id == new.id ? org : new
    }
}

/// What a token is good for, as the server told it when it was issued or validated; texts are the server's own.
package struct TokenUse: Hashable, Sendable {
    /// Orgs that one line of the journal lists at most; how many there are is told besides.
    package static let orgLimit = 24

    /// FULL, REPORT_BOOK_VIEW, or another text.
    package var accessType: String?
    /// SPECIFIC_ORGS, ALL_MEMBER_ORGS, or another text.
    package var orgScope: String?
    /// The Orgs it is for, ``orgLimit`` at most.
    package var orgs: [OrgReference]
    /// How many Orgs the server listed.
    package var orgCount: Int
    /// `BEARER`, or another text.
    package var tokenType: String?

    package init(
        accessType: String? = nil, orgScope: String? = nil, orgs: [OrgReference] = [], orgCount: Int? = nil,
        tokenType: String? = nil
    ) {
        self.accessType = accessType
        self.orgScope = orgScope
        self.orgs = Array(orgs.prefix(Self.orgLimit))
        self.orgCount = max(orgCount ?? 0, orgs.count)
        self.tokenType = tokenType
    }

    /// A scope as a codec has read it.
    package init(_ scope: TokenScope?, tokenType: String? = nil) {
        self.init(
            accessType: scope?.accessType, orgScope: scope?.orgScope, orgs: scope?.orgs ?? [], tokenType: tokenType)
    }

    /// Takes over what `other` knows; keeps what it does not.
    mutating func learn(_ other: TokenUse) {
        accessType = other.accessType ?? accessType
        orgScope = other.orgScope ?? orgScope
        tokenType = other.tokenType ?? tokenType
        guard other.orgCount > 0 else { return }
        orgs = other.orgs
        orgCount = other.orgCount
    }
}

/// What was done to a user as a whole, and may have ended the user's tokens.
package struct UserLogOut: Hashable, Sendable {
    package enum Act: UInt8, Hashable, Sendable, CaseIterable {
        /// All sessions of the user were logged out.
        case logOut
        /// All tokens of the user were revoked.
        case revocation
        /// The account was deactivated.
        case deactivation
    }

    /// By the server's clock where its answer told the time.
    package let at: Instant
    package let act: Act
    /// Whether the cluster answered that it did it; otherwise the outcome is unknown.
    package let isCertain: Bool
    /// When the cluster answered, where its answer told.
    let answer: AnswerTime?
    /// Whether the cluster answered that all tokens of the user are revoked, by this act or by one after it.
    package internal(set) var isRevoked: Bool

    package init(_ act: Act = .logOut, at: Instant, isCertain: Bool) {
        self.init(act, at: at, isCertain: isCertain, answer: nil)
    }

    init(_ act: Act, at: Instant, isCertain: Bool, answer: AnswerTime?) {
        self.at = at
        self.act = act
        self.isCertain = isCertain
        self.answer = answer
        isRevoked = act == .revocation && isCertain
    }

    /// What is told of a token after `other`, if anything was. What was done counts more than what may have been done, and
    /// a logout more than what comes after it.
    func following(_ other: UserLogOut?) -> UserLogOut {
        guard let other else { return self }
        let isFirst = !other.isCertain || isCertain && (act == .logOut || other.act != .logOut)
        var told = isFirst ? self : other
        told.isRevoked = isRevoked || other.isRevoked
        return told
    }
}
