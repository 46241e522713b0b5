import Moments
import StrictJSON
import ThoughtSpotSessions

/// What the lines of the journal leave open: changes without an outcome, plans that were not done to their end, and sessions
/// without a logout.
///
/// Pure; each event costs the same while nothing is unknown. What tells of a token looks at all that is.
struct LeftOpen: Hashable, Sendable {
    /// What became of one thing that was planned.
    enum Item: String, Hashable {
        case notAttempted = "waiting"
        case begun, done, failed

        /// What was begun is open under the id of its intent.
        fileprivate var standing: OpenChange.Standing? {
            switch self {
            case .notAttempted: .notAttempted
            case .failed: .failed
            case .begun, .done: nil
            }
        }
    }

    /// A bulk on one cluster, or a part of it: what became of each token.
    struct Plan: Hashable {
        let line: JournalEvent
        var items: [Fingerprint: Item]
        /// Why the tokens that failed did.
        var errorCodes: [Fingerprint: String] = [:]

        /// Whether there is a token that was not revoked, as far as is known. One that failed stays, as an act on a user
        /// does, until it is done, planned anew or dismissed: that the others are done makes it no less active.
        var isOpen: Bool { items.values.contains { $0 != .done } }

        fileprivate func change(_ fingerprint: Fingerprint, _ standing: OpenChange.Standing) -> OpenChange {
            var line = line
            line.errorCode = errorCodes[fingerprint]
            return OpenChange(line, standing, planned: fingerprint)
        }

        fileprivate mutating func set(_ fingerprint: Fingerprint, _ item: Item?, errorCode: String? = nil) {
            items[fingerprint] = item
            errorCodes[fingerprint] = item == .failed ? errorCode : nil
        }
    }

    /// What was to be done to a user as a whole; it stays, also when it failed, until it is done, planned anew or dismissed.
    struct Act: Hashable {
        let line: JournalEvent
        var item = Item.notAttempted
    }

    private var unknown: [String: JournalEvent] = [:]
    private var plans: [String: Plan] = [:]
    private var acts: [String: Act] = [:]
    private var sessions: [String: JournalEvent] = [:]
    private(set) var dismissed = DismissedRevocations()

    init() {}

    /// Newest first, each thing once: what was planned anew is unknown as long as its earlier outcome is. What is not there
    /// has come to an end.
    var changes: [OpenChange] {
        let unknown = unknown.values.map { OpenChange($0, .unknown) }
        let tokens = Set(unknown.filter { $0.line.action == .revokeToken }.compactMap(\.tokenID))
        let planned = plans.values.flatMap { plan in
            plan.items.compactMap { fingerprint, item in
                item.standing.map { plan.change(fingerprint, $0) }
            }
        }.filter { $0.standing != .notAttempted || !($0.tokenID.map(tokens.contains) ?? false) }
        let acts = acts.values.compactMap { act in act.item.standing.map { OpenChange(act.line, $0) } }
            .filter { act in
                act.standing != .notAttempted || !unknown.contains { $0.line.item(of: act.line) != nil }
            }
        return (unknown + planned + acts).sorted { ($0.line.at, $0.id) > ($1.line.at, $1.id) }
    }

    /// Logins whose session is carried by cookies, without a logout; oldest first.
    var logins: [JournalEvent] { sessions.values.sorted { ($0.at, $0.id) < ($1.at, $1.id) } }

    /// Whether the outcome of anything is unknown.
    var hasUnknown: Bool { !unknown.isEmpty }

    /// - Parameter isOutdated: whether it was answered before the revocation began that it could say something of.
    mutating func apply(_ event: JournalEvent, isOutdated: Bool) {
        note(event, isOutdated: isOutdated)
        dismissed.apply(event)
        switch (event.phase, event.action) {
        case (_, .dismissOutcome): dismiss(event)
        case (_, .planRevocation): plan(event)
        case (_, .planForceLogout), (_, .planUserRevocation), (_, .planDeactivation): planAct(event)
        case (.intent, _): if event.action.isChange { unknown[event.operation] = event }
        case (.result, _): end(event)
        case (.note, .logOut): settle(event)
        case (.note, _): if event.saysHowTheTokenStands, !isOutdated { settle(event) }
        }
    }

    private mutating func end(_ event: JournalEvent) {
        guard event.outcome == .unknown || event.asksForValidation else {
            unknown[event.operation] = nil
            if event.outcome == .ok || event.saysNoSuchUser { settle(event) }
            return
        }
        // A token that came of it is on the list: nothing is unknown but why the answer was cut off.
        if event.token?.fingerprint != nil, event.action != .revokeToken { return unknown[event.operation] = nil }
        var open = unknown[event.operation] ?? event
        open.errorCode = event.errorCode
        open.evidence = event.evidence
        if event.action.isChange { unknown[event.operation] = open }
    }

