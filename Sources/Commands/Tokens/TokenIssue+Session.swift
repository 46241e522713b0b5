import Operations
import Storage
import ThoughtSpotSessions

extension TokenIssue {
    /// Logs in, has the session mint its token of 24 hours, and logs out: the token outlives the session.
    func issueFromSession(in run: CommandRun) async throws -> ExitCode {
        let profile = try run.cluster(nil)
        var issue = IssueSessionToken(profile: profile, label: label)
        try issue.requirePossible(in: run.workspace)
        let user = credential.username ?? profile.username ?? "?"
        let visit = Visit(profile: profile, options: credential, run: run)
        let choice: CredentialChoice
        if let named = try credential.choice() {
            choice = named
        } else {
            let abilities: [(CredentialKind, Ability)] = [(.password, .passwordLogin), (.secretKey, .secretKeyLogin)]
            let kinds = abilities.filter { profile.generation.capability($0.1).isPossible }.map(\.0)
            choice = try .byDefault(
                of: Set(kinds), user: user, on: profile, in: run)
        }
        return try await deliver(on: profile, in: run) {
            issue.consent = try consent(toIssueFor: user, on: profile, in: run)
            let agreed = issue
            let wanted = org.map(OrgReference.init(typed:)) ?? profile.org
            let proof = try await visit.credential(choice, org: wanted)
            return try await visit.session(with: proof, org: wanted) { _ in try await agreed.run(in: run.workspace) }
        }
    }
}
