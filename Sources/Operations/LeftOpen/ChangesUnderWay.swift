import Storage
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

/// The tokens that a bulk is about to revoke, in the journal before its first request: after a crash each of them is done,
/// failed, unknown or not attempted (promise P60).
package struct WrittenPlan: Sendable {
    /// How many tokens one line names.
    private static let chunk = 100

    private var operations: [String] = []

    /// Writes a line for each cluster, and for each hundred tokens of it. What may not be changed is no part of it.
    ///
    /// - Throws: what writing the journal throws; nothing must be sent then.
    package init(of targets: [RevocationTarget], in workspace: Workspace) async throws(OperationError) {
        let writable = targets.filter { (try? workspace.requireWritable($0.profile)) != nil }
        var rest = writable[...]
        while let profile = rest.first?.profile {
            let part = rest.filter { $0.profile.id == profile.id }.prefix(Self.chunk)
            let fingerprints = part.map(\.fingerprint)
            let named = Set(fingerprints)
            rest = rest.filter { $0.profile.id != profile.id || !named.contains($0.fingerprint) }[...]
            let line = workspace.event(
                .note, .planRevocation, on: profile, subjects: fingerprints.map(\.text))
            workspace.changes.begin(line.operation)
            operations.append(line.operation)
            do throws(OperationError) { try await workspace.append(line) } catch {
                end(in: workspace)
                throw error
            }
        }
    }

    /// The bulk has come to its end; what it did not attempt is open from here on.
    package func end(in workspace: Workspace) {
        for operation in operations { workspace.changes.end(operation) }
    }
}