    /// What is known now ends what was unknown of the same thing.
    private mutating func settle(_ event: JournalEvent) {
        // Nearly always nothing is: a long journal is added up line by line.
        if !unknown.isEmpty { unknown = unknown.filter { !event.settles($0.value) } }
    }

    private mutating func plan(_ event: JournalEvent) {
        let fingerprints = event.subjects.compactMap { Fingerprint($0) }
        guard !fingerprints.isEmpty else { return }
        // A later plan for the same token takes the place of the earlier one.
        for plan in plans.values where plan.line.origin == event.origin {
            change(plan) { plan in for fingerprint in fingerprints { plan.set(fingerprint, nil) } }
        }
        plans[event.operation] = Plan(
            line: event,
            items: Dictionary(fingerprints.map { ($0, .notAttempted) }, uniquingKeysWith: { first, _ in first }))
    }

    /// A later plan for the same takes the place of the earlier one.
    private mutating func planAct(_ event: JournalEvent) {
        acts = acts.filter { !event.plansTheSame(as: $0.value.line) }
        acts[event.operation] = Act(line: event)
    }

    /// A person has looked at it, and said why it is no longer to be shown.
    private mutating func dismiss(_ event: JournalEvent) {
        let dismissed = unknown.removeValue(forKey: event.operation)
        // What was begun is open under an id of its own, and what was planned anew with it.
        acts = acts.filter { id, act in
            id != event.operation && (act.item == .failed || dismissed?.item(of: act.line) == nil)
        }
        guard let fingerprint = event.token?.fingerprint else { return }
        change(plans[event.operation]) { $0.set(fingerprint, nil) }
        for plan in plans.values where plan.line.origin == event.origin {
            let isDismissed =
                plan.items[fingerprint] == .begun || dismissed != nil && plan.items[fingerprint] == .notAttempted
            if isDismissed { change(plan) { $0.set(fingerprint, nil) } }
        }
    }

    private mutating func change(_ plan: Plan?, _ body: (inout Plan) -> Void) {
        guard var plan else { return }
        body(&plan)
        plans[plan.line.operation] = plan.isOpen ? plan : nil
    }

    /// The login of a session that is over: the one that opened it, where the line says when that was. Of the logins of that
    /// user which are open the newest one otherwise; the oldest where a later login took its place.
    private mutating func endLogin(before event: JournalEvent) {
        if let opened = event.subjects.first.flatMap({ Instant(timestamp: $0) }) {
            return endLogin(of: event, openedAt: opened)
        }
        let user = event.user?.lowercased()
        let open = logins.filter { login in
            login.origin == event.origin && login.profileID == event.profileID
                && (user == nil || login.user == nil || login.user?.lowercased() == user)
        }
        let ended = event.reason == JournalEvent.replacedByLogin ? open.dropLast().first : open.last
        if let ended { sessions[ended.operation] = nil }
    }

    private mutating func endLogin(of event: JournalEvent, openedAt opened: Instant) {
        let there = sessions.values.filter { $0.origin == event.origin && $0.profileID == event.profileID }
        if let ended = there.login(openedAt: opened) { sessions[ended.operation] = nil }
    }

    /// Follows what was planned to be done to users.
    private mutating func followActs(_ event: JournalEvent) {
        for (id, act) in acts {
            guard let item = event.item(of: act.line) else { continue }
            var line = act.line
            (line.errorCode, line.evidence) = (event.errorCode, event.evidence)
            acts[id] = item == .done ? nil : Act(line: line, item: item)
        }
    }

