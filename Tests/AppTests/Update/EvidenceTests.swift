import DisplayText
import Moments
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App
@testable import Operations

/// What the journal proves of a token, on the screen and in a report.
struct EvidenceTests {
    private let alpha = Profile.test("alpha")

    private func lines(_ bench: Bench) -> [String] {
        (bench.state.top as? any DetailFeature)?.rows(in: bench.state).map(\.line.string) ?? []
    }

    @Test func `the timeline of a token is read and follows the journal`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.timeline)
        #expect(bench.work == [.readTimeline(token)])
        #expect(lines(bench) == ["Reading the timeline ..."])
        #expect(bench.reason(against: .copy) != nil)
        let timeline = TokenTimeline(record: token, entries: [])
        bench.answer(.timeline, timeline)
        #expect(!timeline.lines.isEmpty)
        #expect(lines(bench) == timeline.lines.map(\.string))
        #expect(bench.drawn.contains { $0.contains(" 0 entries ") })
        bench.press(.copy)
        let copied = try #require(bench.began(CopyText.self))
        #expect(copied.lines.dropFirst().map(\.string) == lines(bench))
        #expect(copied.what == "the timeline of token 000000000001")
        bench.list([token])
        #expect(bench.work == [.readTimeline(token)])
        bench.press(.cancel)
        bench.list([token])
        #expect(bench.work.isEmpty)
    }

    /// On a wide screen the preview has it, read when the selection has rested; nothing is read for a step through the list.
    @Test func `the preview has the timeline of the token that the selection rests on`() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, endsIn: nil) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        #expect(bench.state.previewTimeline == PreviewTimeline(), "there is no preview at 80 columns")
        bench.send(.input(.resize(Size(rows: 50, columns: 200))))
        #expect(Screen.nextChange(bench.state) == Instant(milliseconds: start.milliseconds + 500))
        bench.state.now = Instant(milliseconds: start.milliseconds + 400)
        bench.keys("j")
        bench.state.now = Instant(milliseconds: start.milliseconds + 500)
        bench.send(.tick)
        #expect(bench.work.isEmpty)
        bench.state.now = Instant(milliseconds: start.milliseconds + 900)
        bench.send(.tick)
        #expect(bench.work.count == 1)
        let token = try #require(bench.state.panes.tokens.selected(in: bench.state.tokens))
        #expect(Screen.nextChange(bench.state) == nil)
        let entry = TokenTimeline.Entry(
            at: start, serverTime: nil, what: .issued, user: "tsadmin", profile: "alpha", errorCode: nil, evidence: nil,
            reason: nil)
        let preview = WorkID("preview")
        bench.answer(preview, TokenTimeline(record: token, entries: [entry]))
        #expect(bench.screen.contains("Timeline"))
        #expect(bench.screen.contains("2027-01-15 08:00:00 UTC  issued  by tsadmin"))

        // New lines of the journal are read, and what is there stays meanwhile.
        bench.list(tokens)
        #expect(bench.state.previewTimeline.due != nil)
        #expect(bench.state.previewTimeline.timeline != nil)
        bench.keys("k")
        #expect(bench.state.previewTimeline.timeline == nil)
        bench.state.now = start.advanced(seconds: 5)
        bench.send(.tick)
        bench.answer(preview, .failed(.test(.timeout, on: alpha)))
        #expect(bench.said.isEmpty, "the timeline itself says what is wrong, when it is asked for")
        bench.press(.focusSession)
        #expect(bench.state.previewTimeline == PreviewTimeline())
    }

    @Test func `only a token has a timeline`() throws {
        var bench = Bench(tokens: [], profiles: [alpha])
        #expect(bench.reason(against: .timeline) != nil)
        bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.open, .timeline)
        #expect(bench.state.top is TimelineDetail)
        bench.press(.cancel)
        #expect(bench.state.top is TokenDetail)
    }

    @Test func `the card is copied and not the token`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], held: [], profiles: [alpha])
        bench.press(.open)
        #expect(bench.reason(against: .copy) == nil, "the card needs no token")
        bench.press(.copy)
        let copied = try #require(bench.began(CopyText.self))
        #expect(copied.lines.map(\.string) == lines(bench))
        #expect(copied.lines.contains { $0.string.contains("000000000001") })
        #expect(copied.what == "the card of token 000000000001")
    }

    @Test func `a report on an incident names every verdict`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.revoke)
        bench.keys("y")
        #expect(bench.results != nil)
        #expect(bench.reason(against: .report) != nil, "the verdicts are still on their way")
        let item = RevocationItem(
            profile: alpha, fingerprint: token.fingerprint, user: "tsadmin", verdict: .revokedVerified)
        bench.answer(.revocation, [item])
        bench.press(.report)
        bench.fill(.path, "/tmp/report.txt")
        bench.press(.submit)
        #expect(
            bench.work == [
                .writeReport(
                    WriteTokenReport(
                        tokens: [token.id],
                        acts: ["revocation of 000000000001 of tsadmin on alpha: revoked (verified)"],
                        paths: ["/tmp/report.txt"]))
            ])
        bench.answer(.report, ["/tmp/report.txt"])
        #expect(bench.form == nil)
        #expect(bench.said == "the report is in /tmp/report.txt, readable only by you")
    }

    @Test func `the revocation of a token that is not as asked is offered at once`() throws {
        var bench = Bench(tokens: [], profiles: [alpha])
        bench.press(.newToken)
        bench.fill(.password, "pa55")
        bench.press(.submit)
        let issued = IssuedToken(
            token: Secret("issued for another user"), createdAt: nil, expiry: .unknown, scope: nil, username: "bob",
            userID: nil)
        let error = SessionError(
            .identityMismatch, execution: .accepted, operation: "getFullAccessToken", origin: alpha.origin,
            issuedToken: issued)
        bench.answer(.issue(alpha.id), .failed(.session(error, profile: "alpha")))
        let fingerprint = Fingerprint(of: issued.token)
        var record = try TokenRecord.test(1, of: alpha, user: "bob")
        record.fingerprint = fingerprint
        bench.list([record])
        #expect(bench.state.top is RevocationQuestion)
        let lines = try #require(bench.question?.lines.map(\.string))
        #expect(lines.first?.hasPrefix("Issued, but not as requested: ") == true)
        #expect(lines.count { $0.hasPrefix(fingerprint.text) } == 1)
        // It belongs to another user: the count is typed.
        bench.confirm("1")
        #expect(bench.began(RevokeTokens.self)?.confirmed.targets.map(\.fingerprint) == [fingerprint])
    }
}
