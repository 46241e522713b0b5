import Moments
import Testing
import ThoughtSpotSessions

@testable import Storage

/// Lines of several runs, and lines that could not be written at once: what counts is when the cluster answered. Its clock
/// tells whole seconds; here it is an hour ahead of ours, and all moments are milliseconds of ours.
struct LateLineTests {
    private var fold = JournalFold()
    private var count = 0
    private let token = Fingerprint(of: Secret("first"))

    private var record: TokenRecord? { fold.record(token, at: "https://h") }

    /// - Parameters:
    ///   - moment: of the answer; nil where it told no time.
    ///   - written: by our clock, on the line.
    @discardableResult
    private mutating func line(
        _ action: JournalEvent.Action, _ outcome: JournalEvent.Outcome?, at moment: Int64?, written: Int64? = nil,
        phase: JournalEvent.Phase = .note, operation: String? = nil, subjects: [String] = [],
        expiry: Expiry = .unknown, token other: Fingerprint? = nil, isOfToken: Bool = true
    ) -> JournalEvent {
        count += 1
        var event = JournalEvent(
            id: "l\(count)", operation: operation ?? "l\(count)",
            at: Instant(milliseconds: written ?? moment ?? 0), phase: phase, action: action, outcome: outcome,
            profileID: "p", profileName: "prod", origin: "https://h", user: "anna",
            token: isOfToken ? TokenFacts(fingerprint: other ?? token, user: "anna", expiry: expiry) : nil,
            subjects: subjects)
        if let moment, phase != .intent {
            let server = (moment + 3_600_000) / 1_000 * 1_000
            event.evidence = Evidence(
                method: "POST", path: "/check", status: 200, serverTime: Instant(milliseconds: server),
                clockSkew: server - moment, duration: 20)
        }
        fold.apply(event)
        return event
    }

    /// The lines of a revocation at 100,400 and of what the origin said of it, and the line of a check that another run
    /// made before, in the same second, and wrote after.
    @Test(
        arguments: [
            (JournalEvent.Outcome.ok, nil, TokenRecord.State.revoked), (.ok, .verified, .revokedVerified),
            (.ok, .stillValid, .stillValid), (nil, .refused, .invalid),
        ] as [(JournalEvent.Outcome?, JournalEvent.Outcome?, TokenRecord.State)])
    mutating func `a check that was answered before a refusal says nothing against it`(
        _ revoked: JournalEvent.Outcome?, _ proof: JournalEvent.Outcome?, _ state: TokenRecord.State
    ) {
        line(.validateToken, .ok, at: 10_000)
        if let revoked { line(.revokeToken, revoked, at: 100_400) }
        if let proof { line(revoked == nil ? .validateToken : .revokeToken, proof, at: 100_600) }
        // Its line waited for the journal: the moment on it is that of its writing.
        line(.validateToken, .ok, at: 100_200, written: 103_000)
        #expect(record?.state == state)
        line(.validateToken, .ok, at: 100_900)
        #expect(record?.state == (revoked == nil ? .active : .stillValid))
    }

    /// Two runs revoke the same token: what the second one does not know of its own request takes nothing from the proof of
    /// the first one.
    @Test(arguments: [
        (Expiry.at(Instant(milliseconds: 9_000_000)), TokenRecord.State.revokedVerified), (.unknown, .invalid),
    ])
    mutating func `a second revocation takes no proof away`(_ expiry: Expiry, _ state: TokenRecord.State) {
        line(.validateToken, .ok, at: 10_000, expiry: expiry)
        line(.revokeToken, nil, at: 100_000, phase: .intent, operation: "first")
        line(.revokeToken, .ok, at: 100_400, phase: .result, operation: "first")
        line(.revokeToken, nil, at: 100_500, phase: .intent, operation: "second")
        line(.revokeToken, .verified, at: 100_600)
        // Without an end, it may have come to its own.
        #expect(record?.state == state)
        line(.revokeToken, .refused, at: 100_700, phase: .result, operation: "second")
        line(.validateToken, .refused, at: 100_800)
        #expect(record?.state == state)
    }

    /// Our clock was set back by a minute: the check came later, and the cluster's clock says so.
    @Test mutating func `by one clock alone nothing is earlier`() {
        line(.validateToken, .ok, at: 10_000)
        line(.revokeToken, .ok, at: 100_000)
        let server: Int64 = 3_705_000
        var check = line(.validateToken, nil, at: nil, written: 45_000)
        check.id = "late"
        check.outcome = .ok
        check.evidence = Evidence(
            method: "POST", path: "/check", status: 200, serverTime: Instant(milliseconds: server),
            clockSkew: server - 45_000, duration: 20)
        fold.apply(check)
        #expect(record?.state == .stillValid)
    }

