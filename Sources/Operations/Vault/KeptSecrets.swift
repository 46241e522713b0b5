package import DisplayText
package import Storage
package import StrictJSON
import ThoughtSpotSessions

/// What the vault keeps, counted by kind.
package struct KeptSecrets: Hashable, Sendable {
    private var counts: [VaultEntry.Kind: Int] = [:]

    package init(_ entries: some Sequence<VaultEntry>) {
        for entry in entries { counts[entry.place.kind, default: 0] += 1 }
    }

    package init(counts: [VaultEntry.Kind: Int] = [:]) { self.counts = counts.filter { $0.value > 0 } }

    package subscript(kind: VaultEntry.Kind) -> Int { counts[kind, default: 0] }

    package var isEmpty: Bool { counts.isEmpty }

    /// `1 session, 2 tokens`; empty where nothing is kept.
    package var wording: SafeText {
        VaultEntry.Kind.allCases.reversed().filter { self[$0] > 0 }.map { $0.counted(self[$0]) }.joined(separator: ", ")
    }

    /// `{"activation-link":2,"token":1}`.
    package var json: JSONValue {
        var object = JSONObject()
        for kind in VaultEntry.Kind.allCases where self[kind] > 0 { object[kind.rawValue] = .int(self[kind]) }
        return .object(object)
    }
}

extension VaultEntry.Kind {
    /// `1 activation link`, `2 secret keys`.
    package func counted(_ count: Int) -> SafeText {
        let name: SafeText =
            switch self {
            case .password: "password"
            case .secretKey: "secret key"
            case .token: "token"
            case .session: "session"
            case .activationLink: "activation link"
            }
        return "\(count) \(name)\(count == 1 ? "" : "s")"
    }
}

/// Counts what the vault keeps for a profile: what is asked before the profile is removed.
package struct CountKeptSecrets: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) { self.profile = profile }

    /// - Returns: nil where the vault is locked; none where there is no vault.
    package func run(in workspace: Workspace) async throws(OperationError) -> KeptSecrets? {
        guard let vault = workspace.vault else { return KeptSecrets() }
        do throws(StorageError) {
            guard try await vault.status().exists else { return KeptSecrets() }
            return KeptSecrets(try await vault.entries().filter { $0.place.profile == profile.id })
        } catch {
            if error.code == .vaultLocked { return nil }
            throw .storage(error)
        }
    }
}
