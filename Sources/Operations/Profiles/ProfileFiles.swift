import DisplayText
package import Storage
import StrictJSON
import ThoughtSpotSessions

/// A file of profiles that was read, and what an import of it would do.
package struct ProfileFileReading: Hashable, Sendable {
    package let plan: ProfileImportPlan
    /// Others on this machine can read the file, which holds a secret.
    package let exposesSecret: Bool

    package init(plan: ProfileImportPlan, exposesSecret: Bool = false) {
        self.plan = plan
        self.exposesSecret = exposesSecret
    }
}

/// Reads a file of profiles and plans its import: what has no name here yet would be added. Changes nothing.
package struct ReadProfileFile: Hashable, Sendable {
    /// As it was typed.
    package var path: String

    package init(path: String) { self.path = path }

    /// - Throws: `E_FILE_UNREADABLE`, `E_NO_HOME`, `E_IMPORT_FILE`, and what ``PlanProfileImport`` throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> ProfileFileReading {
        let (path, files) = (path, workspace.files)
        let (file, mode) = try await FileExecutor.run { () throws(OperationError) in
            do throws(StorageError) {
                let content = try files.read(path, ProfileImport.limit)
                return (try ProfileImport(content.bytes, file: path), content.mode)
            } catch {
                throw .storage(error)
            }
        }
        return ProfileFileReading(
            plan: try await PlanProfileImport(files: [file]).run(in: workspace),
            exposesSecret: file.isExposed(mode: mode))
    }
}

extension ProfileImport {
    /// Whether it holds a secret that others can read.
    ///
    /// - Parameter mode: of the file; nil for what is none.
    package func isExposed(mode: UInt32?) -> Bool {
        let holdsSecret = entries.contains { $0.omissions.contains { $0.reason == .secret } }
        return holdsSecret && mode.map { $0 & 0o077 != 0 } ?? false
    }
}

/// Takes the profiles of an import out of the file again: all of them, or none.
package struct UndoImport: Hashable, Sendable {
    /// As they were saved.
    package var profiles: [Profile]

    package init(profiles: [Profile]) { self.profiles = profiles }

    /// - Throws: `E_SAVE_CONFLICT` where one of them was changed since, and what reading and writing the file throw.
    package func run(in workspace: Workspace) async throws(OperationError) {
        do throws(StorageError) { try await workspace.profiles.remove(profiles) } catch { throw .storage(error) }
    }
}

/// Writes profiles into a new file, 0600, for another person or another machine: no secret, no secret command.
package struct ExportProfiles: Hashable, Sendable {
    package var profiles: [Profile]
    /// As it was typed.
    package var path: String

    package init(profiles: [Profile], path: String) {
        self.profiles = profiles
        self.path = path
    }

    /// - Returns: where the file is, from the root on.
    /// - Throws: What ``NamedFiles/make`` and writing throw.
    package func run(in workspace: Workspace) async throws(OperationError) -> String {
        let file = try await workspace.newFile(at: path)
        let bytes = ProfileExport(profiles).bytes
        try await FileExecutor.run { () throws(OperationError) in try file.write(bytes) }
        return file.path
    }
}

extension ProfileExport {
    /// The content of the file.
    package var bytes: [UInt8] { Array(JSONValue.object(document).serialized(pretty: true).utf8) }
}
