import DisplayText
import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct TokenTests {
    let alpha = Profile.test("alpha")

    @Test func aNewTokenIsAskedForAsFilledIn() throws {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.password, secret: "pa55")
        bench.fill(.lifetime, "15m")
        bench.fill(.label, " nightly ")
        #expect(bench.form?[.lifetime]?.note?.string == "ends 2027-01-15 08:15:00 +00:00 = 2027-01-15 08:15:00 UTC")
        #expect(bench.form?.preview.isEmpty == false)
        #expect(bench.form?.preview.contains { $0.string.contains("pa55") } == false)
        bench.press(.submit)
        let request = TokenRequest(
            kind: .full, username: "tsadmin", credential: .password(Secret("pa55")), lifetime: 900)
        #expect(bench.work == [.issueToken(IssueToken(profile: alpha, request: request, label: "nightly"))])
        let record = try TokenRecord.test(7, of: alpha)
        bench.answer(
            .issue(alpha.id), .issued(TokenReport(profile: alpha, record: record, token: Secret("t"))))
        #expect(bench.state.layers.isEmpty)
        #expect(bench.work == [.listTokens])
        bench.list([try .test(1, of: alpha, endsIn: 10), record])
        #expect(bench.state.tokens.selected?.id == record.id)
        #expect(bench.state.focus == .tokens)
    }

    @Test func anObjectTokenNeedsItsObject() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        #expect(bench.form?[.objectID]?.disabled != nil)
        bench.send(.setField(.kind, .choice("object")))
        bench.fill(.password, secret: "p")
        bench.press(.submit)
        #expect(bench.form?[.objectID]?.error == "object is needed")
        #expect(bench.form?.focused == .objectID)
        #expect(bench.effects == [.bell])
        bench.fill(.objectID, "0f2c")
        #expect(bench.form?[.objectID]?.error == nil)
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    /// Faults D-v1-8.
    @Test func v1AsksBeforeOlderTokensEnd() {
        let old = Profile.test("old", generation: .v1)
        var bench = Bench([old])
        bench.press(.newToken)
        #expect(bench.form?[.lifetime]?.disabled != nil)
        #expect(bench.form?.choice(.credential) == "secret-key")
        bench.fill(.secretKey, secret: "k")
        #expect(bench.press(.submit) == [.flushTypeAhead])
        #expect(bench.state.topLayer == .supersession(profile: old))
        // Enter is No.
        bench.press(.submit)
        #expect(bench.form?.isSubmitting == false)
        bench.press(.submit, .yes)
        guard case .issueToken(let verb)? = bench.work.first else {
            Issue.record("nothing was issued")
            return
        }
        #expect(verb.acceptsSupersession)
        #expect(bench.form?.isSubmitting == true)
    }

    @Test func aProtectedProfileWantsItsNameTypedForATokenToo() {
        var bench = Bench([.test("alpha", isProtected: true)])
        bench.press(.newToken)
        bench.fill(.password, secret: "p")
        bench.fill(.confirmation, "alpah")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(bench.form?[.confirmation]?.error == "type alpha exactly")
        bench.fill(.confirmation, "alpha")
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    @Test func importingChecksUnlessToldNotTo() {
        var bench = Bench([alpha])
        bench.press(.importToken)
        bench.fill(.token, secret: "abc")
        bench.press(.submit)
        #expect(
            bench.work == [
                .importToken(
                    ImportToken(profile: alpha, token: Secret("abc"), user: nil, label: nil, isChecked: true))
            ])
    }

    @Test func validatingSaysHowManyAndReadsTheJournalAgain() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, held: [tokens[0], tokens[2]], profiles: [alpha])
        bench.press(.markAll, .validate)
        #expect(bench.work.count == 2)
        #expect(bench.said.contains("validating 2 of 3"))
        let report = ValidationReport(
            profile: alpha, fingerprint: tokens[0].fingerprint,
            validation: TokenValidation(operation: "auth/token/validate", verdict: .invalid(serverText: nil)),
            checkedAt: start, evidence: nil, isRecognized: true)
        bench.answer(.validate(tokens[0].id), .validated(report))
        #expect(bench.said.contains("is invalid"))
        #expect(bench.work == [.listTokens])
    }

    @Test func copyingTellsWhichWayItWent() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.copy)
        #expect(bench.work == [.copyTokens([token])])
        bench.answer(.copy, .copied(what: "token", .impossible("the terminal has no clipboard")))
        #expect(bench.said == "token is not copied: the terminal has no clipboard; p shows a token")
    }

    @Test func aTokenIsShownForTwentySecondsAtMost() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.reveal)
        #expect(bench.work == [.revealToken(alpha, token.fingerprint)])
        bench.answer(.reveal, .revealed(token.id, Secret("t")))
        let until = start.advanced(seconds: 20)
        #expect(bench.effects == [.wake(at: until)])
        #expect(bench.state.revealed?.token == Secret("t"))
        bench.send(.tick)
        #expect(bench.effects == [.wake(at: until)])
        bench.state.now = until
        bench.send(.tick)
        #expect(bench.state.revealed == nil)
        // The key that was to hide it is not meant for what lies behind.
        #expect(bench.effects == [.flushTypeAhead])
    }

    @Test(arguments: [AppCommand.moveDown, .nextPane, .help, .suspend, .cancel, .reveal])
    func aShownTokenGoesWithTheNextKey(_ command: AppCommand) throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.reveal)
        bench.answer(.reveal, .revealed(token.id, Secret("t")))
        bench.press(command)
        #expect(bench.state.revealed == nil)
    }

    @Test func aTornJournalLineIsReportedOnce() {
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(.journal, .tokens(TokenList(repairedTornLine: true, unreadableLines: 2), inUse: []))
        #expect(bench.state.activity.entries.count == 2)
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, .tokens(TokenList(repairedTornLine: true, unreadableLines: 2), inUse: []))
        #expect(bench.state.activity.entries.count == 2)
    }
}