    @Test mutating func `the late lines of a revocation do not overturn what was accepted after it`() {
        line(.validateToken, .ok, at: 10_000, expiry: .at(Instant(milliseconds: 10_000_000)))
        line(.revokeToken, nil, at: 99_000, phase: .intent, operation: "r")
        line(.validateToken, .ok, at: 120_000)
        #expect(record?.state == .stillValid)
        line(.revokeToken, .ok, at: 100_000, written: 130_000, phase: .result, operation: "r")
        #expect(record?.state == .stillValid)
        line(.revokeToken, .verified, at: 110_000, written: 130_000)
        #expect(record?.state == .stillValid)
        // And it is refused at last.
        line(.validateToken, .refused, at: 140_000)
        #expect(record?.state == .revokedVerified)
    }

    /// Days later the token may have come to its own end.
    @Test mutating func `a token whose end is not known and that survived its revocation is not said to be revoked`() {
        line(.validateToken, .ok, at: 10_000)
        line(.revokeToken, .ok, at: 100_000)
        line(.validateToken, .ok, at: 120_000)
        #expect(record?.state == .stillValid)
        line(.validateToken, .refused, at: 300_000_000)
        #expect(record?.state == .invalid)
    }

    @Test mutating func `a late line that the token was accepted does not overturn its proof`() {
        line(.validateToken, .ok, at: 10_000)
        line(.revokeToken, .ok, at: 100_000)
        line(.revokeToken, .verified, at: 110_000)
        line(.revokeToken, .stillValid, at: 105_000, written: 130_000)
        #expect(record?.state == .revokedVerified)
    }

    @Test mutating func `a refusal by another run proves the revocation whose line is late`() {
        line(.validateToken, .ok, at: 10_000)
        line(.validateToken, .refused, at: 110_000)
        #expect(record?.state == .invalid)
        line(.revokeToken, .ok, at: 100_000, written: 120_000)
        #expect(record?.state == .revokedVerified)
    }

    @Test mutating func `a check that was refused before the token was accepted says nothing against it`() {
        line(.validateToken, .ok, at: 10_000)
        line(.validateToken, .ok, at: 100_000)
        line(.validateToken, .refused, at: 99_000, written: 101_000)
        #expect(record?.state == .active)
        line(.validateToken, .refused, at: 101_000)
        #expect(record?.state == .invalid)
    }

    /// Without the time of the cluster nothing is known to be earlier.
    @Test mutating func `a refusal counts after an acceptance that told no time`() {
        line(.validateToken, .ok, at: nil, written: 7_200_000)
        line(.validateToken, .refused, at: 100_000)
        #expect(record?.state == .invalid)
    }

    @Test mutating func `that a token was accepted before it was refused is known from a late line, too`() {
        line(.validateToken, .refused, at: 100_000)
        #expect(record?.state == .notRecognized)
        line(.validateToken, .ok, at: 99_000, written: 101_000)
        #expect(record?.state == .invalid)
        #expect(record?.acceptedAt == Instant(milliseconds: 3_699_000))
    }

    @Test mutating func `that a token survived a revocation before it was refused says that it was accepted once`() {
        line(.validateToken, .refused, at: 100_000)
        #expect(record?.state == .notRecognized)
        line(.revokeToken, .stillValid, at: 99_000, written: 101_000)
        #expect(record?.state == .invalid)
        #expect(record?.acceptedAt == Instant(milliseconds: 3_699_000))
    }

    /// The revocation was sent after the check was answered, and what came of it is not known.
    @Test mutating func `a check that was answered before a revocation began settles nothing of it`() {
        line(.validateToken, .ok, at: 10_000)
        line(.planRevocation, nil, at: nil, written: 99_500, subjects: [token.text], isOfToken: false)
        line(.revokeToken, nil, at: 100_000, phase: .intent, operation: "r")
        line(.validateToken, .ok, at: 99_000, written: 101_000)
        #expect(record?.state == .revocationUnknown)
        #expect(fold.openChanges.map(\.standing) == [.unknown])
        line(.validateToken, .refused, at: 99_100, written: 101_000)
        #expect(record?.state == .revocationUnknown)
        line(.validateToken, .ok, at: 102_000)
        #expect(record?.state == .stillValid)
        #expect(fold.openChanges.map(\.standing) == [.failed])
    }

    @Test mutating func `a late check does not take away that the user was logged out`() {
        line(.validateToken, .ok, at: 10_000)
        line(
            .forceLogout, .ok, at: 100_400, phase: .result, operation: "f", subjects: ["anna"], isOfToken: false)
        line(.validateToken, .ok, at: 100_200, written: 102_000)
        #expect(record?.userLogOut?.isCertain == true)
        line(.validateToken, .ok, at: 100_900)
        #expect(record?.userLogOut == nil)
    }

    /// What its revocation did not end, the logout of its user before did not end either.
    @Test mutating func `a token that survived its revocation survived the logout of its user`() {
        line(.validateToken, .ok, at: 10_000)
        line(
            .forceLogout, .ok, at: 100_400, phase: .result, operation: "f", subjects: ["anna"], isOfToken: false)
        line(.revokeToken, .ok, at: 101_000, phase: .result, operation: "r")
        line(.revokeToken, .stillValid, at: 100_200, written: 102_000)
        #expect(record?.userLogOut?.isCertain == true)
        line(.revokeToken, .stillValid, at: 103_000)
        #expect(record?.state == .stillValid)
        #expect(record?.userLogOut == nil)
    }

