import Synchronization

/// The changes that this run has begun: those that have not ended are in progress, not left open by an earlier run.
final class ChangesUnderWay: Sendable {
    private struct State {
        var begun: Set<String> = []
        var ended: Set<String> = []
    }

    private let state = Mutex(State())

    func begin(_ operation: String) { state.withLock { _ = $0.begun.insert(operation) } }

    func end(_ operation: String) { state.withLock { _ = $0.ended.insert(operation) } }

    /// Whether this run is at it.
    func contains(_ operation: String) -> Bool {
        state.withLock { $0.begun.contains(operation) && !$0.ended.contains(operation) }
    }

    /// Whether this run began it, whatever came of it.
    func isOurs(_ operation: String) -> Bool { state.withLock { $0.begun.contains(operation) } }
}
