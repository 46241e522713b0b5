import DisplayText
import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// What became of the links that activate accounts again: each is a secret, for a file or the vault and nothing else.
package enum ActivationLinks: Hashable, Sendable {
    /// Where they are to go.
    package enum Place: Hashable, Sendable {
        /// A new file, 0600, at a path as it was typed.
        case file(String)
        case vault
    }

    /// In a new file, named from the root on.
    case kept(path: String)
    /// In the vault, so many of them.
    case inVault(Int)
    case lost(OperationError)
}

/// Keeps activation links where they are to go. It is made before anything is sent, so that a place that cannot be used is
/// told in time, and is then either used or discarded.
package struct ActivationLinksKeeper: Sendable {
    private enum Target {
        case file(NewFile)
        case vault(VaultStore)
    }

    private let target: Target

    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` or `E_FILE_…`; `E_VAULT_LOCKED`, `E_VAULT_MISSING`.
    package init(_ place: ActivationLinks.Place, in workspace: Workspace) async throws(OperationError) {
        switch place {
        case .file(let path): target = .file(try await workspace.newFile(at: path))
        case .vault:
            let vault = try workspace.requireVaultStore()
            if await !vault.isUnlocked { _ = try await UnlockVault(passphrase: nil).run(in: workspace) }
            target = .vault(vault)
        }
    }

    /// Keeps those that came back. The items have none afterwards.
    ///
    /// - Returns: nil where none came back; a file is gone then.
    package func keep(_ items: inout [DeactivationItem], at now: Instant) async -> ActivationLinks? {
        let entries = items.compactMap { item in
            item.link.map { link in
                VaultEntry(
                    activationLink: link, of: item.target.user.text, on: item.target.profile, created: now)
            }
        }
        let lines = Self.lines(of: items)
        for index in items.indices { items[index].link = nil }
        guard !entries.isEmpty else {
            discard()
            return nil
        }
        do throws(OperationError) {
            switch target {
            case .file(let file):
                try await FileExecutor.run { () throws(OperationError) in try file.write(lines) }
                return .kept(path: file.path)
            case .vault(let vault):
                do throws(StorageError) { try await vault.put(entries, at: now) } catch { throw .storage(error) }
                return .inVault(entries.count)
            }
        } catch {
            return .lost(error)
        }
    }

    /// Nothing was sent.
    package func discard() { if case .file(let file) = target { file.discard() } }

    /// One line a cluster: its profile and its link.
    private static func lines(of items: [DeactivationItem]) -> [UInt8] {
        Array(
            items.compactMap { item in item.link.map { "\(item.target.profile.name) \($0.expose())\n" } }.joined().utf8)
    }
}

extension EndUser {
    /// The same, with a place for the activation links that is made ready before anything is sent. The report has no link.
    ///
    /// - Throws: What ``ActivationLinksKeeper`` throws; nothing was sent then.
    package func runKeepingLinks(
        in workspace: Workspace, progress: @Sendable (Item) async -> Void = { _ in }
    ) async throws(OperationError) -> Report {
        guard !deactivations.isEmpty else { return await run(in: workspace, progress: progress) }
        let keeper = try await ActivationLinksKeeper(linksPlace, in: workspace)
        var report = await run(in: workspace, progress: progress)
        report.links = await keeper.keep(&report.deactivations, at: workspace.now())
        return report
    }
}

/// Writes an activation link of the vault into a new file, 0600. The vault keeps it.
package struct ExportActivationLink: Hashable, Sendable {
    package var profile: Profile
    package var user: String
    /// As it was typed.
    package var path: String

    package init(profile: Profile, user: String, path: String) {
        self.profile = profile
        self.user = user
        self.path = path
    }

    /// - Returns: where the file is, from the root on.
    /// - Throws: `E_VAULT_LOCKED`, `E_VAULT_…`; `E_INVALID_INPUT` where the vault keeps no link of that user that can still
    ///   be used; `E_ORIGIN_BOUND` where it was kept for another address; what ``NamedFiles/make`` and writing throw.
    package func run(in workspace: Workspace) async throws(OperationError) -> String {
        let vault = try workspace.requireVaultStore()
        let entries: [VaultEntry]
        do throws(StorageError) { entries = try await vault.entries() } catch { throw .storage(error) }
        let entry = entries.first { entry in
            entry.place.profile == profile.id && entry.place.kind == .activationLink
                && entry.place.name.lowercased() == user.lowercased()
        }
        guard let entry else { throw refusal("the vault keeps no activation link of \(user) for \(profile.name)") }
        if let end = entry.expires, end <= workspace.now() {
            throw refusal("the activation link of \(user) has expired \(InstantText.utc(end.milliseconds))")
        }
        guard entry.origin == profile.origin else {
            throw .storage(
                StorageError(
                    .originBound, file: "",
                    detail: "it was kept for \(entry.origin), and the profile says \(profile.origin)"))
        }
        let file = try await workspace.newFile(at: path)
        try await FileExecutor.run { () throws(OperationError) in try file.write(entry.secret) }
        return file.path
    }

    private func refusal(_ why: String) -> OperationError { .refused(.invalidInput(field: "The user", why: why)) }
}
