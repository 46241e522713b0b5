import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// What the journal proves of a token, on the screen and in a report.
struct EvidenceTests {
    let alpha = Profile.test("alpha")

    @Test func theDetailOfATokenReadsItsTimelineAndFollowsTheJournal() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.open)
        #expect(bench.work == [.readTimeline(token)])
        bench.answer(.timeline, .timeline(TokenTimeline(record: token, entries: [])))
        #expect(bench.state.timeline?.record == token)
        bench.list([token])
        #expect(bench.work == [.readTimeline(token)])
        bench.press(.cancel)
        bench.list([token])
        #expect(bench.work.isEmpty)
    }

    @Test func theCardIsCopiedAndNotTheToken() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], held: [], profiles: [alpha])
        bench.press(.open)
        #expect(availability(of: .copy, in: bench.state) == .enabled, "the card needs no token")
        bench.send(.copyCard(["fingerprint: 000000000001"]))
        guard case .copy(let lines, let what, _)? = bench.effects.first else {
            Issue.record("no copy")
            return
        }
        #expect(lines == ["fingerprint: 000000000001"])
        #expect(what == "the card of token 000000000001")
    }

    @Test func aReportOnAnIncidentNamesEveryVerdict() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.revoke, .yes)
        #expect(!availability(of: .report, in: bench.state).isEnabled, "the verdicts are still on their way")
        let item = RevocationItem(
            profile: alpha, fingerprint: token.fingerprint, user: "tsadmin", verdict: .revokedVerified)
        bench.answer(.revocation, .revoked([item]))
        bench.press(.report)
        bench.fill(.path, "/tmp/report.txt")
        bench.press(.submit)
        #expect(
            bench.work == [
                .writeReport(
                    WriteTokenReport(
                        tokens: [token.id],
                        acts: ["revocation of 000000000001 of tsadmin on alpha: revoked (verified)"],
                        path: "/tmp/report.txt"))
            ])
        bench.answer(.report, .wroteReport("/tmp/report.txt"))
        #expect(bench.form == nil)
        #expect(bench.said == "the report is in /tmp/report.txt, readable by you alone")
    }

    @Test func aTokenThatIsNotAsAskedIsOfferedForRevocationAtOnce() throws {
        var bench = Bench(tokens: [], profiles: [alpha])
        bench.press(.newToken)
        bench.fill(.password, secret: "pa55")
        bench.press(.submit)
        let minted = IssuedToken(
            token: Secret("minted for somebody else"), createdAt: nil, expiry: .unknown, scope: nil, username: "bob",
            userID: nil)
        let error = SessionError(
            .identityMismatch, execution: .accepted, operation: "getFullAccessToken", origin: alpha.origin,
            mintedToken: minted)
        bench.answer(.issue(alpha.id), .failed(.session(error, profile: "alpha")))
        let fingerprint = Fingerprint(of: minted.token)
        var record = try TokenRecord.test(1, of: alpha, user: "bob")
        record.fingerprint = fingerprint
        bench.list([record])
        #expect(bench.question?.plan.targets.map(\.fingerprint) == [fingerprint])
        #expect(bench.question?.reason != nil)
    }
}
