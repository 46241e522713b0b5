package import Moments
import ThoughtSpotSessions

/// Adds the journal's lines up to the token list and to the changes that have no result line.
///
/// Pure; each event costs the same, however many came before.
package struct JournalFold: Hashable, Sendable {
    struct Key: Hashable {
        let origin: String
        let fingerprint: Fingerprint
    }

    /// A v1 token that ends when the next one of its key is issued.
    struct Waiting: Hashable {
        let key: Key
        let issued: AnswerTime?
    }

    /// An intent without a result so far.
    struct OpenOperation: Hashable {
        let event: JournalEvent
        let order: Int
        /// How the token stood before.
        var before: TokenRecord.State?
    }

    // All of it goes into a checkpoint and comes out of it again, and nothing else looks at it.

    /// Rows in the order in which the tokens were first heard of.
    var rows = TokenRows()
    /// Taken off the list; where they belong is known for ever.
    var removed: Set<Key> = []
    /// Where each profile was last, for lines of older versions that name no origin.
    var originOfProfile: [String: String] = [:]
    var seen = SeenIDs()
    var open: [String: OpenOperation] = [:]
    var order = 0
    /// v1 tokens that the next token of their key will end, by origin.
    var waitingForIssue: [String: [Waiting]] = [:]
    /// What has not come to an end.
    var leftOpen = LeftOpen()
    /// Credentials that were refused lately.
    package internal(set) var lockouts = LockoutCount()
    /// How far the clocks of the clusters differ from ours.
    package internal(set) var clocks = ServerClocks()
    /// The tokens that a checkpoint left out.
    var leftOut = LeftOutTokens()
    /// A line was about what a checkpoint left out: the whole journal has to be read again.
    package private(set) var needsWholeJournal = false

    package init() {}

    /// The token list: all rows that were not removed, oldest first.
    package var records: TokenRows {
        removed.isEmpty ? rows : rows.keeping { !isRemoved($0.fingerprint, at: $0.origin) }
    }

    /// How many rows there are, removed ones too.
    var count: Int { rows.count }

    /// Changes without an outcome, and tokens of a plan that was not done to its end, but for tokens that were removed from
    /// the list; newest first.
    package var openChanges: [OpenChange] {
        if removed.isEmpty { return leftOpen.changes }
        return leftOpen.changes.filter { change in
            change.fingerprint.map { !isRemoved($0, at: change.line.origin) } ?? true
        }
    }

    /// For so many milliseconds a session without a logout may be open, as far as is known: a day.
    package static let sessionTime: Int64 = 86_400_000

    /// The lines of logins whose sessions may be open: without a logout.
    package var openLogins: [JournalEvent] { leftOpen.logins }

    /// The row of one token, a removed one too.
    package func record(_ fingerprint: Fingerprint, at origin: String) -> TokenRecord? {
        rows.place(of: fingerprint, at: origin).map { rows[$0] }
    }

    /// Whether a token was removed from the list, and nothing was done with it since.
    package func isRemoved(_ fingerprint: Fingerprint, at origin: String) -> Bool {
        removed.contains(Key(origin: origin, fingerprint: fingerprint))
    }

    /// All that is known of a fingerprint, whatever the origin, removed rows too.
    package func everyRecord(_ fingerprint: Fingerprint) -> [TokenRecord] {
        rows.places(of: fingerprint).map { rows[$0] }
    }

    /// Takes a reading of a server's clock that no line tells of.
    package mutating func observe(skew: Int64, roundTrip: Int, seen: Instant?, of origin: String) {
        clocks.observe(skew: skew, roundTrip: roundTrip, seen: seen, of: origin)
        clocks.noteAsked(origin)
    }

    /// See ``ServerClocks/ourClockJumped(by:)``.
    package mutating func ourClockJumped(by milliseconds: Int64) { clocks.ourClockJumped(by: milliseconds) }

    /// Takes in one event. A second line with the same id changes nothing.
    package mutating func apply(_ event: JournalEvent) {
        switch seen.insert(event.id) {
        case .isNew: break
        case .isKnown: return
        case .isUnclear: needsWholeJournal = true
        }
        if let fingerprint = event.token?.fingerprint, hasLeftOut(fingerprint) { needsWholeJournal = true }
        order += 1
        let event = located(event)
        lockouts.apply(event)
        leftOpen.apply(event, isOutdated: isOutdated(event))
        if let evidence = event.evidence, let skew = evidence.clockSkew {
            clocks.observe(
                skew: skew, roundTrip: evidence.duration, seen: evidence.serverTime, of: event.origin)
        }
        var before: TokenRecord.State?
        switch event.phase {
        case .intent:
            if event.action == .revokeToken {
                let began = clocks.known(of: event.origin, at: event.at).map { AnswerTime(server: $0, ours: event.at) }
                before =
                    update(event) { record in
                        record.state = .revocationUnknown
                        record.revocationBegan = began
                    } ?? .active
            }
            open[event.operation] = OpenOperation(event: event, order: order, before: before)
            return
        case .result: before = open.removeValue(forKey: event.operation)?.before
        case .note: break
        }
        switch event.action {
        case .issueToken, .importToken, .logIn: record(event)
        case .validateToken: check(event)
        case .revokeToken: revoke(event, before: before)
        case .removeToken: setRemoved(event, true)
        case .restoreToken: setRemoved(event, false)
        case .forceLogout: markLoggedOut(event, by: .logOut)
        case .deactivateUser: markLoggedOut(event, by: .deactivation)
        case .dismissOutcome: open[event.operation] = nil
        case .logOut, .switchOrg, .readSecretKeys, .revealSecretKey, .enableTrustedAuthentication,
            .disableTrustedAuthentication, .readClock, .acceptDamage, .planRevocation, .planForceLogout,
            .planUserRevocation, .planDeactivation, .other:
            break
        }
    }

    /// Whether a check was answered before the revocation of its token began whose outcome is not known.
    private func isOutdated(_ check: JournalEvent) -> Bool {
        guard check.phase == .note, leftOpen.hasUnknown else { return false }
        return check.token?.fingerprint.flatMap { record($0, at: check.origin) }?.isBegun(after: check) ?? false
    }

    /// The event with its origin: lines of older versions that took a token off the list name none.
    private mutating func located(_ event: JournalEvent) -> JournalEvent {
        guard event.origin.isEmpty else {
            originOfProfile[event.profileID] = event.origin
            return event
        }
        var event = event
        let own = event.token?.fingerprint.flatMap { everyRecord($0).first { $0.profileID == event.profileID } }
        event.origin = own?.origin ?? originOfProfile[event.profileID] ?? ""
        return event
    }

    /// When the server said it, by its own clock; by ours, corrected as well as is known, where no answer told.
    private func moment(of event: JournalEvent) -> Instant {
        event.evidence?.serverTime ?? clocks.now(of: event.origin, at: event.at)
    }

    /// Whether ``moment(of:)`` is by the server's clock.
    private func hasServerTime(_ event: JournalEvent) -> Bool {
        event.evidence?.serverTime != nil || clocks.skew(of: event.origin, at: event.at) != nil
    }

    /// A token that exists: issued, imported, or issued on the way to something that then failed.
    private mutating func record(_ event: JournalEvent) {
        guard let fingerprint = event.token?.fingerprint else { return }
        let end = endTokensOfV1Key(event)
        let isIssued = event.action != .importToken
        // What its cluster says of the creation is said by its own clock.
        let moment = event.token?.createdAt ?? moment(of: event)
        update(event) { record in
            if isIssued {
                record.isImported = false
                record.issuedBy = event.user
                if let end { record.facts.expiry = end }
                // It may have been imported, and revoked, before this line was written.
                if event.isAnswered(before: record.refusal) {
                    return record.learnEarlierAcceptance(event, at: moment)
                }
                record.state = .active
                record.acceptedAt = moment
                record.acceptance.learn(AnswerTime(of: event))
            } else if record.issuedBy == nil {
                // Importing a token that was issued here says nothing new of it.
                record.isImported = true
                record.issuedBy = event.user
            }
        }
        if event.token?.expiry == .untilNextIssue, end == nil {
            waitingForIssue[event.origin, default: []].append(
                Waiting(key: Key(origin: event.origin, fingerprint: fingerprint), issued: AnswerTime(of: event)))
        }
    }

    /// Issuing a v1 token ends the earlier ones of the same key within five minutes (<doc:V1>). An Org may have a key of
    /// its own, or not: when a token of another Org ends is then not known any more.
    ///
    /// - Returns: when the event's own token ends, where a later one is known already: its line was written late.
    private mutating func endTokensOfV1Key(_ event: JournalEvent) -> Expiry? {
        guard event.action != .importToken, event.token?.expiry == .untilNextIssue else { return nil }
        let end = moment(of: event).advanced(seconds: 300)
        let others = (waitingForIssue[event.origin] ?? []).filter { $0.key.fingerprint != event.token?.fingerprint }
        let later = others.filter { event.isAnswered(before: $0.issued) }
        waitingForIssue[event.origin] = later
        for waiting in others where !later.contains(waiting) {
            guard let place = rows.place(of: waiting.key.fingerprint, at: waiting.key.origin) else { continue }
            rows.update(place) { record in
                guard record.facts.expiry == .untilNextIssue else { return }
                record.facts.expiry = Self.end(of: record.facts, from: event.token, at: end)
            }
        }
        guard let next = later.first, let issued = next.issued else { return nil }
        let facts = record(next.key.fingerprint, at: next.key.origin)?.facts
        return Self.end(of: event.token, from: facts, at: issued.server.advanced(seconds: 300))
    }

    private static func end(of token: TokenFacts?, from later: TokenFacts?, at end: Instant) -> Expiry {
        guard let org = token?.org, let other = later?.org, !org.agrees(with: other) else { return .estimated(end) }
        return .unknown
    }

    private mutating func check(_ event: JournalEvent) {
        guard [.ok, .verified, .stillValid, .refused].contains(event.outcome) else { return }
        let (moment, hasServerTime) = (moment(of: event), hasServerTime(event))
        let learn = { (record: inout TokenRecord) in
            event.outcome == .refused
                ? record.learnRefusal(event, at: moment, isServerTime: hasServerTime)
                : record.learnAcceptance(event, at: moment)
        }
        if isOutdated(event), let known = event.token?.fingerprint.flatMap({ record($0, at: event.origin) }) {
            // Where that revocation fails, the token stands again as this check found it.
            for (id, operation) in open where operation.event.token?.fingerprint == known.fingerprint {
                var before = known
                before.state = operation.before ?? .active
                learn(&before)
                open[id]?.before = before.state
            }
        }
        update(event, learn)
    }

    private mutating func revoke(_ event: JournalEvent, before: TokenRecord.State?) {
        // Without a token it is about all tokens of a user.
        if event.token?.fingerprint == nil { return markLoggedOut(event, by: .revocation) }
        let (moment, hasServerTime) = (moment(of: event), hasServerTime(event))
        update(event) { record in
            switch event.outcome {
            case .ok: record.learnRevocation(event)
            case .verified: record.learnProof(event, at: moment, isServerTime: hasServerTime)
            case .stillValid: record.learnSurvival(event, at: moment)
            case .unknown:
                // A check that came after the request may have told more, where this line was written late.
                let isSettled =
                    record.state != .revocationUnknown && record.lastCheckedAt.map { $0 > event.at } ?? false
                if !isSettled { record.state = .revocationUnknown }
            case .refused, .failed, .cancelled:
                guard let before else { return }
                if record.state == .revocationUnknown { record.state = before }
                // Another run validated it before the answer came. Where no revocation was accepted, none was survived.
                if record.state == .stillValid, record.revokedAt == nil { record.state = before.whenAccepted }
            case .other, nil: break
            }
        }
    }

    /// What ends the sessions or the tokens of a user says nothing of each token until that is validated (<doc:Verdicts>).
    private mutating func markLoggedOut(_ event: JournalEvent, by act: UserLogOut.Act) {
        guard event.outcome == .ok || event.outcome == .unknown else { return }
        let users = Set(event.subjects.map { $0.lowercased() })
        let isCertain = event.outcome == .ok
        let logOut = UserLogOut(act, at: moment(of: event), isCertain: isCertain, answer: AnswerTime(of: event))
        rows.markLoggedOut(users, at: event.origin, logOut)
        leftOut.note(users, at: event.origin, logOut)
    }

    private mutating func setRemoved(_ event: JournalEvent, _ isRemoved: Bool) {
        guard let fingerprint = event.token?.fingerprint else { return }
        let key = Key(origin: event.origin, fingerprint: fingerprint)
        let isThere = rows.place(of: fingerprint, at: event.origin) != nil
        if isRemoved, isThere { removed.insert(key) } else { removed.remove(key) }
    }

    /// Changes the row of the event's token, which is made when there is none.
    ///
    /// - Returns: the state before; nothing when the event names no token.
    @discardableResult
    private mutating func update(_ event: JournalEvent, _ change: (inout TokenRecord) -> Void) -> TokenRecord.State? {
        guard let facts = event.token, let fingerprint = facts.fingerprint else { return nil }
        // Whatever is done with a removed token brings it back.
        if !removed.isEmpty { removed.remove(Key(origin: event.origin, fingerprint: fingerprint)) }
        if let place = rows.place(of: fingerprint, at: event.origin) {
            return rows.update(place) { record in
                let state = record.state
                record.profileID = event.profileID
                record.profileName = event.profileName
                record.facts.learn(facts)
                change(&record)
                return state
            }
        }
        var record = TokenRecord(
            origin: event.origin, profileID: event.profileID, profileName: event.profileName,
            fingerprint: fingerprint, facts: facts, state: .active, isImported: false, recordedAt: event.at)
        change(&record)
        rows.append(record)
        return .active
    }
}
