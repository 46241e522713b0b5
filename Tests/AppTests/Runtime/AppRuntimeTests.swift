import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import Testing
import ThoughtSpotSessions

@testable import App

@MainActor
struct AppRuntimeTests {
    let world = World()
    let alpha = Profile.test("alpha")

    private func runtime(
        _ runner: FakeRunner, profiles: [Profile]? = nil, inbox: ExchangeInbox = ExchangeInbox()
    ) -> AppRuntime {
        AppRuntime(
            state: .initial(profiles: ProfileShelf(list: profiles ?? [alpha]), now: start),
            environment: world.environment(), runner: runner, inbox: inbox)
    }

    @Test func itDrawsBeforeAnyWorkAndIsIdleAfterTheFirstChecks() async throws {
        let world = world
        let runner = FakeRunner { work in
            let frames = await world.frames
            return frames > 0 ? FakeRunner.quiet(work) : .cancelled
        }
        let runtime = runtime(runner)
        #expect(!runtime.isIdle)
        try await running(runtime) { runtime in
            #expect(runtime.isIdle)
            #expect(runtime.state.tokens.isLoaded)
            #expect(runtime.state.clusters[alpha.id]?.status?.state == .reachable)
            #expect(runtime.state.localOffset == 3_600)
        }
        #expect(Set(runner.asked) == [.listTokens, .checkCluster(alpha)])
    }

    @Test func nothingWakesAnIdleProgramUp() async throws {
        try await running(runtime(FakeRunner { FakeRunner.quiet($0) })) { _ in
            #expect(world.asked.withLock(\.self).isEmpty)
        }
    }

    @Test func aCountdownOnTheScreenTicks() async throws {
        let gate = Gate()
        world.nextChange = start.advanced(seconds: 7)
        world.dawn = gate
        let runtime = runtime(FakeRunner { FakeRunner.quiet($0) })
        try await running(runtime) { runtime in
            // Waiting for a moment does not keep the program from being idle.
            #expect(runtime.isIdle)
            let frames = world.frames
            world.nextChange = nil
            world.dawn = nil
            gate.open()
            while world.frames == frames { await Task.yield() }
            #expect(Set(world.asked.withLock(\.self)) == [start.advanced(seconds: 7)])
        }
    }

    @Test func atMostThirtyTwoChecksRunAtATime() async throws {
        let profiles = (0..<100).map { Profile.test("p\($0)") }
        let runner = FakeRunner { work in
            for _ in 0..<5 { await Task.yield() }
            return FakeRunner.quiet(work)
        }
        let runtime = runtime(runner, profiles: profiles)
        try await running(runtime) { runtime in
            #expect(runtime.state.clusters.count == 100)
        }
        #expect(runner.asked.count == 101)
        #expect(runner.most <= AppRuntime.parallelChecks + 1)
    }

    @Test func escCancelsAReadingAndItsLateAnswerIsDropped() async throws {
        let runner = FakeRunner { work in
            guard case .checkCluster(let profile) = work else { return FakeRunner.quiet(work) }
            await untilCancelled()
            return .checked(ClusterStatus(profile: profile, state: .loggedIn(.test(profile)), checkedAt: start))
        }
        let runtime = runtime(runner)
        await withDiscardingTaskGroup { group in
            group.addTask { await runtime.run() }
            while !runtime.state.isChecking(alpha.id) { await Task.yield() }
            #expect(!runtime.isIdle)
            runtime.send(.command(.cancel))
            await runtime.waitUntilIdle()
            #expect(runtime.state.clusters.isEmpty)
            runtime.send(.terminate)
        }
    }

    @Test func aNewReadingReplacesTheOneUnderWay() async throws {
        let gate = Gate()
        let runner = FakeRunner { work in
            guard work == .listTokens else { return FakeRunner.quiet(work) }
            await gate.wait()
            return .tokens(TokenList(), inUse: [])
        }
        let runtime = runtime(runner)
        await withDiscardingTaskGroup { group in
            group.addTask { await runtime.run() }
            while runtime.state.inFlight[.journal] == nil { await Task.yield() }
            runtime.send(.fileChanged(.journal))
            gate.open()
            await runtime.waitUntilIdle()
            #expect(runtime.state.tokens.isLoaded)
            #expect(runner.asked.filter { $0 == .listTokens }.count == 2)
            runtime.send(.terminate)
        }
    }

