import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera session [PROFILE]`.
struct SessionCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Show whose session a credential opens, with which rights, in which Org.",
        usage: "tessera session [PROFILE] [--password-stdin ...] [options]",
        discussion: "Logs in, reads the session, logs out again.")

    @Argument(help: "The profile; the default one otherwise.")
    var name: String?

    @Option(help: ArgumentHelp("The Org to land in; the profile's otherwise.", valueName: "name|id"))
    var org: String?

    @Flag(name: .customLong("remember-me"), help: "Ask the cluster for a longer session (cookie sessions only).")
    var rememberMe = false

    @OptionGroup
    var supersession: SupersessionOptions

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Credential options")
    var token: TokenInputOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"session":{...},"logout":"ended"}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try run.cluster(name)
        let visit = Visit(
            profile: profile, options: credential, run: run, acceptsSupersession: supersession.acceptSuperseding,
            rememberMe: rememberMe)
        let org = org.map(OrgReference.init(typed:)) ?? profile.org
        let presented = try await visit.credential(
            try credential.choice(or: token, on: profile, in: run), org: org)
        let (report, farewell) = try await visit.session(with: presented, org: org) { report in report }
        return farewell.finish(report.lines(at: run.now), json: ["session": report.json], in: run)
    }
}