    /// Follows the tokens of the plans, and the sessions.
    private mutating func note(_ event: JournalEvent, isOutdated: Bool) {
        followActs(event)
        if let fingerprint = event.token?.fingerprint, let item = event.item {
            for plan in plans.values where plan.line.origin == event.origin && plan.items[fingerprint] != nil {
                if plan.items[fingerprint] == .notAttempted, event.action == .validateToken, item == .failed {
                    continue
                }
                if plan.items[fingerprint] == .begun, isOutdated { continue }
                change(plan) { $0.set(fingerprint, item, errorCode: event.errorCode) }
            }
        }
        // A cluster did not know a session any more.
        if event.phase == .note, event.action == .logOut, event.isRefusedCredential { endLogin(before: event) }
        guard event.phase == .result else { return }
        switch (event.action, event.outcome) {
        // A token that is the session stands in the list of tokens; v1 opens a session of cookies behind it.
        case (.logIn, .ok) where event.token?.fingerprint == nil || event.token?.generation == .v1:
            sessions = sessions.filter { event.at.milliseconds(since: $0.value.at) < JournalFold.sessionTime }
            sessions[event.operation] = event
        case (.logOut, _) where event.token?.fingerprint != nil: break
        case (.logOut, .ok):
            endLogin(before: event)
        // The cluster itself did not know the session any more; the 401 of a gateway says nothing of it.
        case (.logOut, .refused) where event.isRefusedCredential:
            endLogin(before: event)
        case (.forceLogout, .ok):
            let users = Set(event.subjects.map { $0.lowercased() })
            sessions = sessions.filter {
                $0.value.origin != event.origin || !users.contains($0.value.user?.lowercased() ?? "")
            }
        default: break
        }
    }

    /// Tokens that are over and left out of a checkpoint have nothing open; the same token at another address may.
    mutating func leaveOut(_ tokens: Set<JournalFold.Key>) {
        let isIn = { (token: Fingerprint, line: JournalEvent) in
            tokens.contains(.init(origin: line.origin, fingerprint: token))
        }
        dismissed.leaveOut(tokens)
        unknown = unknown.filter { _, line in !(line.token?.fingerprint.map { isIn($0, line) } ?? false) }
        for plan in plans.values {
            let left = plan.items.keys.filter { isIn($0, plan.line) }
            change(plan) { for fingerprint in left { $0.set(fingerprint, nil) } }
        }
    }
}

/// As a checkpoint keeps it.
extension LeftOpen {
    var json: JSONObject {
        [
            "unknown": .array(Self.lines(unknown)), "sessions": .array(Self.lines(sessions)),
            "dismissed": dismissed.json,
            "acts": .array(
                acts.sorted { $0.key < $1.key }.map { _, act in
                    ["line": .string(JournalLine.encode(act.line)), "item": .string(act.item.rawValue)]
                }),
            "plans": .array(
                plans.sorted { $0.key < $1.key }.map { _, plan in
                    [
                        "line": .string(JournalLine.encode(plan.line)),
                        "tokens": .object(
                            JSONObject(
                                plan.items.sorted { $0.key < $1.key }.map {
                                    ($0.key.text, JSONValue.string($0.value.rawValue))
                                })),
                        "codes": .object(
                            JSONObject(
                                plan.errorCodes.sorted { $0.key < $1.key }.map {
                                    ($0.key.text, JSONValue.string($0.value))
                                })),
                    ]
                }),
        ]
    }

    private static func lines(_ events: [String: JournalEvent]) -> [JSONValue] {
        events.sorted { $0.key < $1.key }.map { .string(JournalLine.encode($0.value)) }
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let unknown = Self.events(json["unknown"]), let sessions = Self.events(json["sessions"]),
            let plans = json["plans"]?.arrayValue, let acts = json["acts"]?.arrayValue,
            let dismissed = DismissedRevocations(json["dismissed"])
        else { return nil }
        self.dismissed = dismissed
        self.unknown = unknown
        self.sessions = sessions
        for act in acts {
            guard let line = Self.event(act["line"]),
                let item = act["item"]?.stringValue.flatMap(Item.init(rawValue:))
            else { return nil }
            self.acts[line.operation] = Act(line: line, item: item)
        }
        for plan in plans {
            guard let line = Self.event(plan["line"]),
                let tokens = plan["tokens"]?.objectValue, let codes = plan["codes"]?.objectValue
            else { return nil }
            var items: [Fingerprint: Item] = [:]
            var errorCodes: [Fingerprint: String] = [:]
            for member in tokens.members {
                guard let fingerprint = Fingerprint(member.key),
                    let item = member.value.stringValue.flatMap(Item.init(rawValue:))
                else { return nil }
                items[fingerprint] = item
                errorCodes[fingerprint] = codes[member.key]?.stringValue
            }
            self.plans[line.operation] = Plan(line: line, items: items, errorCodes: errorCodes)
        }
    }

    private static func events(_ json: JSONValue?) -> [String: JournalEvent]? {
        guard let lines = json?.arrayValue else { return nil }
        var events: [String: JournalEvent] = [:]
        for line in lines {
            guard let event = event(line) else { return nil }
            events[event.operation] = event
        }
        return events
    }

    private static func event(_ json: JSONValue?) -> JournalEvent? {
        json?.stringValue.flatMap { JournalLine.decode(Array($0.utf8)) }
    }
}
