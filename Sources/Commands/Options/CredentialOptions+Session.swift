import Storage
import ThoughtSpotSessions

extension CredentialOptions {
    /// What to open a session with: the one credential that the options name, a bearer token among them, or else the
    /// environment's or a person's.
    func choice(
        or token: TokenInputOptions, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        if let named = try choice(or: token) { return named }
        return try .byDefault(
            of: [.password, .secretKey, .bearer], user: username ?? profile.username ?? "you", on: profile, in: run)
    }
}
