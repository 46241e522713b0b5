import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// What became of the links that activate accounts again: each is a secret, for a file and nothing else.
package enum ActivationLinks: Hashable, Sendable {
    /// In a new file, 0600.
    case kept(path: String)
    case lost(StorageError)

    /// One line a cluster: its profile and its link.
    package static func lines(of items: [DeactivationItem]) -> [UInt8] {
        Array(
            items.compactMap { item in item.link.map { "\(item.target.profile.name) \($0.expose())\n" } }.joined().utf8)
    }
}

extension EndUser {
    /// The same, with a file for the activation links that is made before anything is sent, so that a place that cannot be
    /// used is told in time. The report has no link.
    ///
    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` or `E_FILE_…`; nothing was sent then.
    package func runKeepingLinks(
        in workspace: Workspace, progress: @Sendable (Item) async -> Void = { _ in }
    ) async throws(OperationError) -> Report {
        guard !deactivations.isEmpty else { return await run(in: workspace, progress: progress) }
        let path = linksPath
        let file = try await FileExecutor.run { () throws(OperationError) in
            do throws(StorageError) { return try ReservedFile(at: path) } catch { throw .storage(error) }
        }
        var report = await run(in: workspace, progress: progress)
        let lines = ActivationLinks.lines(of: report.deactivations)
        for index in report.deactivations.indices { report.deactivations[index].link = nil }
        guard !lines.isEmpty else {
            file.discard()
            return report
        }
        do throws(OperationError) {
            try await FileExecutor.run { () throws(OperationError) in
                do throws(StorageError) { try file.write(lines) } catch { throw .storage(error) }
            }
            report.links = .kept(path: path)
        } catch {
            if case .storage(let cause) = error { report.links = .lost(cause) }
        }
        return report
    }
}
