import Moments
import Testing
import ThoughtSpotSessions

@testable import Storage

struct JournalFoldTests {
    private var fold = JournalFold()
    private var clock: Int64 = 0
    private let token = Fingerprint(of: Secret("first"))

    @discardableResult
    private mutating func note(
        _ phase: JournalEvent.Phase, _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome? = nil,
        operation: String? = nil, expiry: Expiry = .unknown, fingerprint: Fingerprint? = nil, label: String? = nil,
        org: Int? = nil
    ) -> JournalEvent {
        clock += 1
        let id = "e\(clock)"
        let facts = TokenFacts(
            fingerprint: fingerprint ?? token, org: org.map { OrgReference(id: $0) }, expiry: expiry, label: label)
        let event = JournalEvent(
            id: id, operation: operation ?? id, at: Instant(milliseconds: clock), phase: phase, action: action,
            outcome: outcome, profileID: "p", profileName: "prod", origin: "https://h", user: "anna", token: facts)
        fold.apply(event)
        return event
    }

    private mutating func revoke(_ outcome: JournalEvent.Outcome) {
        let intent = note(.intent, .revokeToken)
        note(.result, .revokeToken, outcome, operation: intent.id)
    }

    private var state: TokenRecord.State? { fold.records.first?.state }

    @Test mutating func `an issued token is active`() {
        let intent = note(.intent, .issueToken)
        #expect(fold.unfinishedOperations == [intent])
        let result = note(.result, .issueToken, .ok, operation: intent.id, label: "nightly")
        #expect(fold.unfinishedOperations.isEmpty)
        #expect(fold.records.count == 1)
        #expect(state == .active)
        #expect(fold.records.first?.facts.label == "nightly")
        #expect(fold.records.first?.issuedBy == "anna")
        #expect(fold.records.first?.recordedAt == result.at || fold.records.first?.recordedAt == intent.at)
        #expect(fold.record(Fingerprint(of: Secret("other")), at: "https://h") == nil)
    }

    @Test mutating func `an intent to issue is no token yet`() {
        fold.apply(
            JournalEvent(
                id: "i", operation: "i", at: Instant(milliseconds: 1), phase: .intent, action: .issueToken,
                profileID: "p",
                profileName: "prod", origin: "o", token: TokenFacts(fingerprint: nil, kind: "full")))
        #expect(fold.records.isEmpty)
        #expect(fold.unfinishedOperations.count == 1)
    }

    @Test(
        arguments: [
            (.ok, .revoked), (.verified, .revokedVerified), (.stillValid, .stillValid), (.unknown, .revocationUnknown),
            (.refused, .active), (.failed, .active), (.cancelled, .active),
        ] as [(JournalEvent.Outcome, TokenRecord.State)])
    mutating func `a revocation ends`(outcome: JournalEvent.Outcome, expected: TokenRecord.State) {
        note(.note, .importToken, .ok)
        note(.note, .validateToken, .ok)
        if outcome == .verified {
            revoke(.ok)
            note(.note, .revokeToken, .verified)
        } else {
            revoke(outcome)
        }
        #expect(state == expected)
        #expect(fold.records.first?.isImported == true)
        #expect((fold.records.first?.revokedAt != nil) == [.revoked, .revokedVerified].contains(expected))
    }

    @Test mutating func `a revocation without an end is unknown`() {
        note(.note, .importToken, .ok)
        note(.intent, .revokeToken)
        #expect(state == .revocationUnknown)
        #expect(fold.unfinishedOperations.map(\.action) == [.revokeToken])
        note(.note, .validateToken, .refused)
        // It was never accepted before; and what was sent may have ended it.
        #expect(state == .invalid)
    }

    @Test mutating func `a refused revocation leaves an invalid token invalid`() {
        note(.note, .importToken, .ok)
        note(.note, .validateToken, .ok)
        note(.note, .validateToken, .refused)
        #expect(state == .invalid)
        revoke(.refused)
        #expect(state == .invalid)
    }

