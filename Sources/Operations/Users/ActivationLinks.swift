package import DisplayText
import HTTPExchange
package import Moments
import Storage
import Synchronization
import ThoughtSpotSessions

/// What became of the links that activate accounts again: each is a secret, for a file or the vault and nothing else.
package enum ActivationLinks: Hashable, Sendable {
    /// Where they are to go.
    package enum Place: Hashable, Sendable {
        /// A new file, 0600, at a path as it was typed.
        case file(String)
        case vault

        /// `in the vault`, or in the file by its name without its directory.
        var words: SafeText {
            switch self {
            case .file(let path): "in \(SafeText(outside: String(path.split(separator: "/").last ?? ""), limit: 120))"
            case .vault: "in the vault"
            }
        }
    }

    /// In a new file, named from the root on.
    case kept(path: String)
    /// In the vault, so many of them.
    case inVault(Int)
    /// So many of them in memory, until the vault is open: it was locked meanwhile, or the file was not written.
    case waiting(Int, OperationError)
    case lost(OperationError)

    /// `1 activation link`, `2 activation links`.
    package static func counted(_ count: Int) -> SafeText { VaultEntry.Kind.activationLink.counted(count) }
}

/// Keeps activation links where they are to go, each when it comes. It is made before anything is sent, so that a place
/// that cannot be used is told in time, and is then either finished or discarded.
package final class ActivationLinksKeeper: Sendable {
    private enum Target {
        case file(NewFile)
        case vault
    }

    private let target: Target
    private let held: HeldCredentials
    /// All that came: what is in a file is held until it is sure that the file has its name still.
    private let entries = Mutex<[VaultEntry]>([])

    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` or `E_FILE_…`; `E_VAULT_LOCKED`, `E_VAULT_MISSING`.
    package init(_ place: ActivationLinks.Place, in workspace: Workspace) async throws(OperationError) {
        held = workspace.held
        switch place {
        case .file(let path): target = .file(try await workspace.newFile(at: path))
        case .vault:
            let vault = try workspace.requireVaultStore()
            if await !vault.isUnlocked { _ = try await UnlockVault(passphrase: nil).run(in: workspace) }
            target = .vault
        }
    }

    /// Keeps the link of an account that has just been closed: whatever ends the program next, it is not lost. The item
    /// has none afterwards, and says what became of it.
    package func take(_ item: inout DeactivationItem, at now: Instant) async {
        guard let link = item.link else { return }
        item.link = nil
        let profile = item.target.profile
        let entry = VaultEntry(link: link, of: item.target.user, on: profile, created: now)
        entries.withLock { $0.append(entry) }
        switch target {
        case .vault:
            item.linkEnd = await held.keepLinks([entry]) == nil ? .kept : .waiting
            if item.linkEnd == .kept { item.linkPlace = .vault }
        case .file(let file):
            let line = Array("\(profile.name) \(link.expose())\n".utf8)
            do throws(OperationError) {
                try await FileExecutor.run { () throws(OperationError) in try file.append(line) }
                (item.linkEnd, item.linkPlace) = (.kept, .file(file.path))
            } catch {
                item.linkEnd = .waiting
            }
        }
    }

    /// Nothing more comes. What is not where it was to be goes into the vault, or waits in memory for it.
    ///
    /// - Parameter items: those that were taken; they are told what became of their links.
    /// - Returns: nil where none came back; a file is gone then.
    package func finish(_ items: inout [DeactivationItem]) async -> ActivationLinks? {
        let entries = entries.withLock { $0 }
        guard !entries.isEmpty else {
            discard()
            return nil
        }
        var failure: OperationError?
        if case .file(let file) = target {
            do throws(OperationError) {
                // That all were written, and the file has its name still.
                guard !items.contains(where: { $0.linkEnd == .waiting }) else {
                    throw .storage(StorageError(.outFile, file: file.path, detail: "not all links were written"))
                }
                try await FileExecutor.run { () throws(OperationError) in try file.append([]) }
                return .kept(path: file.path)
            } catch {
                failure = error
                // A file without a link is of no use.
                if !items.contains(where: { $0.linkEnd == .kept }) { file.discard() }
            }
        }
        let refusal: StorageError? =
            if failure == nil { await held.changeWhatWaits() } else { await held.keepLinks(entries) }
        let end: DeactivationItem.LinkEnd = refusal == nil ? .kept : refusal?.code == .noHome ? .lost : .waiting
        for index in items.indices where items[index].linkEnd != nil {
            guard failure != nil || items[index].linkEnd == .waiting else { continue }
            (items[index].linkEnd, items[index].linkPlace) = (end, end == .kept ? .vault : nil)
        }
        guard let refusal else { return .inVault(entries.count) }
        let error = failure ?? .storage(refusal)
        return end == .lost ? .lost(error) : .waiting(items.count { $0.linkEnd == .waiting }, error)
    }

    /// Nothing was sent.
    package func discard() { if case .file(let file) = target { file.discard() } }
}

extension EndUser {
    /// The same, with a place for the activation links that is made ready before anything is sent. The report has no link.
    ///
    /// - Throws: What ``ActivationLinksKeeper`` throws; nothing was sent then.
    package func runKeepingLinks(
        in workspace: Workspace, progress: @Sendable (Item) async -> Void = { _ in },
        beginning: @escaping @Sendable (Begun) async -> Void = { _ in }
    ) async throws(OperationError) -> Report {
        guard !deactivations.isEmpty else { return await run(in: workspace, progress: progress, beginning: beginning) }
        let keeper = try await ActivationLinksKeeper(linksPlace, in: workspace)
        var report = await run(in: workspace, keeping: keeper, progress: progress, beginning: beginning)
        report.links = await keeper.finish(&report.deactivations)
        return report
    }
}
