import Moments
import Testing
import ThoughtSpotSessions

@testable import Storage

/// How refused credentials add up (promise P72).
struct LockoutCountTests {
    private var count = LockoutCount()
    private let start: Int64 = 1_800_000_000_000
    private var lines: Int64 = 0

    private mutating func line(
        _ outcome: JournalEvent.Outcome, _ code: SessionError.Code? = .credentialsRefused, user: String? = "anna",
        origin: String = "https://h", at minutes: Int64 = 0, action: JournalEvent.Action = .logIn,
        phase: JournalEvent.Phase = .result, credential: CredentialKind? = .password
    ) {
        lines += 1
        count.apply(
            JournalEvent(
                id: "\(lines)", operation: "\(lines)", at: Instant(milliseconds: start + minutes * 60_000),
                phase: phase, action: action, outcome: outcome, profileID: "p\(lines)", profileName: "p",
                origin: origin, user: user, credential: credential, errorCode: code?.rawValue))
    }

    private func risk(_ user: String? = "anna", _ origin: String = "https://h", at minutes: Int64 = 0) -> LockoutRisk {
        count.risk(of: user, at: origin, now: Instant(milliseconds: start + minutes * 60_000))
    }

    @Test mutating func `one refusal warns and two guard`() {
        #expect(risk().level == .none)
        line(.refused)
        #expect(risk().level == .warned)
        #expect(risk().freeAt == nil)
        line(.refused, at: 10)
        #expect(risk(at: 10).level == .guarded)
        #expect(risk(at: 10).refusals.count == 2)
        // The earlier one is an hour old then, and one alone only warns.
        #expect(risk(at: 10).freeAt == Instant(milliseconds: start + 3_600_000))
    }

    @Test mutating func `an hour later it is forgotten`() {
        line(.refused)
        line(.refused, at: 10)
        #expect(risk(at: 59).level == .guarded)
        #expect(risk(at: 60).level == .warned)
        #expect(risk(at: 70).level == .none)
    }

    @Test mutating func `a success makes good for all before`() {
        line(.refused)
        line(.refused)
        line(.ok, nil, action: .issueToken)
        #expect(risk().level == .none)
        line(.refused)
        #expect(risk().level == .warned)
    }

    @Test mutating func `users and clusters count for themselves`() {
        line(.refused)
        line(.refused)
        #expect(risk("bob").level == .none)
        #expect(risk("anna", "https://other").level == .none)
        #expect(risk(nil).level == .none)
        // One user, whatever the spelling.
        #expect(risk("Anna").level == .guarded)
        line(.ok, nil, user: "bob")
        #expect(risk().level == .guarded)
    }

    /// Another machine whose clock is ahead counts; a line from next year does not block anybody for a year.
    @Test mutating func `clocks that disagree`() {
        line(.refused, at: 30)
        line(.refused, at: 20)
        #expect(risk().level == .guarded)
        #expect(risk().refusals.map(\.milliseconds) == [start + 20 * 60_000, start + 30 * 60_000])
        #expect(risk(at: -60).level == .none)
    }

    @Test(arguments: SessionError.Code.allCases)
    mutating func `only the credential itself counts`(_ code: SessionError.Code) {
        line(.refused, code)
        let isCounted = ["E_CREDENTIALS", "E_LOCKED_ACCOUNT", "E_TRUSTED_AUTH"].contains(code.rawValue)
        #expect(risk().level == (isCounted ? .warned : .none))
    }

    @Test mutating func `only results of presented credentials count`() {
        line(.refused, phase: .note)
        line(.refused, action: .revokeToken)
        line(.failed)
        line(.cancelled)
        line(.refused, credential: nil)
        #expect(risk().level == .none)
        // Keys and tokens can lock as well.
        line(.refused, .trustedAuthentication, action: .issueToken, credential: .secretKey)
        line(.refused, credential: .bearer)
        #expect(risk().level == .guarded)
    }

    /// Interrupted, or without an answer: the cluster may have counted it.
    @Test mutating func `an unknown outcome counts`() {
        line(.unknown, .cancelled)
        #expect(risk().level == .warned)
        line(.unknown, .outcomeUnknown)
        #expect(risk().level == .guarded)
        line(.ok, nil)
        #expect(risk().level == .none)
    }

    /// An attempt counts from its intent: beside a refusal it has to end before the next one is begun, and when it never
    /// ends it was interrupted.
    @Test mutating func `an attempt counts from its intent`() {
        line(.refused)
        #expect(!risk().mustWait)
        line(.ok, phase: .intent)
        #expect(risk().underWay == 1)
        #expect(risk().mustWait)
        #expect(risk().level == .warned)
        // A minute later no request of it can be under way.
        #expect(risk(at: 2).underWay == 0)
        #expect(risk(at: 2).level == .guarded)
    }

    @Test mutating func `a result ends its attempt`() {
        for (outcome, level) in [(.ok, .none), (.failed, .none), (.refused, .warned)]
            as [(JournalEvent.Outcome, LockoutRisk.Level)]
        {
            var count = LockoutCount()
            for phase in [JournalEvent.Phase.intent, .result] {
                count.apply(
                    JournalEvent(
                        id: phase.rawValue, operation: "o", at: Instant(milliseconds: start), phase: phase,
                        action: .logIn, outcome: phase == .result ? outcome : nil, profileID: "p", profileName: "p",
                        origin: "https://h", user: "anna", credential: .password,
                        errorCode: outcome == .refused ? "E_CREDENTIALS" : nil))
            }
            let risk = count.risk(of: "anna", at: "https://h", now: Instant(milliseconds: start))
            #expect(risk.underWay == 0)
            #expect(risk.level == level)
        }
    }

    /// A journal of an attack stays small in memory, and the last refusals are the ones kept.
    @Test mutating func `many refusals are not all kept`() {
        for minute in 0..<1_000 { line(.refused, at: Int64(minute)) }
        #expect(risk(at: 999).refusals.count == 8)
        #expect(risk(at: 999).refusals.last?.milliseconds == start + 999 * 60_000)
    }

    @Test func `the fold counts a line once`() throws {
        var fold = JournalFold()
        let event = JournalEvent(
            id: "1", operation: "0", at: Instant(milliseconds: start), phase: .result, action: .logIn,
            outcome: .refused, profileID: "p", profileName: "p", origin: "https://h", user: "anna",
            credential: .password, errorCode: "E_CREDENTIALS")
        fold.apply(event)
        fold.apply(event)
        #expect(fold.lockouts.risk(of: "anna", at: "https://h", now: event.at).refusals.count == 1)
    }
}
