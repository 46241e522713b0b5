import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

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
            run.output.warn("W_MAINTENANCE", "\(profile.name) says that it is under maintenance")
        }
        if let proposal = report.proposal {
            run.output.note(
                "\(MessageComposer.text(for: proposal, in: report)); --generation chooses another")
            return proposal
        }
        run.output.warn(
            "W_GENERATION",
            """
            generation \(profile.generation.rawValue) is assumed: \(reason(in: report, of: profile)); \
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
                why: "the profile pins \(profile.generation.rawValue), and the cluster speaks \(proposal.rawValue)",
                hints: ["`tessera profile edit \(profile.name) --generation \(proposal.rawValue)`"],
                quoted: message.quoted, incident: message.incident, exitCode: message.exitCode))
    }

    private static func reason(in report: ProbeReport, of profile: Profile) -> SafeText {
        if let failure = report.failure {
            return
                "the cluster could not be asked (\(MessageComposer.message(for: failure, profile: profile.name).sentence))"
        }
        if case .undecided(let doubt) = report.finding(for: profile.generation) {
            return "the cluster did not tell (\(MessageComposer.text(for: doubt)))"
        }
        return "none of the five was heard at this address"
    }
}
