import Moments
import Operations
import Storage
import Synchronization
import Terminal
import TestSupport
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Answers work as a test says, and remembers what was asked of it.
final class FakeRunner: WorkRunner {
    /// What a test lets happen to a piece of work.
    struct Call: Sendable {
        let work: AnyWork
        fileprivate let tell: @Sendable (any Sendable) async -> Void

        func `as`<W: Work>(_ kind: W.Type) -> W? { work.base as? W }

        /// Something falls on the way.
        func progress(_ step: any Sendable) async { await tell(step) }
    }

    /// How it ends; an answer must be of the work's own type.
    enum Ending: Sendable {
        case answer(any Sendable)
        case failed(OperationError)
        case cancelled
    }

    private let state = Mutex<(asked: [AnyWork], running: Int, most: Int)>(([], 0, 0))
    private let end: @Sendable (Call) async -> Ending

    init(_ end: @escaping @Sendable (Call) async -> Ending) { self.end = end }

    var asked: [AnyWork] { state.withLock(\.asked) }
    /// As many as ever ran at a time.
    var most: Int { state.withLock(\.most) }

    func outcome<W: Work>(
        of work: W, stamp: Int, telling tell: @escaping @Sendable (W.Step) async -> Void
    ) async -> Outcome<W.Answer> {
        state.withLock {
            $0.asked.append(AnyWork(work))
            $0.running += 1
            $0.most = max($0.most, $0.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        let call = Call(work: AnyWork(work)) { step in if let step = step as? W.Step { await tell(step) } }
        return switch await end(call) {
        case .answer(let answer): (answer as? W.Answer).map { .answer($0) } ?? .cancelled
        case .failed(let error): .failure(error)
        case .cancelled: .cancelled
        }
    }

    /// What a program without anything to say answers.
    static func quiet(_ call: Call) -> Ending {
        if call.as(ListTokens.self) != nil { return .answer(TokenList()) }
        if let check = call.as(CheckCluster.self) {
            return .answer(ClusterStatus(profile: check.profile, state: .reachable, checkedAt: start))
        }
        if let copy = call.as(CopyText.self) {
            _ = copy
            return .answer(CopyOutcome.tmux)
        }
        return .cancelled
    }
}

/// The clock of the hands: what a person typed at which millisecond.
final class Hands: Sendable {
    let now = Mutex<Int64>(1_000)

    func pause(milliseconds: Int64) { now.withLock { $0 += milliseconds } }
}

/// A runtime under test, and the world around it.
@MainActor
final class RuntimeBench {
    let terminal = InMemoryTerminal()
    /// Moments that were waited for.
    let asked = Mutex<[Instant]>([])
    /// The clock of the hands, in milliseconds.
    let hands = Hands()
    var followFiles: @Sendable (_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async -> Void = { _ in }
    /// Ends the waiting, when a test says so.
    var dawn: Gate?

    func runtime(
        _ runner: FakeRunner, _ state: ProgramState, inbox: ExchangeInbox = ExchangeInbox()
    ) -> ProgramRuntime {
        let asked = { @Sendable [weak self] (moment: Instant) async -> Gate? in await self?.wait(for: moment) }
        let environment = ProgramEnvironment(
            now: { start }, uptime: { [hands] in hands.now.withLock(\.self) }, localOffset: { _ in 3_600 },
            sleep: { moment in
                if let gate = await asked(moment) { await gate.wait() } else { await untilCancelled() }
                try Task.checkCancellation()
            }, followFiles: followFiles)
        return ProgramRuntime(
            state: state, terminal: terminal, theme: .standard, environment: environment, runner: runner, inbox: inbox)
    }

    private func wait(for moment: Instant) -> Gate? {
        asked.withLock { $0.append(moment) }
        return dawn
    }

    /// Returns when the program is like that, looking at every frame.
    func until(_ isLikeThat: @MainActor () -> Bool) async {
        while !isLikeThat() { await terminal.nextFrame() }
    }
}

/// Runs a program for as long as a test needs it.
@MainActor
func running(_ runtime: ProgramRuntime, _ body: @MainActor (ProgramRuntime) async throws -> Void) async throws {
    try await withThrowingDiscardingTaskGroup { group in
        group.addTask { await runtime.run() }
        defer { runtime.send(.terminate) }
        await runtime.waitUntilIdle()
        try await body(runtime)
    }
}
