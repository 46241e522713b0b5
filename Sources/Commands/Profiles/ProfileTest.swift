import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile test [NAME]`.
struct ProfileTest: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test the connection, and the credential if one is given.",
        usage: "tessera profile test [NAME] [--password-stdin ...] [options]",
        discussion: "Without a credential, only a request for the current session is sent.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Test the connection",
            "tessera profile test prod-eu")
    ]

    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints `{"cluster":{...}}`, or `{"session":{...}}` with a credential.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(name)
        if let choice = try credential.choice() {
            let visit = TemporarySession(profile: profile, options: credential, run: run)
            let (report, farewell) = try await visit.session(
                with: try await visit.entry(choice), org: profile.org
            ) { report in report }
            return farewell.finish(
                ["\(profile.name) answers, and the credential works."] + report.lines(at: run.now),
                json: ["session": report.json], in: run)
        }
        let report = try await TestProfile(profile: profile, probe: .onFailure).run(in: run.workspace)
        if case .failed(let error) = report.status.state { throw GenerationProposal.explained(error, by: report) }
        run.output.print(report.status.lines, json: ["cluster": report.status.json])
        return .done
    }
}

/// What a cluster speaks, asked of it where none is given, or where it answers otherwise than the profile says. Advice.
enum GenerationProposal {
    /// The generation that was found by asking, and a word about it; nothing, and a warning, when none was heard.
    ///
    /// - Throws: when the profile names a proxy that is none, or when the command was interrupted.
    static func asked(of profile: Profile, in run: CommandRun) async throws -> Generation? {
        run.output.note("Asking \(profile.origin.description) for its API generation ...")
        let report = try await ProbeCluster(profile: profile, patience: ProbeCluster.patience).run(in: run.workspace)
        if Task.isCancelled { throw CommandProblem.interrupted }
        if let banner = report.banner, banner.isUnderMaintenance {
            run.output.warn("W_MAINTENANCE", "\(profile.name) reports maintenance")
        }
        if let proposal = report.proposal {
            run.output.note(
                "\(MessageComposer.text(for: proposal, in: report)); --generation chooses another")
            return proposal
        }
        let trust: SafeText =
            report.failure?.code == .tlsChain
            ? "`tessera profile edit \(profile.name) --ca-file FILE` trusts your company's CA for this profile, then "
            : ""
        run.output.warn(
            "W_GENERATION",
            """
            generation \(profile.generation.rawValue) is assumed: \(reason(in: report, of: profile)); \(trust)\
            `tessera doctor \(profile.name)` asks again
            """)
        return nil
    }

    /// The error of a test, with what the cluster was heard to speak instead, where it answers at all.
    static func explained(_ error: OperationError, by report: ProfileTestReport) -> any Error {
        guard let proposal = report.otherGeneration else { return error }
        let profile = report.status.profile
        let message = MessageComposer.message(for: error)
        return CommandProblem.otherGeneration(
            Message(
                code: message.code, what: message.what,
                why: "the profile has \(profile.generation.rawValue), but the cluster supports \(proposal.rawValue)",
                hints: ["`tessera profile edit \(profile.name) --generation \(proposal.rawValue)`"],
                quoted: message.quoted, incident: message.incident, exitCode: message.exitCode))
    }

    private static func reason(in report: ProbeReport, of profile: Profile) -> SafeText {
        if let failure = report.failure {
            return
                "the cluster did not answer (\(MessageComposer.message(for: failure, profile: profile.name).sentence))"
        }
        if case .undecided(let doubt) = report.finding(for: profile.generation) {
            return "the cluster did not report it (\(MessageComposer.text(for: doubt)))"
        }
        return "none of the five generations answered at this address"
    }
}
