package import Storage
package import ThoughtSpotSessions

/// Takes in a token of which everything is known already: holds and records it, and asks nobody.
package struct RecordToken: Hashable, Sendable {
    package var profile: Profile
    package var token: Secret
    package var facts: TokenFacts

    package init(profile: Profile, token: Secret, facts: TokenFacts) {
        self.profile = profile
        self.token = token
        self.facts = facts
    }

    package func run(in workspace: Workspace) async throws(OperationError) {
        var line = workspace.event(.note, .importToken, on: profile, token: facts)
        line.outcome = .ok
        try await workspace.append(line)
        await workspace.held.hold(token, fingerprint: Fingerprint(of: token), of: profile.id)
    }
}
