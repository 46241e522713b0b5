import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera audit [PROFILE]`.
struct AuditCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read the security audit log of a cluster.",
        usage: """
            tessera audit [PROFILE] [--since 24h] [--until TIME] [--user USER] [--type TYPE] [--primary-org] [options]
            """,
        discussion: """
            Logs in, reads the log in windows of 24 hours, newest first, and logs out again; needs an administrator. \
            The events of all Orgs are read unless --primary-org is given. \
            Clusters tell of an event up to \(AuditWindow.lag / 60_000) minutes late. No event names a token or a \
            session, and none tells of a revocation. "ours" marks what is likely the doing of this machine's journal: \
            same user, same act, same time.

            Times are 24h, 7d, 2026-11-20, 2026-11-20T08:30 (local) or 2026-11-20T08:30Z.
            """)

    @Argument(help: "The profile; the default one otherwise.")
    var name: String?

    @Option(help: ArgumentHelp("The oldest event, as a time or as how long ago.", valueName: "time"))
    var since = "24h"

    @Option(help: ArgumentHelp("The newest event; now otherwise.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Only events of this user, by name or GUID.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("Only types with this in their name; may be repeated.", valueName: "type"))
    var type: [String] = []

    @Flag(name: .customLong("primary-org"), help: "Only events of the Primary Org (default: events of all Orgs).")
    var primaryOrg = false

    @Option(help: ArgumentHelp("Show at most this many, the newest.", valueName: "count"))
    var limit: Int?

    @OptionGroup
    var supersession: SupersessionOptions

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Credential options")
    var token: TokenInputOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints what ``AuditReport/json(limit:)`` tells, with `"logout"`.
    func run(in run: CommandRun) async throws -> ExitCode {
        if let limit, limit < 1 { throw CommandProblem.usage("--limit is 1 or more", hint: nil) }
        let selection = AuditSelection(types: type, user: user)
        // One moment for both ends, or a day would be a day and a millisecond, which is two requests.
        let now = run.now
        let start = try moment(since, "--since", at: now)
        let end = try until.map { text throws(CommandProblem) in try moment(text, "--until", at: now) } ?? now
        let profile = try run.cluster(name)
        let visit = Visit(
            profile: profile, options: credential, run: run, acceptsSupersession: supersession.acceptSuperseding)
        let presented = try await visit.credential(
            try credential.choice(or: token, on: profile, in: run))
        let (report, farewell) = try await visit.session(
            with: presented, org: profile.org
        ) { _ in
            try await ReadAuditLog(
                profile: profile, since: start, until: end, selection: selection,
                coverage: primaryOrg ? .primaryOrg : .allOrgs
            ).run(in: run.workspace)
        }
        tell(report, in: run)
        return farewell.finish(
            report.lines(limit: limit, isUTF8: run.output.isUTF8, offset: LocalTime.offset),
            json: report.json(limit: limit), code: report.stopped == nil ? .done : .someFailed, in: run)
    }

    private func moment(_ text: String, _ option: SafeText, at now: Instant) throws(CommandProblem) -> Instant {
        guard let moment = AuditMoment.parse(text, now: now, offset: LocalTime.offset) else {
            throw .usage("\(option) is no time", hint: "24h, 7d, 2026-11-20, 2026-11-20T08:30, 2026-11-20T08:30Z")
        }
        return moment
    }

    /// Beside the result: what cannot be read, and what did not come.
    private func tell(_ report: AuditReport, in run: CommandRun) {
        if let neighbour = report.neighbour {
            run.output.note("\(report.profile.generation.rawValue) has no audit log; asked \(neighbour)")
        }
        if report.unread > 0 {
            let entries: SafeText = report.unread == 1 ? "1 entry is" : "\(report.unread) entries are"
            run.output.warn("W_AUDIT_UNREAD", "\(entries) not as documented; their text is shown")
        }
        if let stopped = report.stopped {
            let from = report.windows.last.map { InstantText.utc($0.start.milliseconds) } ?? "the beginning"
            run.output.warn(
                "W_AUDIT_CUT", "nothing before \(from) was read: \(MessageComposer.message(for: stopped).sentence)")
        }
    }
}