    @Test func requestsStandInTheLogBeforeTheResultOfTheirEffect() async throws {
        let inbox = ExchangeInbox()
        let runner = FakeRunner { work in
            if case .checkCluster = work { inbox.record(.test(1)) }
            return FakeRunner.quiet(work)
        }
        let runtime = runtime(runner, inbox: inbox)
        try await running(runtime) { runtime in
            #expect(runtime.state.activity.requests.count == 1)
        }
    }

    @Test func severalActionsAreDrawnOnce() async throws {
        let runtime = runtime(FakeRunner { FakeRunner.quiet($0) })
        try await running(runtime) { runtime in
            let frames = world.frames
            runtime.send([.command(.focusTokens), .command(.focusActivity), .command(.focusSession)])
            #expect(world.frames == frames + 1)
            #expect(runtime.state.focus == .session)
        }
    }

    @Test func copyBellSuspendAndRedrawReachTheWorld() async throws {
        let runtime = runtime(FakeRunner { FakeRunner.quiet($0) })
        try await running(runtime) { runtime in
            runtime.send(.command(.copy))
            await runtime.waitUntilIdle()
            #expect(world.copied == ["https://alpha.example"])
            #expect(runtime.state.activity.latest?.text == "copied the address of alpha by tmux load-buffer")
            runtime.send(.command(.undo))
            #expect(world.bells == 1)
            runtime.send(.command(.deleteProfile))
            #expect(world.flushes == 1)
            runtime.send(.command(.suspend))
            #expect(world.suspensions == 1)
            #expect(world.redraws == 1)
        }
    }

    @Test func verdictsArriveWhileTheRevocationRuns() async throws {
        let gate = Gate()
        let token = try TokenRecord.test(1, of: alpha)
        let item = RevocationItem(profile: alpha, fingerprint: token.fingerprint, user: nil, verdict: .revokedVerified)
        let runner = FakeRunner(progressing: { work, progress in
            switch work {
            case .listTokens: return .tokens(TokenList(records: [token], heldIDs: [token.id]), inUse: [])
            case .revokeTokens:
                await progress(.revocation(item))
                await gate.wait()
                return .revoked([item])
            default: return FakeRunner.quiet(work)
            }
        })
        try await running(runtime(runner)) { runtime in
            runtime.send([.command(.focusTokens), .command(.revoke)])
            runtime.send(.command(.yes))
            while results(runtime)?.rows.first?.verdict == nil { await Task.yield() }
            #expect(results(runtime)?.isRunning == true)
            gate.open()
            await runtime.waitUntilIdle()
            #expect(results(runtime)?.isRunning == false)
        }
    }

    @Test func whatWasTypedAheadDoesNotAnswerAQuestion() async throws {
        let runner = FakeRunner { FakeRunner.quiet($0) }
        try await running(runtime(runner)) { runtime in
            runtime.send([.command(.deleteProfile), .command(.yes), .command(.yes), .tick])
            await runtime.waitUntilIdle()
            #expect(runtime.state.topLayer == .deletion(DeletionQuestion(profile: alpha)))
            #expect(!runner.asked.contains(.removeProfile(alpha)))
        }
    }

    @Test func aQuestionTakesNothingUntilItHasStoodOnTheScreen() async throws {
        let runner = FakeRunner { FakeRunner.quiet($0) }
        try await running(runtime(runner)) { runtime in
            runtime.send(.command(.deleteProfile))
            let question = Layer.deletion(DeletionQuestion(profile: alpha))
            for pause: Int64 in [1, 298] {
                world.hands.pause(milliseconds: pause)
                runtime.type { _ in [.command(.yes)] }
                #expect(runtime.state.topLayer == question)
            }
            world.hands.pause(milliseconds: 1)
            runtime.type { _ in [.command(.yes)] }
            await runtime.waitUntilIdle()
            #expect(runner.asked.contains(.removeProfile(alpha)))
        }
    }

    /// A terminal that takes nothing shows nothing, however long ago it was drawn.
    @Test func theTimeOfAQuestionBeginsWhenTheTerminalHasTakenIt() async throws {
        let runner = FakeRunner { FakeRunner.quiet($0) }
        try await running(runtime(runner)) { runtime in
            world.isShown = false
            runtime.send(.command(.deleteProfile))
            world.hands.pause(milliseconds: 60_000)
            runtime.type { _ in [.command(.yes)] }
            world.isShown = true
            runtime.type { _ in [.command(.yes)] }
            world.hands.pause(milliseconds: 299)
            runtime.type { _ in [.command(.yes)] }
            #expect(runtime.state.topLayer == .deletion(DeletionQuestion(profile: alpha)))
            world.hands.pause(milliseconds: 1)
            runtime.type { _ in [.command(.yes)] }
            await runtime.waitUntilIdle()
            #expect(runner.asked.contains(.removeProfile(alpha)))
        }
    }

