package import Storage

/// Reads what a person has chosen. Changes nothing, creates nothing.
package struct ReadSettings: Hashable, Sendable {
    package init() {}

    /// Nil when there is no file: then everything is as it comes.
    package func run(in workspace: Workspace) async throws(OperationError) -> SettingsDocument? {
        do throws(StorageError) { return try await workspace.settings?.load() } catch { throw .storage(error) }
    }
}
