import Moments
import Operations
import Storage
import Synchronization
import Testing
import ThoughtSpotSessions

@testable import App

/// Answers work as a test says, and remembers what was asked of it.
final class FakeRunner: WorkRunner {
    private let state = Mutex<(asked: [Work], running: Int, most: Int)>(([], 0, 0))
    private let answer: @Sendable (Work, @Sendable (WorkProgress) async -> Void) async -> EffectResult

    init(_ answer: @escaping @Sendable (Work) async -> EffectResult) {
        self.answer = { work, _ in await answer(work) }
    }

    init(
        progressing answer: @escaping @Sendable (Work, @Sendable (WorkProgress) async -> Void) async -> EffectResult
    ) {
        self.answer = answer
    }

    var asked: [Work] { state.withLock(\.asked) }
    /// As many as ever ran at a time.
    var most: Int { state.withLock(\.most) }

    func run(_ work: Work, progress: @escaping @Sendable (WorkProgress) async -> Void) async -> EffectResult {
        state.withLock {
            $0.asked.append(work)
            $0.running += 1
            $0.most = max($0.most, $0.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        return await answer(work, progress)
    }

    /// What a program without anything to say answers.
    static func quiet(_ work: Work) -> EffectResult {
        switch work {
        case .listTokens: .tokens(TokenList(), inUse: [])
        case .checkCluster(let profile):
            .checked(ClusterStatus(profile: profile, state: .reachable, checkedAt: start))
        default: .cancelled
        }
    }
}

/// Returns when the task is cancelled, and not before.
func untilCancelled() async {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    for await _ in stream {}
    continuation.finish()
}

/// A door that a test opens.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiters = state.withLock { state in
            defer { state = (true, []) }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when the gate is open, and does not hear that the task is cancelled.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

/// The clock of the hands: what a person typed at which millisecond.
final class Hands: Sendable {
    let now = Mutex<Int64>(1_000)

    func pause(milliseconds: Int64) { now.withLock { $0 += milliseconds } }
}

/// What the runtime did to the world.
@MainActor
final class World {
    var now = start
    var frames = 0
    var bells = 0
    var flushes = 0
    var redraws = 0
    var suspensions = 0
    var copied: [String] = []
    /// What the next frame says about its countdown.
    var nextChange: Instant?
    /// Moments that were waited for.
    let asked = Mutex<[Instant]>([])
    /// The clock of the hands, in milliseconds.
    let hands = Hands()
    /// Whether the terminal takes what is drawn.
    var isShown = true
    var followFiles: @Sendable (_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async -> Void = { _ in }
    /// Ends the waiting, when a test says so.
    var dawn: Gate?

    func environment() -> AppEnvironment {
        let asked = { @Sendable [weak self] (moment: Instant) async -> Gate? in
            await self?.wait(for: moment)
        }
        return AppEnvironment(
            now: { start }, uptime: { [hands] in hands.now.withLock(\.self) }, localOffset: { _ in 3_600 },
            sleep: { moment in
                if let gate = await asked(moment) { await gate.wait() } else { await untilCancelled() }
                try Task.checkCancellation()
            },
            copy: { [self] text in
                copied.append(text)
                return .tmux
            },
            draw: { [self] _ in
                frames += 1
                return nextChange
            },
            isShown: { [self] in isShown }, followFiles: followFiles,
            redraw: { [self] in redraws += 1 }, suspend: { [self] in suspensions += 1 },
            bell: { [self] in bells += 1 }, flushTypeAhead: { [self] in flushes += 1 })
    }

    private func wait(for moment: Instant) -> Gate? {
        asked.withLock { $0.append(moment) }
        return dawn
    }
}

/// Runs a program for as long as a test needs it.
@MainActor
func running(_ runtime: AppRuntime, _ body: @MainActor (AppRuntime) async throws -> Void) async throws {
    try await withThrowingDiscardingTaskGroup { group in
        group.addTask { await runtime.run() }
        defer { runtime.send(.terminate) }
        await runtime.waitUntilIdle()
        try await body(runtime)
    }
}
