import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

@MainActor
struct ProgramRuntimeTests {
    let bench = RuntimeBench()
    let alpha = Profile.test("alpha")

    private func runtime(
        _ runner: FakeRunner, profiles: [Profile]? = nil, inbox: ExchangeInbox = ExchangeInbox()
    ) -> ProgramRuntime {
        bench.runtime(
            runner, ProgramState(profiles: LoadedProfiles(list: profiles ?? [alpha]), now: start), inbox: inbox)
    }

    private func press(_ runtime: ProgramRuntime, _ key: String) {
        KeyNotation.key(key).map { runtime.handle(.key($0)) }
    }

    /// Runs until it is told to end, without waiting for the work of the start.
    private func begun(_ runtime: ProgramRuntime, _ body: @MainActor () async -> Void) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await runtime.run() }
            await bench.until { runtime.state.inFlight[.journal] != nil }
            await body()
            runtime.send(.terminate)
        }
    }

    @Test func `it draws before any work and is idle after the first checks`() async throws {
        let terminal = bench.terminal
        let runner = FakeRunner { call in
            let frames = await terminal.history.count
            return frames > 0 ? FakeRunner.quiet(call) : .cancelled
        }
        let runtime = runtime(runner)
        #expect(!runtime.isIdle)
        try await running(runtime) { runtime in
            #expect(runtime.isIdle)
            #expect(runtime.state.tokens.isLoaded)
            #expect(runtime.state.clusters[alpha.id]?.status?.state == .reachable)
            #expect(runtime.state.localOffset == 3_600)
        }
        #expect(runner.asked.count == 2)
        #expect(runner.asked.contains(.listTokens))
        #expect(runner.asked.contains(.checkCluster(alpha)))
    }

    /// A task with an executor of its own comes back to the main actor by its queue, some turns later than one without.
    @Test(.timeLimit(.minutes(60)), arguments: 0..<8)
    func `who begins to wait for the end does not miss it`(_ turns: Int) async {
        let runtime = runtime(FakeRunner { FakeRunner.quiet($0) })
        let waiting = Task(executorPreference: OneThread()) { await runtime.waitUntilEnded() }
        for _ in 0..<turns { await Task.yield() }
        runtime.send(.terminate)
        await waiting.value
    }

    @Test func `nothing wakes an idle program up`() async throws {
        try await running(runtime(FakeRunner { FakeRunner.quiet($0) })) { _ in
            #expect(bench.asked.withLock(\.self).isEmpty)
        }
    }

    @Test func `a countdown on the screen ticks`() async throws {
        let gate = Gate()
        bench.dawn = gate
        var state = ProgramState(profiles: LoadedProfiles(list: [alpha]), now: start)
        state.clusters[alpha.id] = ClusterRow(session: .test(alpha, endsIn: 7))
        let alpha = alpha
        let runner = FakeRunner { call in
            if call.as(CheckCluster.self) != nil {
                let status = ClusterStatus(
                    profile: alpha, state: .loggedIn(.test(alpha, endsIn: 7)), checkedAt: start)
                return .answer(status)
            }
            return FakeRunner.quiet(call)
        }
        try await running(bench.runtime(runner, state)) { runtime in
            // Waiting for a moment does not keep the program from being idle.
            #expect(runtime.isIdle)
            #expect(runtime.timer != nil)
            gate.open()
            await bench.terminal.nextFrame()
            #expect(bench.asked.withLock(\.self).first == start.advanced(seconds: 1))
        }
    }

    @Test func `at most 40 checks run at a time`() async throws {
        let profiles = (0..<100).map { Profile.test("p\($0)") }
        let runner = FakeRunner { call in
            await Task.yield()
            return FakeRunner.quiet(call)
        }
        let runtime = runtime(runner, profiles: profiles)
        try await running(runtime) { runtime in
            #expect(runtime.state.clusters.count == 100)
        }
        #expect(runner.asked.count == 101)
        #expect(runner.most <= 40 + 1)
    }

    @Test func `Esc cancels a reading and its late answer is dropped`() async throws {
        let runner = FakeRunner { call in
            guard let check = call.as(CheckCluster.self) else { return FakeRunner.quiet(call) }
            await untilCancelled()
            return .answer(
                ClusterStatus(profile: check.profile, state: .loggedIn(.test(check.profile)), checkedAt: start))
        }
        let runtime = runtime(runner)
        await begun(runtime) {
            await bench.until { runtime.state.isChecking(alpha.id) }
            #expect(!runtime.isIdle)
            press(runtime, "Esc")
            await runtime.waitUntilIdle()
            #expect(runtime.state.clusters.isEmpty)
        }
    }

    @Test func `a new reading replaces the one under way`() async throws {
        let gate = Gate()
        let runner = FakeRunner { call in
            guard call.as(ListTokens.self) != nil else { return FakeRunner.quiet(call) }
            await gate.wait()
            return .answer(TokenList())
        }
        let runtime = runtime(runner)
        await begun(runtime) {
            runtime.send(.fileChanged(.journal))
            gate.open()
            await runtime.waitUntilIdle()
            #expect(runtime.state.tokens.isLoaded)
            #expect(runner.asked.count { $0 == .listTokens } == 2)
        }
    }

    @Test func `requests stand in the log before the result of their effect`() async throws {
        let inbox = ExchangeInbox()
        let runner = FakeRunner { call in
            if call.as(CheckCluster.self) != nil { inbox.record(.test(1)) }
            return FakeRunner.quiet(call)
        }
        let runtime = runtime(runner, inbox: inbox)
        try await running(runtime) { runtime in
            #expect(runtime.state.activity.requests.count == 1)
        }
    }

    @Test func `several actions are drawn once`() async throws {
        let runtime = runtime(FakeRunner { FakeRunner.quiet($0) })
        try await running(runtime) { runtime in
            let frames = bench.terminal.history.count
            runtime.send([.command(.focusTokens), .command(.focusActivity), .command(.focusSession)])
            #expect(bench.terminal.history.count == frames + 1)
            #expect(runtime.state.panes.focus == .session)
        }
    }

    @Test func `copy, bell, suspend and redraw reach the terminal`() async throws {
        let runtime = runtime(FakeRunner { FakeRunner.quiet($0) })
        try await running(runtime) { runtime in
            runtime.send(.command(.copy))
            await runtime.waitUntilIdle()
            #expect(runtime.state.activity.latest?.text == "copied the address of alpha with tmux load-buffer")
            runtime.send(.command(.undo))
            #expect(bench.terminal.emitted == [[7]])
            runtime.send(.command(.removeProfile))
            #expect(bench.terminal.inputFlushes == 1)
            runtime.send(.command(.suspend))
            #expect(bench.terminal.suspensions == 1)
            #expect(bench.terminal.invalidations == 1)
        }
    }

    @Test func `verdicts arrive while the revocation runs`() async throws {
        let gate = Gate()
        let token = try TokenRecord.test(1, of: alpha)
        let item = RevocationItem(
            profile: alpha, fingerprint: token.fingerprint, user: nil, verdict: .revokedVerified)
        let runner = FakeRunner { call in
            if call.as(ListTokens.self) != nil {
                return .answer(TokenList(records: [token], heldIDs: [token.id]))
            }
            guard call.as(RevokeTokens.self) != nil else { return FakeRunner.quiet(call) }
            await call.progress(item)
            await gate.wait()
            return .answer([item])
        }
        try await running(runtime(runner)) { runtime in
            runtime.send([.command(.focusTokens), .command(.revoke)])
            bench.hands.pause(milliseconds: 300)
            press(runtime, "y")
            await bench.until { results(runtime)?.acts.first?.string.contains("revoked (verified)") == true }
            #expect(results(runtime)?.isRunning == true)
            gate.open()
            await runtime.waitUntilIdle()
            #expect(results(runtime)?.isRunning == false)
        }
    }

    @Test func `what was typed ahead does not answer a question`() async throws {
        let runner = FakeRunner { FakeRunner.quiet($0) }
        try await running(runtime(runner)) { runtime in
            let yes = Action.input(.key(.character("y")))
            runtime.send([.command(.removeProfile), yes, yes, .tick])
            await runtime.waitUntilIdle()
            #expect(runtime.state.top is ProfileRemovalQuestion)
            #expect(!runner.asked.contains(.removeProfile(alpha)))
        }
    }

    @Test func `a question takes nothing until it has stood on the screen`() async throws {
        let runner = FakeRunner { FakeRunner.quiet($0) }
        try await running(runtime(runner)) { runtime in
            runtime.send(.command(.removeProfile))
            for pause: Int64 in [1, 298] {
                bench.hands.pause(milliseconds: pause)
                press(runtime, "y")
                #expect(runtime.state.top is ProfileRemovalQuestion)
            }
            bench.hands.pause(milliseconds: 1)
            press(runtime, "y")
            await runtime.waitUntilIdle()
            #expect(runner.asked.contains(.removeProfile(alpha)))
        }
    }

    /// A terminal that takes nothing shows nothing, however long ago it was drawn.
    @Test func `the time of a question begins when the terminal has taken it`() async throws {
        let runner = FakeRunner { FakeRunner.quiet($0) }
        try await running(runtime(runner)) { runtime in
            bench.terminal.isShown = false
            runtime.send(.command(.removeProfile))
            bench.hands.pause(milliseconds: 60_000)
            press(runtime, "y")
            bench.terminal.isShown = true
            bench.hands.pause(milliseconds: 299)
            press(runtime, "y")
            #expect(runtime.state.top is ProfileRemovalQuestion)
            bench.hands.pause(milliseconds: 1)
            press(runtime, "y")
            await runtime.waitUntilIdle()
            #expect(runner.asked.contains(.removeProfile(alpha)))
        }
    }

    /// Typing on into a form that has just closed by itself does nothing to the panes behind it.
    @Test func `what was typed into a form does not act behind it`() async throws {
        let alpha = alpha
        let gate = Gate()
        let runner = FakeRunner { call in
            guard call.as(LogIn.self) != nil else { return FakeRunner.quiet(call) }
            await gate.wait()
            return .answer(SessionReport.test(alpha))
        }
        try await running(runtime(runner)) { runtime in
            let flushes = bench.terminal.inputFlushes
            runtime.send([
                .command(.logIn), .input(.paste("pa55", truncated: false)), .command(.submit),
            ])
            gate.open()
            await runtime.waitUntilIdle()
            #expect(runtime.state.stack.isEmpty)
            #expect(bench.terminal.inputFlushes == flushes + 1)
            press(runtime, "d")
            #expect(runtime.state.stack.isEmpty)
            bench.hands.pause(milliseconds: 300)
            press(runtime, "?")
            #expect(runtime.state.top is HelpView)
        }
    }

    @Test func `changed files are followed until the program ends`() async throws {
        let (changes, tell) = AsyncStream<StoredFile>.makeStream()
        let hasEnded = Gate()
        bench.followFiles = { told in
            for await file in changes { await told(file) }
            hasEnded.open()
        }
        let runner = FakeRunner { call in
            call.as(ListProfiles.self) != nil
                ? .answer(ProfileList(profiles: [.test("beta")])) : FakeRunner.quiet(call)
        }
        try await running(runtime(runner)) { runtime in
            tell.yield(.profiles)
            await bench.until { runtime.state.profiles.list.map(\.name) == ["beta"] }
            await runtime.waitUntilIdle()
            #expect(runtime.state.selectedProfile == "id-beta")
        }
        await hasEnded.wait()
    }

    private func results(_ runtime: ProgramRuntime) -> RevocationResults? { runtime.state.top as? RevocationResults }

    private var loggedIn: ProgramState {
        var state = ProgramState(profiles: LoadedProfiles(list: [alpha]), now: start)
        state.clusters[alpha.id] = ClusterRow(session: .test(alpha))
        return state
    }

    @Test func `the end waits for a change to tell what became of it`() async throws {
        let gate = Gate()
        let alpha = alpha
        let runner = FakeRunner { call in
            guard call.as(LogOut.self) != nil else { return FakeRunner.quiet(call) }
            await untilCancelled()
            // Cancelled: now the journal gets its line.
            await gate.wait()
            return .failed(.test(.cancelled, on: alpha, execution: .unknown))
        }
        let runtime = bench.runtime(runner, loggedIn)
        await begun(runtime) {
            runtime.send([.command(.logOut), .terminate])
            #expect(runtime.state.isQuitting)
            gate.open()
            await runtime.waitUntilEnded()
            #expect(runtime.state.inFlight[.session(alpha.id)] == nil)
        }
    }

    @Test func `the end does not wait forever for a change`() async throws {
        let stuck = Gate()
        let runner = FakeRunner { call in
            guard call.as(LogOut.self) != nil else { return FakeRunner.quiet(call) }
            // Does not hear that it is cancelled.
            await stuck.wait()
            return .cancelled
        }
        let dawn = Gate()
        bench.dawn = dawn
        let runtime = bench.runtime(runner, loggedIn)
        await begun(runtime) {
            runtime.send([.command(.logOut), .terminate])
            dawn.open()
            await runtime.waitUntilEnded()
            #expect(bench.asked.withLock(\.self) == [Instant(milliseconds: start.milliseconds + 2_000)])
            stuck.open()
        }
    }
}
