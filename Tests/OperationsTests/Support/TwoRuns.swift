import Operations
import Storage
import TestSupport
import ThoughtSpotSessions

/// Two runs of the program on one home with a vault: the session that the first one holds has ended on the cluster, and the
/// second one has logged in again since and kept its session.
struct TwoRuns {
    let first: World
    let second: World
    var profile: Profile { first.profile }

    /// - Parameter byKey: by secret key, so that each session is a token.
    init(byKey: Bool = false) async throws {
        var first = try await World().withVault()
        first.profile.secretSource = .vault
        _ = try await (byKey ? first.keyLogin() : first.passwordLogin()).run(in: first.workspace)
        let second = try await first.anotherProcessWithVault()
        first.clock.advance(seconds: 8 * 86_400)
        _ = try await (byKey ? second.keyLogin() : second.passwordLogin()).run(in: second.workspace)
        self.first = first
        self.second = second
    }

    /// The session that the vault keeps now.
    func kept() async throws -> ActiveSession? {
        try await second.workspace.vault?.entries().first { $0.place.kind == .session }?.session
    }
}
