import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// What to do next is a key or a field on the screen, and a command of the shell in the commands.
struct NextStepTests {
    private let program = Bench([.test("alpha")]).state

    private func key(_ command: Command) -> String { program.key(command).string }

    @Test func `a field and its value stand for an option`() {
        let steps = NextStep(in: program)
        let place = "in the profile (\(key(.editProfile)))"
        #expect(
            steps.text("`tessera profile edit tlsy --ca-file FILE` trusts your company's CA for this profile").string
                == "CA file \(place) trusts your company's CA for this profile")
        #expect(
            steps.text("then `tessera profile edit tlsy --generation v1`").string == "then Generation v1 \(place)")
        #expect(
            steps.text("then `tessera profile edit tlsy --generation ...`").string == "then Generation \(place)")
    }

    @Test func `a key stands for a command`() {
        let steps = NextStep(in: program)
        #expect(
            steps.text("`tessera doctor alpha` shows which generations the cluster supports").string
                == "\(key(.diagnose)) (doctor) shows which generations the cluster supports")
        #expect(
            steps.text("`tessera doctor alpha --password-stdin`, to see more").string
                == "log in (\(key(.logIn))), to see more")
        #expect(
            steps.text("`tessera key enable cluster`").string == "e in the secret keys (\(key(.keys)))")
        #expect(
            steps.text("`tessera user revoke USER --everywhere`, if you know its user").string
                == "\(key(.revokeEverywhere)) (user revoke everywhere), if you know its user")
    }

    @Test func `in a view above the panes a key is one that works there, or the way to it`() {
        let steps = NextStep(in: program, shownIn: DoctorView.layer)
        #expect(steps.text("`tessera doctor alpha --password-stdin`, to see more").string == "log in (l), to see more")
        #expect(
            steps.text("`tessera profile edit alpha --ca-file FILE` trusts it").string
                == "CA file in the profile (Esc, e) trusts it")
    }

    @Test func `a message that is read whole names the way to the keys of the panes`() {
        var bench = Bench([.test("alpha")])
        let error = SessionError(
            .tlsChain, operation: "session/info", origin: Origin(scheme: .https, host: "eu.example"))
        _ = bench.state.say(.session(error, profile: "alpha"))
        bench.press(.focusActivity, .open)
        #expect(bench.state.top is ActivityDetail)
        #expect(bench.screen.contains("in the profile (Esc, e)"))
    }

    @Test func `a session that is not there and a diagnosis without one are left by a login`() {
        var bench = Bench([.test("alpha")])
        bench.press(.focusSession, .open)
        #expect(bench.screen.contains("l logs in."))
        bench.keys("l")
        #expect(bench.form?.title == "Log in to alpha")
        bench.keys("Esc", "Esc")
        bench.press(.diagnose)
        bench.keys("l")
        #expect(bench.form?.title == "Log in to alpha")
        bench.keys("Esc")
        bench.logIn(on: .test("alpha"))
        #expect(bench.reason(against: .logIn) == "already logged in; o logs out")
    }

    /// `in 29m` stands in a column of its own elsewhere.
    @Test func `the state of a profile is a sentence of its own`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.state.clusters[alpha.id] = ClusterRow(session: .test(alpha, endsIn: 1_740))
        bench.press(.showProfile)
        #expect(bench.drawn.contains { $0.contains("State") && $0.contains("logged in, ends in ~29m") })
    }

    /// A shell has what no key does.
    @Test(
        arguments: [
            "run `chmod go-w profiles.json`", "`tessera journal check` shows the places", "no command at all",
            "`tessera profile import --help` says more", "an odd ` mark",
        ] as [SafeText])
    func `anything else stays as it is`(_ hint: SafeText) {
        #expect(NextStep(in: program).text(hint) == hint)
    }

    @Test(arguments: SessionError.Code.allCases)
    func `what a cluster did is told without commands of a shell`(_ code: SessionError.Code) {
        for execution: SessionError.Execution in [.notExecuted, .unknown] {
            let error = SessionError(
                code, execution: execution, operation: "auth/token/full",
                origin: Origin(scheme: .https, host: "eu.example"))
            let message = MessageComposer.message(for: .session(error, profile: "alpha")).onScreen(in: program)
            #expect(!message.hints.contains { $0.string.contains("tessera ") }, "\(message.hints)")
        }
    }

    @Test func `what is said on the screen names keys, and the reason comes before the next step`() throws {
        var bench = Bench([.test("alpha")])
        let error = SessionError(
            .tlsChain, operation: "session/info", origin: Origin(scheme: .https, host: "eu.example"))
        let message = bench.state.say(.session(error, profile: "alpha"))
        #expect(message.hints.contains { $0.string.hasPrefix("CA file in the profile") })
        let long = Operations.Message(
            code: "E_TEST", what: "one two three four five six", hints: ["seven eight nine ten eleven twelve"],
            exitCode: .tls)
        let grid = CellGrid(Size(rows: 4, columns: 20))
        for (rows, first) in [(4, 2), (3, 2), (2, 1)] {
            let lines = MessageWords.brief(long, rows: rows, width: 18, on: grid)
            #expect(lines.count <= rows)
            #expect(lines.prefix { $0.role == .danger }.count == first, "\(lines)")
            #expect(lines.contains { $0.text.string.hasPrefix("Next: seven") })
        }
    }
}