    @Test mutating func `checks are remembered`() {
        note(.note, .importToken, .ok)
        let check = note(.note, .validateToken, .ok)
        #expect(fold.records.first?.lastCheckedAt == check.at)
        let refusal = note(.note, .validateToken, .refused)
        #expect(fold.records.first?.lastCheckedAt == refusal.at)
        note(.note, .validateToken, .ok)
        revoke(.ok)
        let proof = note(.note, .revokeToken, .verified)
        #expect(state == .revokedVerified)
        #expect(fold.records.first?.lastCheckedAt == proof.at)
        note(.note, .validateToken, .ok)
        #expect(state == .stillValid)
    }

    @Test mutating func `a forgotten token is gone until it is heard of again`() {
        note(.note, .importToken, .ok)
        note(.note, .removeToken, .ok)
        #expect(fold.records.isEmpty)
        note(.note, .validateToken, .ok)
        #expect(fold.records.count == 1)
    }

    @Test mutating func `a restored token stands where it stood`() {
        note(.note, .importToken, .ok)
        revoke(.ok)
        let before = fold.records
        note(.note, .removeToken, .ok)
        note(.note, .restoreToken, .ok)
        #expect(fold.records == before)
        // There is nothing to restore a second time, or before anything was removed.
        note(.note, .restoreToken, .ok)
        #expect(fold.records == before)
    }

    @Test mutating func `a token heard of again is not restored to what it was`() {
        note(.note, .importToken, .ok)
        note(.note, .removeToken, .ok)
        note(.note, .importToken, .ok)
        revoke(.ok)
        note(.note, .restoreToken, .ok)
        #expect(fold.records.count == 1)
        #expect(state == .revoked)
    }

    @Test mutating func `a line counts once`() {
        note(.note, .importToken, .ok)
        let forget = note(.note, .removeToken, .ok)
        note(.note, .importToken, .ok)
        fold.apply(forget)
        #expect(fold.records.count == 1)
    }

    @Test func `ids of any kind are told apart`() {
        var seen = SeenIDs()
        let ulid = EventID(at: Instant(milliseconds: 1), random: [255, 254, 253]).text
        for id in [ulid, ulid.lowercased(), "", "0", "00", "8" + ulid.dropFirst(), ulid + "0", "x"] {
            let answers = [seen.insert(id), seen.insert(id)]
            #expect(answers == [.isNew, .isKnown])
        }
    }

    @Test mutating func `unknown actions change nothing`() {
        note(.note, .importToken, .ok)
        note(.note, .other("fly"), .ok)
        #expect(fold.records.count == 1)
        #expect(state == .active)
    }

    @Test mutating func `the next token of AV1 key ends the earlier ones`() {
        let second = Fingerprint(of: Secret("second"))
        note(.result, .issueToken, .ok, expiry: .untilNextIssue)
        #expect(fold.record(token, at: "https://h")?.facts.expiry == .untilNextIssue)
        let issue = note(.result, .issueToken, .ok, expiry: .untilNextIssue, fingerprint: second)
        #expect(fold.record(token, at: "https://h")?.facts.expiry == .estimated(issue.at.advanced(seconds: 300)))
        #expect(fold.record(second, at: "https://h")?.facts.expiry == .untilNextIssue)
    }

    /// Each Org may have a key of its own: the token of another one is not said to have expired.
    @Test mutating func `a token of another Org is not said to end an earlier one of AV1`() {
        let (second, third) = (Fingerprint(of: Secret("second")), Fingerprint(of: Secret("third")))
        note(.result, .issueToken, .ok, expiry: .untilNextIssue, org: 1)
        note(.result, .issueToken, .ok, expiry: .untilNextIssue, fingerprint: second, org: 2)
        #expect(fold.record(token, at: "https://h")?.facts.expiry == .unknown)
        // Where the Org of one is not known, they may be of the same.
        let issue = note(.result, .issueToken, .ok, expiry: .untilNextIssue, fingerprint: third)
        #expect(fold.record(second, at: "https://h")?.facts.expiry == .estimated(issue.at.advanced(seconds: 300)))
    }

