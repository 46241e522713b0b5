import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App

struct TokenTests {
    let alpha = Profile.test("alpha")

    @Test func `a new token is asked for as filled in`() throws {
        var bench = Bench([alpha])
        bench.press(.newToken)
        bench.fill(.password, "pa55")
        bench.fill(.lifetime, "15m")
        bench.fill(.label, " nightly ")
        #expect(bench.form?[.lifetime]?.note?.string == "until 2027-01-15 08:15:00 UTC")
        bench.state.localOffset = 3_600
        bench.fill(.lifetime, "15m")
        #expect(bench.form?[.lifetime]?.note?.string == "until 2027-01-15 09:15:00 +01:00 = 2027-01-15 08:15:00 UTC")
        #expect(bench.form?.preview.isEmpty == false)
        #expect(bench.form?.preview.contains { $0.string.contains("pa55") } == false)
        bench.press(.submit)
        let request = TokenRequest(
            kind: .full, username: "tsadmin", credential: .password(Secret("pa55")), lifetime: 900)
        #expect(bench.work == [.issueToken(IssueToken(profile: alpha, request: request, label: "nightly"))])
        let record = try TokenRecord.test(7, of: alpha)
        bench.answer(.issue(alpha.id), TokenReport(profile: alpha, record: record, token: Secret("t")))
        #expect(bench.state.stack.isEmpty)
        #expect(bench.work == [.listTokens])
        bench.list([try .test(1, of: alpha, endsIn: 10), record])
        #expect(bench.state.panes.tokens.selected(in: bench.state.tokens)?.id == record.id)
        #expect(bench.state.panes.focus == .tokens)
    }

    /// Two days before the 30 days are over, and two days after.
    @Test func `tokens that ended long ago are listed when their state is asked for`() throws {
        let day: Int64 = 86_400
        let tokens = try [3_600, -28 * day, -32 * day].enumerated().map { number, seconds in
            var token = try TokenRecord.test(number + 1, of: alpha, endsIn: seconds)
            token.recordedAt = start.advanced(seconds: -40 * day)
            return token
        }
        var bench = Bench([alpha])
        bench.list(tokens)
        bench.press(.focusTokens)
        #expect(bench.state.shownTokens.map(\.id) == tokens[..<2].map(\.id))
        #expect(bench.state.panes.tokens.total == 2)
        bench.press(.filter)
        bench.type("state:expired")
        #expect(Set(bench.state.shownTokens.map(\.id)) == Set(tokens[1...].map(\.id)))
        #expect(bench.work.isEmpty)
        bench.keys("Esc")
        #expect(bench.state.panes.tokens.total == 2)
        // A user's name is no state.
        bench.press(.filter)
        bench.type("user:tsadmin")
        #expect(bench.state.shownTokens.count == 2)
    }

