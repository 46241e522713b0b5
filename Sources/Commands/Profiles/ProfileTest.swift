import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile test [NAME]`.
struct ProfileTest: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try whether a cluster answers, and whether a credential works.",
        usage: "tessera profile test [NAME] [--password-stdin ...] [options]",
        discussion: "Without a credential nothing is sent but the question who we are.")

    @Argument(help: "Profile (default: the default profile).")
    var name: String?

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"cluster":{...}}`, or `{"session":{...}}` with a credential.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(name)
        if let choice = try credential.choice() {
            let visit = TemporarySession(profile: profile, options: credential, run: run)
            let (report, farewell) = try await visit.session(
                with: try await visit.credential(choice), org: profile.org
            ) { report in report }
            return farewell.finish(
                ["\(profile.name) is there, and the credential works."] + report.lines(at: run.now),
                json: ["session": report.json], in: run)
        }
        let report = try await TestProfile(profile: profile, probe: .onFailure).run(in: run.workspace)
        if case .failed(let error) = report.status.state { throw GenerationProposal.explained(error, by: report) }
        run.output.print(report.status.lines, json: ["cluster": report.status.json])
        return .done
    }
}
