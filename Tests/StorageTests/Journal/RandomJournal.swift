import Moments
import TestSupport
import ThoughtSpotSessions

@testable import Storage

/// Lines as clusters, users and several runs write them in a year, and some that no cluster would: the same ones for the
/// same seed.
struct RandomJournal {
    private static let day: Int64 = 86_400
    private static let origins = ["https://a", "https://b", "https://b.example"]
    private static let users = ["Anna", "anna", "ben", "Çelik", "guid-1", "guid-2"]

    private var random: SeededGenerator
    private var clock: Instant
    private let pace: Int64
    private var number = 0
    private var issued: [(fingerprint: Fingerprint, origin: String)] = []
    private var sent: [JournalEvent] = []

    /// - Parameters:
    ///   - end: the moment of about the last line.
    ///   - days: about how many the lines are spread over.
    init(seed: UInt64, count: Int, days: Int64 = 400, end: Instant) {
        random = SeededGenerator(seed: seed)
        pace = max(1, days * Self.day / Int64(max(1, count)))
        clock = end.advanced(seconds: -days * Self.day)
    }

    private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

    private mutating func one<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &random) }

    /// The tokens that the next lines are mostly about.
    var latest: Set<Fingerprint> { Set(issued.suffix(12).map(\.fingerprint)) }

    /// The lines that follow.
    mutating func next(_ count: Int) -> [JournalEvent] { (0..<count).map { _ in next() } }

    private mutating func next() -> JournalEvent {
        clock = clock.advanced(seconds: Int64.random(in: 0...2 * pace, using: &random))
        // Our clock is set back now and then.
        if oneIn(150) { clock = clock.advanced(seconds: -3 * Self.day) }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7: return issue()
        case 7..<10: return check()
        case 10..<12: return begin()
        case 12..<15: return end()
        case 15: return about(.removeToken, .ok)
        case 16: return about(.restoreToken, .ok)
        case 17: return logOut()
        case 18: return plan()
        default: return line(.result, .logIn, .refused)
        }
    }

    private mutating func line(
        _ phase: JournalEvent.Phase, _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome? = nil,
        at origin: String? = nil, operation: String? = nil
    ) -> JournalEvent {
        number += 1
        // Another run has waited long with its line.
        let at = oneIn(30) ? clock.advanced(seconds: -2 * Self.day) : clock
        let bytes = (0..<10).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 32)) }
        let id = EventID(at: at, random: bytes).text
        let origin = origin ?? one(Self.origins) ?? ""
        var event = JournalEvent(
            id: id, operation: operation ?? id, at: at, phase: phase, action: action, outcome: outcome,
            profileID: "p-\(origin.count % 2)", profileName: oneIn(9) ? "renamed" : "prod", origin: origin,
            user: one(Self.users), credential: .password)
        if phase != .intent, !oneIn(4) {
            event.evidence = Evidence(
                method: "POST", path: "/api/rest/2.0/auth/token/revoke", status: 200,
                duration: Int.random(in: 5...900, using: &random))
            event.evidence?.clockSkew = one([-90_000, -300, 0, 200, 40_000])
            // An answer that came before what is known already.
            event.evidence?.serverTime =
                oneIn(2) ? at.advanced(seconds: -Int64.random(in: 0...300, using: &random)) : nil
        }
        return event
    }

    private mutating func facts(_ fingerprint: Fingerprint, at moment: Instant) -> TokenFacts {
        let end = moment.advanced(seconds: Int64.random(in: -600...40 * Self.day, using: &random))
        let expiry: Expiry? = one([.at(end), .at(end), .estimated(end), .untilNextIssue, .unknown])
        var facts = TokenFacts(
            fingerprint: fingerprint, kind: one(["full", "object", nil]) ?? nil, user: one(Self.users),
            userID: one(["guid-1", "guid-2", nil]) ?? nil, generation: one(Generation.allCases),
            createdAt: oneIn(3) ? nil : moment, createdText: oneIn(9) ? "yesterday" : nil, expiry: expiry ?? .unknown,
            label: one(["nightly", "Bericht \u{1F4A9}", nil]) ?? nil)
        facts.org = one([nil, OrgReference(id: 3), OrgReference(id: 0, name: "Primary")]) ?? nil
        if oneIn(3) {
            facts.use = TokenUse(
                accessType: "FULL", orgScope: one(["ALL_MEMBER_ORGS", nil]) ?? nil,
                orgs: [OrgReference(id: 4, name: "Sales"), OrgReference(name: "HR")], orgCount: oneIn(2) ? 40 : 2)
        }
        return facts
    }

    /// A token that is new, the same at another address, or one that was there.
    private mutating func issue() -> JournalEvent {
        let isImport = oneIn(5)
        var event = line(
            isImport ? .note : .result, isImport ? .importToken : oneIn(6) ? .logIn : .issueToken,
            oneIn(12) ? .unknown : .ok)
        var fingerprint = Fingerprint(number: UInt64(number) &* 0x9E37_79B9_7F4A)
        if oneIn(40), let old = one(issued) { fingerprint = old.fingerprint }
        event.token = facts(fingerprint, at: event.at)
        issued.append((fingerprint, event.origin))
        return event
    }

    /// One of the latest tokens, mostly.
    private mutating func chosen() -> (fingerprint: Fingerprint, origin: String)? {
        oneIn(200) ? one(issued) : one(issued.suffix(12))
    }

    private mutating func about(
        _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome, _ phase: JournalEvent.Phase = .note
    ) -> JournalEvent {
        guard let token = chosen() else { return issue() }
        var event = line(phase, action, outcome, at: token.origin)
        event.token = TokenFacts(fingerprint: token.fingerprint)
        // As older versions wrote it.
        if action == .removeToken, oneIn(4) { event.origin = "" }
        return event
    }

    private mutating func check() -> JournalEvent {
        about(.validateToken, one([.ok, .refused, .refused, .failed]) ?? .ok)
    }

    private mutating func begin() -> JournalEvent {
        guard let token = chosen() else { return issue() }
        var event = line(.intent, oneIn(8) ? .logOut : .revokeToken, at: token.origin)
        event.token = TokenFacts(fingerprint: token.fingerprint)
        sent.append(event)
        return event
    }

    private mutating func end() -> JournalEvent {
        guard let intent = sent.popLast() else { return begin() }
        let outcome = one([.ok, .verified, .stillValid, .unknown, .refused, .failed] as [JournalEvent.Outcome])
        var event = line(
            .result, intent.action, outcome, at: intent.origin, operation: intent.operation)
        event.token = intent.token
        return event
    }

    private mutating func logOut() -> JournalEvent {
        let action: JournalEvent.Action = one([.forceLogout, .deactivateUser, .revokeToken]) ?? .forceLogout
        var event = line(.result, action, one([.ok, .unknown, .refused]) ?? .ok)
        event.subjects = [one(Self.users), one(Self.users)].compactMap(\.self)
        return event
    }

    private mutating func plan() -> JournalEvent {
        guard let token = chosen() else { return issue() }
        var event = line(.note, .planRevocation, at: token.origin)
        event.subjects = [token.fingerprint.text]
        return event
    }
}