    @Test func `what was left out is read when it is asked for`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench([alpha])
        bench.press(.focusTokens)
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, TokenList(records: [token], isWhole: false))
        bench.press(.filter)
        bench.type("state:x")
        #expect(bench.work == [AnyWork(ListTokens(.everything))])
        #expect(bench.state.panes.tokens.rows.isEmpty)
        bench.keys("Backspace")
        #expect(bench.state.panes.tokens.rows.count == 1)
        // Read once: what is under way is waited for, and then told.
        bench.type("a")
        #expect(bench.work.isEmpty)
        bench.answer(.journal, TokenList(records: [token], isWhole: true))
        #expect(bench.work == [AnyWork(ListTokens(.everything))])
        bench.answer(.journal, TokenList(records: [token], isWhole: true))
        bench.type("c")
        #expect(bench.work.isEmpty)
    }

    @Test func `an object token needs its object`() {
        var bench = Bench([alpha])
        bench.press(.newToken)
        #expect(bench.form?[.objectID]?.disabled != nil)
        bench.choose(.kind, "object")
        bench.fill(.password, "p")
        bench.press(.submit)
        #expect(bench.form?[.objectID]?.error == "Object is required")
        #expect(bench.form?.focused == .objectID)
        #expect(bench.effects == [.bell])
        bench.fill(.objectID, "0f2c")
        #expect(bench.form?[.objectID]?.error == nil)
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    /// Faults D-v1-8.
    @Test func `v1 asks before older tokens are revoked`() {
        let old = Profile.test("old", generation: .v1)
        var bench = Bench([old])
        bench.press(.newToken)
        #expect(bench.form?[.lifetime]?.disabled != nil)
        #expect(bench.form?.choice(.credential) == "secret-key")
        bench.fill(.secretKey, "k")
        #expect(bench.press(.submit) == [.flushTypeAhead])
        #expect(bench.state.top as? FormRiskQuestion == .supersession(on: old))
        // Enter is No.
        bench.keys("Enter")
        #expect(bench.form?.isSubmitting == false)
        bench.press(.submit)
        bench.keys("y")
        guard let verb = bench.began(IssueToken.self) else {
            Issue.record("nothing was issued")
            return
        }
        #expect(verb.acceptsSupersession)
        #expect(bench.form?.isSubmitting == true)
    }

    @Test func `a protected profile wants its name typed for a token too`() {
        var bench = Bench([.test("alpha", isProtected: true)])
        bench.press(.newToken)
        bench.fill(.password, "p")
        bench.fill(.confirmation, "alpah")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(
            bench.form?[.confirmation]?.error
                == "Does not match. Nothing was changed.")
        bench.fill(.confirmation, "alpha")
        bench.press(.submit)
        #expect(bench.work.count == 1)
    }

    /// Looks like one.
    private let opaque = "c29tZS1vcGFxdWUtdG9rZW4="

    @Test func `importing checks unless told not to`() {
        var bench = Bench([alpha])
        bench.press(.importToken)
        bench.fill(.token, opaque)
        bench.press(.submit)
        #expect(
            bench.work == [
                .importToken(
                    ImportToken(profile: alpha, token: Secret(opaque), user: nil, label: nil, isChecked: true))
            ])
    }

    @Test func `what is no token is refused when its field is left`() {
        var bench = Bench([alpha])
        bench.press(.importToken)
        bench.fill(.token, "a password!")
        bench.keys("Tab")
        #expect(bench.form?.focused == .token)
        #expect(bench.form?[.token]?.error == "not a bearer token: contains a space at position 2")
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        bench.fill(.token, opaque)
        bench.keys("Tab")
        #expect(bench.form?.focused == .username)
    }

    @Test func `validating says how many and reads the journal again`() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, held: [tokens[0], tokens[2]], profiles: [alpha])
        bench.press(.markAll, .validate)
        #expect(bench.work.count == 2)
        #expect(bench.said.contains("validating 2 of 3"))
        let report = ValidationReport(
            profile: alpha, fingerprint: tokens[0].fingerprint,
            validation: TokenValidation(operation: "auth/token/validate", verdict: .invalid(serverText: nil)),
            checkedAt: start, evidence: nil, isRecognized: true)
        bench.answer(.validate(tokens[0].id), report)
        #expect(bench.said.contains("is invalid"))
        #expect(bench.work == [.listTokens])
    }

    private func verdict(on token: TokenRecord, isValid: Bool) -> ValidationReport {
        ValidationReport(
            profile: alpha, fingerprint: token.fingerprint,
            validation: TokenValidation(
                operation: "auth/token/validate", verdict: isValid ? .valid : .invalid(serverText: nil)),
            checkedAt: start, evidence: nil, isRecognized: true)
    }

    @Test func `several validations end with their counts`() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, endsIn: Int64($0)) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .validate)
        for (token, isValid) in zip(tokens, [true, false, true]) {
            bench.answer(.validate(token.id), verdict(on: token, isValid: isValid))
        }
        #expect(bench.said == "3 validated: 2 valid, 1 invalid")
        #expect(bench.state.activity.latest?.weight == .plain, "that one has ended is news, and no warning")
        bench.press(.cancel, .validate)
        bench.answer(.validate(tokens[0].id), Bench.Ending.failed(.test(.timeout, on: alpha)))
        for token in tokens.dropFirst() { bench.answer(.validate(token.id), verdict(on: token, isValid: true)) }
        #expect(bench.said == "2 of 3 validated: 2 valid, 1 without an answer")
        // One alone needs no count.
        bench.press(.cancel, .cancel, .validate)
        bench.answer(.validate(tokens[0].id), verdict(on: tokens[0], isValid: true))
        #expect(bench.said.contains("token 000000000001"))
    }

    @Test func `copying tells which way it went`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.copy)
        #expect(bench.work == [.copyTokens([token])])
        bench.answer(.copy, CopyOutcome.impossible("the terminal has no clipboard"))
        #expect(
            bench.said == "token 000000000001 was not copied: the terminal has no clipboard; p shows a token")
    }

    /// Promise P9.
    @Test(arguments: [
        (true, "removed the copied secret from tmux's buffers"),
        (false, "the copied secret may still be in tmux's buffers: tmux did not remove it; tmux list-buffers"),
    ])
    func `a copied token leaves the buffers of tmux after a minute`(_ isClear: Bool, _ told: String) throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.copy)
        bench.answer(.copy, CopyOutcome.tmux)
        #expect(bench.said.hasSuffix("removed from tmux's buffers in 60 s"))
        let moment = start.advanced(seconds: 60)
        #expect(Screen.nextChange(bench.state).map { $0 <= moment } == true)
        bench.send(.tick)
        #expect(bench.state.inFlight[.clearCopies] == nil)
        bench.state.now = moment
        bench.send(.tick)
        #expect(bench.state.inFlight[.clearCopies] != nil)
        bench.answer(.clearCopies, isClear)
        #expect(bench.said == told)
        bench.send(.tick)
        #expect(bench.state.inFlight[.clearCopies] == nil)
    }

    @Test func `a token is shown for at most 20 seconds`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.reveal)
        #expect(bench.work == [.revealToken(token)])
        bench.answer(.reveal, [Secret("t")])
        let until = start.advanced(seconds: 20)
        #expect(bench.effects == [.wake(at: until)])
        #expect(bench.state.feature(RevealedSecret.self)?.secret == Secret("t"))
        #expect(bench.drawn.contains { $0.contains("hidden in 20s") })
        bench.send(.tick)
        #expect(bench.effects == [.wake(at: until)])
        bench.state.now = until
        bench.send(.tick)
        #expect(bench.state.feature(RevealedSecret.self) == nil)
        // The key that was to hide it is not meant for what lies behind.
        #expect(bench.effects == [.flushTypeAhead])
    }

    private func revealed() throws -> Bench {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.reveal)
        bench.answer(.reveal, [Secret("t")])
        #expect(bench.state.feature(RevealedSecret.self) != nil)
        return bench
    }

    /// Our clock is set back by an hour while a token is shown and the vault is open (promises P8 and P28); set ahead, it
    /// ends both sooner at most.
    @Test func `a clock that is set back lengthens nothing`() throws {
        var bench = try revealed()
        bench.state.vault.opened(at: start)
        bench.state.pass(to: start, uptime: 1_000)
        let deadline = try #require(bench.state.vault.deadline)
        let back = start.advanced(seconds: -3_600)
        bench.state.pass(to: back, uptime: 1_500)
        bench.send(.tick)
        #expect(bench.state.feature(RevealedSecret.self) != nil)
        #expect(bench.state.vault.deadline.map { deadline.milliseconds(since: $0) } == 3_600_500)
        bench.state.pass(to: back.advanced(seconds: 20), uptime: 21_500)
        bench.send(.tick)
        #expect(bench.state.feature(RevealedSecret.self) == nil)
    }

    @Test(arguments: ["j", "Tab", "?", "Ctrl-Z", "Esc", "p"])
    func `a shown token goes with the next key`(_ key: String) throws {
        var bench = try revealed()
        bench.keys(key)
        #expect(bench.state.feature(RevealedSecret.self) == nil)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `a shown token goes before the program is suspended`() throws {
        var bench = try revealed()
        #expect(bench.press(.suspend) == [.suspend])
        #expect(bench.state.feature(RevealedSecret.self) == nil)
    }

    /// Promise P8: whatever lets another look at the screen, or draw over it.
    @Test(arguments: [
        Action.input(.resize(Size(rows: 30, columns: 90))), .input(.focusLost), .stop, .resumed, .terminate,
        .input(.hangUp),
    ])
    func `A shown token goes with what is no key`(_ action: Action) throws {
        var bench = try revealed()
        bench.send(action)
        #expect(bench.state.feature(RevealedSecret.self) == nil)
    }

    @Test func `a torn journal line is reported once`() {
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(.journal, TokenList(repairedTornLine: true, unreadableLines: 2))
        #expect(bench.state.activity.entries.count == 2)
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, TokenList(repairedTornLine: true, unreadableLines: 2))
        #expect(bench.state.activity.entries.count == 2)
    }
}