    /// A check at a moment of the server's clock, which is ours where nothing else is said.
    private mutating func check(
        _ outcome: JournalEvent.Outcome, at moment: Int64, ours: Int64? = nil, isTold: Bool = true,
        action: JournalEvent.Action = .validateToken
    ) {
        clock += 1
        var event = JournalEvent(
            id: "c\(clock)", operation: "c\(clock)", at: Instant(milliseconds: ours ?? moment), phase: .note,
            action: action, outcome: outcome, profileID: "p", profileName: "prod", origin: "https://h",
            user: "anna", token: TokenFacts(fingerprint: token))
        if isTold {
            event.evidence = Evidence(
                method: "POST", path: "/check", status: 401, serverCode: 10002, incident: nil,
                serverTime: Instant(milliseconds: moment), duration: 5)
        }
        fold.apply(event)
    }

    /// Another run validates the token while ours is on its way. What did not revoke it leaves a token that is valid, and
    /// none that has survived a revocation; one that was accepted before has been survived.
    @Test(arguments: [JournalEvent.Outcome.refused, .failed, .cancelled])
    mutating func `a validation between intent and failure is no survival`(_ outcome: JournalEvent.Outcome) {
        note(.result, .issueToken, .ok)
        let first = note(.intent, .revokeToken)
        check(.ok, at: 10)
        note(.result, .revokeToken, outcome, operation: first.id)
        #expect(state == .active)
        revoke(.ok)
        let second = note(.intent, .revokeToken)
        check(.ok, at: 20)
        note(.result, .revokeToken, outcome, operation: second.id)
        #expect(state == .stillValid)
    }

    /// The moments of two checks that refuse, of a token that ends at 1,000, and how it stands after each.
    @Test(
        arguments: [
            (1_000, 5_000, TokenRecord.State.expired, .expired), (1_001, 1_001, .expired, .expired),
            // Something else ended it before: its own end explains nothing.
            (999, 5_000, .invalid, .invalid),
        ] as [(Int64, Int64, TokenRecord.State, TokenRecord.State)])
    mutating func `a refusal after the end says that it has expired`(
        _ first: Int64, _ second: Int64, _ state: TokenRecord.State, _ later: TokenRecord.State
    ) {
        note(.result, .issueToken, .ok, expiry: .at(Instant(milliseconds: 1_000)))
        check(.refused, at: first)
        #expect(self.state == state)
        check(.refused, at: second)
        #expect(self.state == later)
    }

    @Test mutating func `without the server's time a refusal finds nothing expired`() {
        note(.result, .issueToken, .ok, expiry: .at(Instant(milliseconds: 1_000)))
        check(.refused, at: 5_000, isTold: false)
        #expect(state == .invalid)
    }

    @Test mutating func `what was accepted after its end has not expired at it`() {
        note(.result, .issueToken, .ok, expiry: .at(Instant(milliseconds: 1_000)))
        check(.ok, at: 2_000)
        check(.refused, at: 3_000)
        #expect(state == .invalid)
    }

    @Test mutating func `an accepted token is active again after it was said to have expired`() {
        note(.result, .issueToken, .ok, expiry: .at(Instant(milliseconds: 1_000)))
        check(.refused, at: 2_000)
        check(.ok, at: 3_000)
        #expect(state == .active)
    }

    @Test mutating func `a revocation without a result is not explained by the end`() {
        note(.result, .issueToken, .ok, expiry: .at(Instant(milliseconds: 1_000)))
        revoke(.unknown)
        check(.refused, at: 2_000)
        #expect(state == .invalid)
    }

    @Test mutating func `unfinished operations come newest first`() {
        let events = (0..<5).map { _ in note(.intent, .logIn) }
        #expect(fold.unfinishedOperations.map(\.id) == events.reversed().map(\.id))
    }
}
