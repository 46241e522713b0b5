import ASCIIText
import DisplayText
import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// Whose secrets of the vault are meant.
package enum VaultOwner: Hashable, Sendable {
    case profile(Profile)
    /// One that is no longer in the profile file: `vault list` shows its id.
    case removed(Profile.ID)

    package var id: Profile.ID {
        switch self {
        case .profile(let profile): profile.id
        case .removed(let id): id
        }
    }

    /// The name of the profile, or the id of one that was removed.
    package var name: String {
        switch self {
        case .profile(let profile): profile.name
        case .removed(let id): id
        }
    }
}

/// Writes an activation link of the vault into a new file, 0600. The vault keeps it.
package struct ExportActivationLink: Hashable, Sendable {
    package var owner: VaultOwner
    /// As the administrator or the server named the user.
    package var user: String
    /// As it was typed.
    package var path: String

    package init(owner: VaultOwner, user: String, path: String) {
        self.owner = owner
        self.user = user
        self.path = path
    }

    package init(profile: Profile, user: String, path: String) {
        self.init(owner: .profile(profile), user: user, path: path)
    }

    /// Of several links of a user the one that came last.
    ///
    /// - Returns: where the file is, from the root on.
    /// - Throws: `E_VAULT_LOCKED`, `E_VAULT_…`; `E_NOT_IN_VAULT` where the vault keeps no link of that user,
    ///   `E_LINK_EXPIRED` where it can no longer be used, `E_ORIGIN_BOUND` where it was kept for another address; what
    ///   ``NamedFiles/make`` and writing throw.
    package func run(in workspace: Workspace) async throws(OperationError) -> String {
        let vault = try workspace.requireVaultStore()
        let entries: [VaultEntry]
        do throws(StorageError) { entries = try await vault.entries() } catch { throw .storage(error) }
        let links = entries.filter { $0.place.kind == .activationLink && $0.place.profile == owner.id }
        let ofUser = links.filter { $0.isLink(of: user) }
        guard let newest = Self.newest(of: ofUser) else {
            throw .refused(.activationLink(.none(user: user, profile: owner.name, others: links.map(\.place.name))))
        }
        let entry = try atAddress(ofUser, orElse: newest)
        if let end = entry.expires, end <= workspace.now() {
            throw .refused(.activationLink(.expired(user: user, at: end)))
        }
        let file = try await workspace.newFile(at: path)
        try await FileExecutor.run { () throws(OperationError) in try file.write(entry.secret) }
        return file.path
    }

    private static func newest(of links: [VaultEntry]) -> VaultEntry? { links.max { $0.created < $1.created } }

    /// A link is for the cluster that it came from. A profile that was removed has no other address.
    private func atAddress(_ links: [VaultEntry], orElse newest: VaultEntry) throws(OperationError) -> VaultEntry {
        guard case .profile(let profile) = owner else { return newest }
        if let newest = Self.newest(of: links.filter({ $0.origin == profile.origin })) { return newest }
        throw .refused(
            .activationLink(
                .elsewhere(
                    user: user, profile: profile.name, kept: newest.origin.description,
                    now: profile.origin.description)))
    }
}

/// Why the vault hands out no activation link.
package enum ActivationLinkFailure: Hashable, Sendable {
    /// It keeps none of the user for the profile; the others are users of whom it keeps one.
    case none(user: String, profile: String, others: [String])
    case expired(user: String, at: Instant)
    /// The link is of the address that the profile had when it came.
    case elsewhere(user: String, profile: String, kept: String, now: String)

    var row: Refusal.Row {
        switch self {
        case .none(let user, let profile, let others):
            let names = others.map { SafeText(outside: $0, limit: 60) }
            let known: SafeText? =
                names.isEmpty ? nil : "it keeps one of \(names.joined(separator: ", "))"
            return Refusal.Row(
                "E_NOT_IN_VAULT", .notFound,
                "The vault keeps no activation link of \(Self.short(user)) for \(Self.short(profile))", known,
                ["`tessera vault list` shows what it keeps"])
        case .expired(let user, let end):
            return Refusal.Row(
                "E_LINK_EXPIRED", .notFound,
                "The activation link of \(Self.short(user)) expired \(InstantText.utc(end.milliseconds))", nil,
                ["an administrator of the cluster can activate the account"])
        case .elsewhere(let user, let profile, let kept, let now):
            return Refusal.Row(
                "E_ORIGIN_BOUND", .refused,
                "The activation link of \(Self.short(user)) is of another address",
                "it is of \(SafeText(outside: kept, limit: 200)), and \(profile) says \(SafeText(outside: now, limit: 200))",
                [
                    """
                    `tessera profile edit \(profile) --url \(SafeText(outside: kept, limit: 200))` gives the profile its \
                    old address; export the link then
                    """
                ])
        }
    }

    private static func short(_ text: String) -> SafeText { SafeText(outside: text, limit: 80) }
}

extension VaultEntry {
    /// The activation link of a user whose account was deactivated, under the name that the server has for the user:
    /// who was deactivated by a GUID is not looked for by it.
    ///
    /// - Parameter user: where the link names none.
    init(link: Secret, of user: UserIdentifier, on profile: Profile, created: Instant) {
        self.init(
            activationLink: link, of: Self.user(namedBy: link) ?? user.text, on: profile, created: created)
    }

    /// Whether this is a link of that user, by the name that it was kept under or by the one that it has itself.
    fileprivate func isLink(of user: String) -> Bool {
        [place.name, Self.user(namedBy: secret)].compactMap { $0?.lowercased() }.contains(user.lowercased())
    }

    /// `anna`, of `https://HOST/#/activate?userName=anna&authToken=…`.
    private static func user(namedBy link: Secret) -> String? {
        let words = link.expose().split(whereSeparator: { "?&#".contains($0) })
        guard let word = words.first(where: { $0.hasPrefix("userName=") }),
            let bytes = PercentEncoding.decodeStrictly(Array(word.dropFirst("userName=".count).utf8)), !bytes.isEmpty
        else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