    /// Typing on into a form that has just closed by itself does nothing to the panes behind it.
    @Test func whatWasTypedIntoAFormDoesNotActBehindIt() async throws {
        let alpha = alpha
        let gate = Gate()
        let runner = FakeRunner { work in
            guard case .logIn = work else { return FakeRunner.quiet(work) }
            await gate.wait()
            return .loggedIn(.test(alpha))
        }
        try await running(runtime(runner)) { runtime in
            let flushes = world.flushes
            runtime.send([.command(.logIn), .setField(.password, .secret(Secret("pa55"))), .command(.submit)])
            gate.open()
            await runtime.waitUntilIdle()
            #expect(runtime.state.layers.isEmpty)
            #expect(world.flushes == flushes + 1)
            runtime.type { _ in [.command(.deleteProfile)] }
            #expect(runtime.state.layers.isEmpty)
            world.hands.pause(milliseconds: 300)
            runtime.type { _ in [.command(.help)] }
            #expect(runtime.state.topLayer == .help(top: 0))
        }
    }

    @Test func changedFilesAreFollowedUntilTheProgramEnds() async throws {
        let (changes, tell) = AsyncStream<StoredFile>.makeStream()
        let hasEnded = Gate()
        world.followFiles = { take in
            for await file in changes { await take(file) }
            hasEnded.open()
        }
        let runner = FakeRunner { work in
            work == .listProfiles ? .profiles(ProfileList(profiles: [.test("beta")])) : FakeRunner.quiet(work)
        }
        try await running(runtime(runner)) { runtime in
            tell.yield(.profiles)
            while runtime.state.profiles.list.map(\.name) != ["beta"] { await Task.yield() }
            await runtime.waitUntilIdle()
            #expect(runtime.state.selectedProfile == "id-beta")
        }
        await hasEnded.wait()
    }

    private func results(_ runtime: AppRuntime) -> RevocationResults? {
        if case .results(let results)? = runtime.state.topLayer { results } else { nil }
    }

    @Test func theEndWaitsForAChangeToTellWhatBecameOfIt() async throws {
        let gate = Gate()
        let alpha = alpha
        let runner = FakeRunner { work in
            guard case .logOut = work else { return FakeRunner.quiet(work) }
            await untilCancelled()
            // Cancelled: now the journal gets its line.
            await gate.wait()
            return .failed(.test(.cancelled, on: alpha, execution: .unknown))
        }
        var state = AppState.initial(profiles: ProfileShelf(list: [alpha]), now: start)
        state.clusters[alpha.id] = ClusterRow(session: .test(alpha))
        let runtime = AppRuntime(state: state, environment: world.environment(), runner: runner)
        await withDiscardingTaskGroup { group in
            group.addTask { await runtime.run() }
            while runtime.state.inFlight[.journal] == nil { await Task.yield() }
            runtime.send([.command(.logOut), .terminate])
            #expect(runtime.state.isQuitting)
            gate.open()
            await runtime.waitUntilEnded()
            #expect(runtime.state.inFlight[.session(alpha.id)] == nil)
        }
    }

    @Test func theEndDoesNotWaitForeverForAChange() async throws {
        let alpha = alpha
        let stuck = Gate()
        let runner = FakeRunner { work in
            guard case .logOut = work else { return FakeRunner.quiet(work) }
            // Does not hear that it is cancelled.
            await stuck.wait()
            return .cancelled
        }
        var state = AppState.initial(profiles: ProfileShelf(list: [alpha]), now: start)
        state.clusters[alpha.id] = ClusterRow(session: .test(alpha))
        let dawn = Gate()
        world.dawn = dawn
        let runtime = AppRuntime(state: state, environment: world.environment(), runner: runner)
        await withDiscardingTaskGroup { group in
            group.addTask { await runtime.run() }
            while runtime.state.inFlight[.journal] == nil { await Task.yield() }
            runtime.send([.command(.logOut), .terminate])
            dawn.open()
            await runtime.waitUntilEnded()
            #expect(world.asked.withLock(\.self) == [Instant(milliseconds: start.milliseconds + 2_000)])
            stuck.open()
        }
    }
}
