import HTTPExchange
import Storage
import ThoughtSpotSessions

/// What a bulk is about to do, in the journal before its first request: after a crash each token, and each act on a user,
/// is done, failed, unknown or not attempted (promise P60).
package struct WrittenPlan: Sendable {
    /// How many tokens one line names.
    private static let chunk = 100

    private var operations: [String] = []

    /// The tokens, and what is to be done to the user as a whole on each cluster.
    ///
    /// - Throws: what writing the journal throws; nothing must be sent then.
    package init(
        of users: [ConfirmedEndUser], deactivations: [DeactivateUser], in workspace: Workspace
    ) async throws(OperationError) {
        let parts = users.flatMap(\.parts)
        try await self.init(of: parts.flatMap(\.tokens), in: workspace)
        let acts = parts.flatMap { part in UserAct.allCases.filter(part.acts.contains).map { ($0, part.target) } }
        for (act, target) in acts {
            try await write(act == .logOut ? .planForceLogout : .planUserRevocation, target, in: workspace)
        }
        for verb in deactivations { try await write(.planDeactivation, verb.target, in: workspace) }
    }

    /// The users who are to be logged out.
    ///
    /// - Throws: what writing the journal throws; nothing must be sent then.
    init(loggingOut targets: [ForceLogoutTarget], in workspace: Workspace) async throws(OperationError) {
        for target in targets { try await write(.planForceLogout, target, in: workspace) }
    }

    /// A line for each cluster, and for each hundred tokens of it.
    ///
    /// - Throws: what writing the journal throws; nothing must be sent then.
    init(of targets: [RevocationTarget], in workspace: Workspace) async throws(OperationError) {
        var rest = targets[...]
        while let profile = rest.first?.profile {
            let part = rest.filter { $0.profile.id == profile.id }.prefix(Self.chunk)
            let fingerprints = part.map(\.fingerprint)
            let named = Set(fingerprints)
            rest = rest.filter { $0.profile.id != profile.id || !named.contains($0.fingerprint) }[...]
            try await write(.planRevocation, on: profile, subjects: fingerprints.map(\.text), in: workspace)
        }
    }

    private mutating func write(
        _ action: JournalEvent.Action, _ target: ForceLogoutTarget, in workspace: Workspace
    ) async throws(OperationError) {
        try await write(action, on: target.profile, subjects: target.subjects, in: workspace)
    }

    /// What may not be changed is no part of it.
    private mutating func write(
        _ action: JournalEvent.Action, on profile: Profile, subjects: [String], in workspace: Workspace
    ) async throws(OperationError) {
        guard (try? workspace.requireWritable(profile)) != nil else { return }
        let line = workspace.event(.note, action, on: profile, subjects: subjects)
        workspace.changes.begin(line.operation)
        operations.append(line.operation)
        do throws(OperationError) { try await workspace.append(line) } catch {
            end(in: workspace)
            throw error
        }
    }

    /// The bulk has come to its end; what it did not attempt is open from here on.
    package func end(in workspace: Workspace) {
        for operation in operations { workspace.changes.end(operation) }
    }
}
