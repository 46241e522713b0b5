package import Storage
import ThoughtSpotSessions

/// Lets a damaged journal be written again, after a person has looked at it: writes a line that says so. Nothing is
/// repaired, and nothing is removed.
package struct AcceptJournalDamage: Hashable, Sendable {
    /// What the person has seen; other damage by now is not accepted.
    package var damage: [JournalDamage]

    package init(damage: [JournalDamage]) {
        self.damage = damage
    }

    /// Writes the line.
    ///
    /// - Throws: `E_SAVE_CONFLICT` when the damage is another one by now, and what writing the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) {
        let now = try await ListTokens().run(in: workspace).damage
        guard now == damage else {
            throw .storage(
                StorageError(
                    .saveConflict, file: workspace.journal.file ?? "", detail: "the damage is another one by now"))
        }
        let (id, at) = workspace.stamp()
        try await workspace.append(
            JournalEvent(
                id: id, operation: id, at: at, phase: .note, action: .acceptDamage, outcome: .ok, profileID: "",
                profileName: "", origin: "", subjects: damage.map(\.subject)))
    }
}
