package import Storage
package import ThoughtSpotSessions

/// Records a token as issued, of which everything is known already, and holds it: the past of a demo cluster. Nothing is
/// asked.
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
        var line = workspace.event(.result, .issueToken, on: profile, token: facts)
        line.outcome = .ok
        try await workspace.append(line)
        await workspace.held.hold(token, fingerprint: Fingerprint(of: token), of: profile)
    }
}
