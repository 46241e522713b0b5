import Storage
import ThoughtSpotSessions

extension CredentialOptions {
    /// What to open a session with: the one credential that the options name, a bearer token among them, or else the
    /// environment's or a person's.
    func choice(
        or token: TokenInputOptions, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        let named = try choice()
        guard token.sources.count < 2 else { throw .twoCredentials }
        if let source = token.sources.first {
            if let named { throw named.source == source ? .standardInputTwice : .twoCredentials }
            return CredentialChoice(kind: .bearer, source: source)
        }
        if let named { return named }
        return try .byDefault(
            of: [.password, .secretKey, .bearer], user: username ?? profile.username ?? "you", on: profile, in: run)
    }
}
