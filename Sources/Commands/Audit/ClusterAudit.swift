import ArgumentParser
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera audit [PROFILE]`.
struct ClusterAudit: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Read the security audit log of a cluster.",
        usage: """
            tessera audit [PROFILE] [--since 24h] [--until TIME] [--user USER] [--type TYPE] [--primary-org] [options]
            """,
        discussion: """
            Logs in, reads the log in windows of 24 hours, newest first, and logs out again; needs an administrator. \
            The events of all Orgs are read unless --primary-org is given. \
            Clusters report an event up to \(AuditWindow.lag / 60_000) minutes late. No event names a token or a \
            session, and none tells of a revocation. "ours" marks events that match this machine's journal: \
            same user, same act, same time.

            Times are 24h, 7d, 2026-11-20, 2026-11-20T08:30 (local) or 2026-11-20T08:30Z.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Show the last 4 hours of a cluster's audit log",
            "tessera audit cluster prod-eu --since 4h")
    ]

    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @Option(help: ArgumentHelp("Oldest event: a time or an age such as 24h.", valueName: "time"))
    var since = "24h"

    @Option(help: ArgumentHelp("Newest event (default: now).", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Only events of this user, by name or GUID.", valueName: "user"), completion: .users)
    var user: String?

    @Option(help: ArgumentHelp("Only event types that contain this text; may be repeated.", valueName: "type"))
    var type: [String] = []

    @Flag(name: .customLong("primary-org"), help: "Only events of the Primary Org (default: events of all Orgs).")
    var primaryOrg = false

    @Option(help: ArgumentHelp("Show only this many of the newest events.", valueName: "count"))
    var limit: Int?

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints what ``AuditReport/json(limit:)`` tells, with `"logout"`.
    func run(in run: CommandRun) async throws -> ExitCode {
        if let limit, limit < 1 { throw CommandProblem.usage("--limit is 1 or more", hint: nil) }
        let selection = AuditSelection(types: type, user: user)
        // One moment for both ends, or a day would be a day and a millisecond, which is two requests.
        let now = run.now
        let start = try Self.moment(since, "--since", at: now)
        let end = try until.map { text throws(CommandProblem) in try Self.moment(text, "--until", at: now) } ?? now
        let profile = try await run.cluster(name)
        let visit = session.visit(to: profile, in: run)
        let presented = try await visit.entry(try session.choice(on: profile, in: run))
        let (report, farewell) = try await visit.session(
            with: presented, org: profile.org
        ) { session in
            var report = try await ReadAuditLog(
                profile: profile, since: start, until: end, selection: selection,
                coverage: primaryOrg ? .primaryOrg : .allOrgs
            ).run(in: run.workspace)
            report.knownOrgs = session.info.knownOrgs + report.knownOrgs
            return report
        }
        tell(report, in: run)
        return farewell.finish(
            report.lines(limit: limit, isUTF8: run.output.isUTF8, offset: LocalTime.offset),
            json: report.json(limit: limit), code: report.stopped == nil ? .done : .someFailed, in: run)
    }

    /// The moment that an option names.
    static func moment(_ text: String, _ option: SafeText, at now: Instant) throws(CommandProblem) -> Instant {
        guard let moment = AuditMoment.parse(text, now: now, offset: LocalTime.offset) else {
            throw .usage("\(option) is not a time", hint: "24h, 7d, 2026-11-20, 2026-11-20T08:30, 2026-11-20T08:30Z")
        }
        return moment
    }

    /// Beside the result: what cannot be read, and what did not come.
    private func tell(_ report: AuditReport, in run: CommandRun) {
        if let neighbour = report.neighbour {
            run.output.note("\(report.profile.generation.rawValue) has no audit log; asked \(neighbour)")
        }
        if report.unread > 0 {
            run.output.warn("W_AUDIT_UNREAD", MessageComposer.unread(report.unread))
        }
        if let stopped = report.stopped {
            let from = report.windows.last.map { InstantText.utc($0.start.milliseconds) } ?? "the beginning"
            run.output.warn(
                "W_AUDIT_CUT", "nothing before \(from) was read: \(MessageComposer.message(for: stopped).sentence)")
        }
    }
}

extension AuditReport {
    /// Members: `profile`, `coverage` (`all-orgs` or `primary-org`: the Orgs asked for), `orgs` (the numbers of those that
    /// the events are of), `windows` (`from`, `to`; newest first), `readAt`, `lagMinutes`, `incompleteFrom`, `via` (the
    /// operation of another generation, or `null`), `isCut`, `told`, `unread`, `wanted`, and `events`, newest first.
    ///
    /// An event: `at`, `date` (as the server wrote it), `type`, `user`, `userId`, `orgId`, `org` (its
    /// name, where that is known), `ip`, `id`, `text`, `data`, `unreadText`, `likelyOurs`.
    func json(limit: Int?) -> JSONObject {
        [
            "profile": .string(profile.name), "coverage": .string(coverage.rawValue),
            "orgs": .array(orgs.sorted().map { .int($0) }),
            "windows": .array(windows.map { ["from": .instant($0.start), "to": .instant($0.end)] }),
            "readAt": .instant(readAt), "lagMinutes": .int64(AuditWindow.lag / 60_000),
            "incompleteFrom": .instant(incompleteFrom), "via": .outside(neighbour), "isCut": .bool(stopped != nil),
            "told": .int(told), "unread": .int(unread), "wanted": .int(entries.count),
            "events": .array(entries.prefix(limit ?? entries.count).map { $0.json(namingOrgsBy: knownOrgs) }),
        ]
    }

    /// A table, and below it what was asked, and what may be missing.
    ///
    /// - Parameter offset: seconds east of UTC at a moment.
    func lines(limit: Int?, isUTF8: Bool, offset: (Instant) -> Int) -> [SafeText] {
        var table = TextTable("TIME", "TYPE", "USER", "ORG", "IP", "TEXT", "")
        let shown = entries.prefix(limit ?? entries.count)
        for entry in shown {
            let event = entry.event
            let time =
                event.at.map { InstantText.local($0.milliseconds, offset: offset($0)) }
                ?? SafeText(outside: event.dateText ?? "-", limit: 40)
            table.add(
                time, SafeText(outside: event.type ?? "(unread)", limit: 40),
                SafeText(outside: event.username ?? event.userID ?? "-", limit: 40),
                org(of: event),
                SafeText(outside: event.clientAddress ?? "-", limit: 45),
                SafeText(outside: event.words ?? "", limit: 120), entry.isLikelyOurs ? "ours" : "")
        }
        let lag = lagWords.map { ["Clusters write late: \($0)."] as [SafeText] } ?? []
        return table.lines(isUTF8: isUTF8) + [footer(shown: shown.count, offset: offset)] + lag
    }

    private func org(of event: AuditEvent) -> SafeText {
        guard let id = event.orgID else { return "-" }
        return SafeText(outside: OrgReference.numbered(id, namedBy: knownOrgs).wording, limit: 60)
    }

    private func footer(shown: Int, offset: (Instant) -> Int) -> SafeText {
        func text(_ instant: Instant?) -> SafeText {
            instant.map { InstantText.local($0.milliseconds, offset: offset($0)) } ?? "-"
        }
        let count: SafeText = shown < told ? "\(shown) of \(told) events" : told == 1 ? "1 event" : "\(told) events"
        let windows: SafeText = self.windows.count == 1 ? "1 window" : "\(self.windows.count) windows"
        return """
            \(coverageWords): \(count), \(text(self.windows.last?.start)) to \(text(self.windows.first?.end)), in \(windows)
            """
    }
}

extension AuditEntry {
    fileprivate func json(namingOrgsBy known: [OrgReference]) -> JSONValue {
        [
            "at": .instant(event.at), "date": .outside(event.dateText), "type": .outside(event.type),
            "user": .outside(event.username), "userId": .outside(event.userID),
            "orgId": event.orgID.map(JSONValue.int) ?? .null,
            "org": .outside(event.orgID.flatMap { OrgReference.numbered($0, namedBy: known).name }),
            "ip": .outside(event.clientAddress),
            "id": .outside(event.id), "text": .outside(event.description),
            "data": event.data.flatMap { JSONValue.parse(text: $0) } ?? .null,
            "unreadText": .outside(event.unreadText), "likelyOurs": .bool(isLikelyOurs),
        ]
    }
}
