import Operations
import Storage

/// Work that needs nothing but what it was begun with: it is only too long for the thread of the keys.
protocol Computation: Work where Step == Never {
    /// What it comes to, wherever it is done.
    var answer: Answer { get }
}

extension Computation {
    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> Answer {
        // All other work, and what waits for the keys, has one thread together.
        await FileExecutor.run { () throws(Never) in answer }
    }

    fileprivate func news(_ stamp: Int) -> News { News(WorkEnd(work: self, stamp: stamp, outcome: .answer(answer))) }
}

extension Effect {
    /// What a computation comes to, done here and now; nil for what needs the world.
    package var computed: Action? {
        guard case .perform(let work, let stamp) = self, let computation = work.base as? any Computation else {
            return nil
        }
        return .news(computation.news(stamp))
    }
}
