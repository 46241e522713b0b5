import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera token revoke`.
struct TokenRevoke: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke tokens and validate each afterwards.",
        usage: "tessera token revoke [FINGERPRINT ...] --token-stdin [options]",
        discussion: """
            A token is revoked by presenting it to its own cluster; no other session is touched. A token that the journal \
            does not know is validated first. Exit code 0: every token is revoked (verified). On a protected or production \
            profile --yes is not enough: add --confirm NAME.
            """)

    @Argument(help: "Fingerprints that the given tokens must have.")
    var fingerprints: [String] = []

    @Option(help: ArgumentHelp("The profile's name, to agree.", valueName: "name"))
    var confirm: String?

    @OptionGroup(title: "Token options")
    var token: TokenInputOptions

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"items":[{"fingerprint","profile","user","verdict","explanation","evidence","error"}]}`; a verdict is
    /// `revoked-verified`, `revoked-not-verified`, `already-invalid`, `not-recognized`, `still-valid`, `unknown`, `failed` or
    /// `not-attempted`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try run.cluster(nil)
        let credentialChoice = try credential.choice()
        if token.tokenStdin, credentialChoice?.source == .standardInput { throw CommandProblem.standardInputTwice }
        try run.workspace.requireWritable(profile)
        let chosen = try await TokenChoice(fingerprints: fingerprints, input: token, run: run).chosen(on: profile)
        let plan = try RevocationPlan(
            chosen.map { token in
                RevocationTarget(
                    profile: profile, token: token.selector, user: token.record?.facts.user,
                    isOwn: token.record?.facts.user != nil && token.record?.facts.user == profile.username,
                    isInUse: false)
            })
        let confirmed = try Confirmation(run: run, confirm: confirm).agree(to: plan)
        let items: [RevocationItem]
        let farewell: Farewell
        if let choice = credentialChoice {
            let visit = Visit(profile: profile, options: credential, run: run)
            let credential = try await visit.credential(choice)
            (items, farewell) = try await visit.session(with: credential, org: profile.org) { _ in
                await RevokeTokens(confirmed: confirmed).run(in: run.workspace)
            }
        } else {
            (items, farewell) = (
                await RevokeTokens(confirmed: confirmed).run(in: run.workspace), Farewell(report: nil)
            )
        }
        return RevocationOutcome(items: items).finish(farewell, in: run)
    }
}
