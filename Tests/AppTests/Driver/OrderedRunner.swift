import Operations
import Storage
import ThoughtSpotSessions

@testable import App

/// Runs work in the order in which `update` began it, one piece at a time, so that a script gives the same log, the
/// same numbers and the same picture every time.
struct OrderedRunner: WorkRunner {
    let next: any WorkRunner
    let turns: Turns

    func outcome<W: Work>(
        of work: W, stamp: Int, telling tell: @escaping @Sendable (W.Step) async -> Void
    ) async -> Outcome<W.Answer> {
        await turns.wait(for: stamp)
        return await next.outcome(of: work, stamp: stamp, telling: tell)
    }
}

/// Whose turn it is: that of the oldest piece of work under way.
@MainActor
final class Turns {
    private var stamps: Set<Int> = []
    private var bells: [AsyncStream<Void>.Continuation] = []

    /// To be called with every state that is drawn.
    func follow(_ state: ProgramState) {
        stamps = Set(state.inFlight.values.map(\.stamp))
        for bell in bells { bell.yield() }
    }

    /// Returns when no older work is under way, or when the task is cancelled.
    func wait(for stamp: Int) async {
        let (stream, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        bells.append(bell)
        // The work is begun before its state is drawn, so the first look waits for a drawing, too.
        if isTurn(of: stamp) { bell.finish() }
        for await _ in stream where isTurn(of: stamp) { bell.finish() }
    }

    private func isTurn(of stamp: Int) -> Bool { stamps.min() == stamp }
}