    @Test mutating func `a late check does not move back when the token was accepted`() {
        let end = Instant(milliseconds: 4_600_000)
        line(.issueToken, .ok, at: 10_000, phase: .result, expiry: .at(end))
        line(.validateToken, .ok, at: 1_500_000)
        line(.validateToken, .ok, at: 900_000, written: 1_600_000)
        #expect(record?.acceptedAt == Instant(milliseconds: 5_100_000))
        #expect(record?.remaining(at: Instant(milliseconds: 1_600_000), clocks: fold.clocks) == nil)
    }

    @Test mutating func `the newest v1 token stays the newest when the line of an older one is late`() {
        let newer = Fingerprint(of: Secret("second"))
        line(.issueToken, .ok, at: 200_000, phase: .result, expiry: .untilNextIssue, token: newer)
        line(.issueToken, .ok, at: 100_000, written: 201_000, phase: .result, expiry: .untilNextIssue)
        #expect(fold.record(newer, at: "https://h")?.facts.expiry == .untilNextIssue)
        #expect(record?.facts.expiry == .estimated(Instant(milliseconds: 3_600_000 + 500_000)))
        let next = Fingerprint(of: Secret("third"))
        line(.issueToken, .ok, at: 300_000, phase: .result, expiry: .untilNextIssue, token: next)
        #expect(
            fold.record(newer, at: "https://h")?.facts.expiry == .estimated(Instant(milliseconds: 3_600_000 + 600_000)))
    }

    /// Our clock ran an hour ahead when the revocation was begun, and was set right.
    @Test mutating func `by our clock alone a check is not before a revocation`() {
        line(.validateToken, .ok, at: 10_000)
        line(.revokeToken, nil, at: 7_200_000, phase: .intent, operation: "r")
        var check = line(.planRevocation, nil, at: nil, written: 3_700_000, isOfToken: false)
        (check.id, check.operation, check.action, check.outcome) = ("late", "late", .validateToken, .ok)
        check.token = TokenFacts(fingerprint: token, user: "anna")
        let server: Int64 = 10_900_000
        check.evidence = Evidence(
            method: "POST", path: "/check", status: 200, serverTime: Instant(milliseconds: server),
            clockSkew: server - 3_700_000, duration: 20)
        fold.apply(check)
        #expect(record?.state == .stillValid)
        #expect(fold.openChanges.isEmpty)
    }

    @Test(arguments: [true, false])
    mutating func `a refusal after the token's own end proves no revocation whose line is late`(_ isEnded: Bool) {
        let end = Instant(milliseconds: 3_600_000 + (isEnded ? 105_000 : 200_000))
        line(.issueToken, .ok, at: 10_000, phase: .result, expiry: .at(end))
        line(.revokeToken, nil, at: 99_000, phase: .intent, operation: "r")
        line(.validateToken, .refused, at: 110_000)
        line(.revokeToken, .ok, at: 100_000, written: 120_000, phase: .result, operation: "r")
        #expect(record?.state == (isEnded ? .revoked : .revokedVerified))
    }

    @Test mutating func `the late line of an issue does not bring back what was revoked`() {
        line(.importToken, .ok, at: nil, written: 90_000)
        line(.validateToken, .ok, at: 95_000)
        line(.revokeToken, .ok, at: 100_000)
        line(.revokeToken, .verified, at: 101_000)
        line(.issueToken, .ok, at: 50_000, written: 120_000, phase: .result)
        #expect(record?.state == .revokedVerified)
        #expect(record?.acceptedAt == Instant(milliseconds: 3_695_000))
        #expect(record?.isImported == false)
    }

    /// The screen knows the GUID of the user beside the name, a command the name alone.
    @Test mutating func `a logout by name settles one by name and GUID`() {
        let names = ["anna", "59481331-ee53-42be-a548-bd87be6ddd4a"]
        line(.forceLogout, nil, at: 10_000, phase: .intent, operation: "f", subjects: names, isOfToken: false)
        line(
            .forceLogout, .unknown, at: nil, written: 11_000, phase: .result, operation: "f", subjects: names,
            isOfToken: false)
        #expect(fold.openChanges.map(\.standing) == [.unknown])
        line(.forceLogout, .ok, at: 20_000, phase: .result, operation: "g", subjects: ["Anna"], isOfToken: false)
        #expect(fold.openChanges.isEmpty)
    }

    /// The check came before the revocation, which then did not reach the cluster.
    @Test(arguments: [(JournalEvent.Outcome.refused, TokenRecord.State.invalid), (.ok, .active)])
    mutating func `a revocation that fails leaves the token as the check before it found it`(
        _ outcome: JournalEvent.Outcome, _ state: TokenRecord.State
    ) {
        line(.validateToken, .ok, at: 10_000)
        line(.revokeToken, nil, at: 100_000, phase: .intent, operation: "r")
        line(.validateToken, outcome, at: 99_000, written: 101_000)
        #expect(record?.state == .revocationUnknown)
        line(.revokeToken, .failed, at: nil, written: 102_000, phase: .result, operation: "r")
        #expect(record?.state == state)
    }
}
