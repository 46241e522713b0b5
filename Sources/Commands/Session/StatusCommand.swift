import ArgumentParser
import DisplayText
import HTTPExchange
import NcursesTerminal
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera status`.
struct StatusCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Check every cluster.",
        usage: "tessera status [--profile NAME ...] [--expiring 24h] [options]",
        discussion: """
            All at the same time, without a credential. With --expiring: the active tokens in the journal that expire \
            within that time; no request is sent, and the exit code is 12 when there is one, 0 when there is none.
            """)

    @Option(
        help: ArgumentHelp("List the tokens that expire within this time: 90m, 24h, 7d.", valueName: "time"))
    var expiring: String?

    static let examples: [CommandExample] = [
        CommandExample(
            "Check every cluster, for a script",
            "tessera status --json"),
        CommandExample(
            "Check two clusters",
            "tessera status --profile prod-eu --profile prod-us"),
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<SeveralProfiles, NeverAsks, ClusterWork>

    private static let many = 100

    /// Prints `{"clusters":[...]}`, in the order of the profile file or of the names, or what ``ExpiringReport`` prints.
    func run(in run: CommandRun) async throws -> ExitCode {
        if let expiring {
            guard run.options.profiles.count < 2 else {
                throw CommandProblem.usage("--expiring works on one profile or on all", hint: "name one, or none")
            }
            return try await ExpiringReport(within: expiring).run(in: run)
        }
        // Hundreds of connections are what takes memory: they share one heap, and the code that only the start needed goes.
        NcursesTerminal.shareHeap()
        let profiles = if let named = try await run.named([]) { named } else { try await run.profiles().profiles }
        for profile in profiles { run.warnAboutTrust(of: profile) }
        if profiles.isEmpty {
            run.output.note("There are no profiles yet. Add one: tessera profile add NAME --url https://HOST")
        }
        if profiles.count >= Self.many { NcursesTerminal.releaseStartCode() }
        let statuses = await CheckClusters(profiles: profiles).run(in: run.workspace)
        if Task.isCancelled { throw CommandProblem.interrupted }
        if run.output.isJSON {
            run.output.printJSON(["clusters": .array(statuses.map(\.json))])
        } else {
            let hasVault = try? await run.workspace.vaultStatus().exists
            run.output.print(table(of: statuses, hasVault: hasVault ?? true).lines(isUTF8: run.output.isUTF8))
        }
        warnAboutClocks(statuses, in: run)
        return tell(statuses, in: run)
    }

    /// Names the clusters whose clock differs from ours by more than 30 seconds, as the token list does: in one line, for where
    /// ours is wrong it is all of them.
    private func warnAboutClocks(_ statuses: [ClusterStatus], in run: CommandRun) {
        let differing = statuses.filter { ServerClocks.isNotable($0.clockSkew) }
        if differing.count < 2 {
            for status in differing { run.warnAboutClock(status.clockSkew, of: "\(status.profile.name)") }
            return
        }
        let told = differing.map { "\($0.profile.name) \(DurationText.lead($0.clockSkew ?? 0))" as SafeText }
        let list = SafeText(outside: told.joined(separator: ", ").string, limit: 1_000)
        run.output.warn(
            "W_CLOCK_SKEW", "the clocks of \(differing.count) clusters differ from the local clock: \(list)")
    }

    private func table(of statuses: [ClusterStatus], hasVault: Bool) -> TextTable {
        var table = TextTable("PROFILE", "STATE", "TIME", "GENERATION", "SECRETS", "URL", "MARKS", "PROBLEM")
        for status in statuses {
            table.add(
                "\(status.profile.name)", status.words,
                status.duration.map { DurationText.elapsed(milliseconds: Int64($0)) } ?? "-",
                "\(status.profile.generation.rawValue)",
                status.profile.secretSource == .vault && !hasVault
                    ? "no vault yet" : MessageComposer.text(for: status.profile.secretSource),
                "\(status.profile.origin.description)",
                status.profile.marks.isEmpty ? "-" : status.profile.marks,
                status.problem.map { "\($0.code): \($0.sentence)" } ?? "")
        }
        return table
    }

    /// Names the clusters with a problem, and returns the exit code of all.
    private func tell(_ statuses: [ClusterStatus], in run: CommandRun) -> ExitCode {
        let code = ExitCode.combined(statuses.map { $0.problem?.exitCode ?? .done })
        let failing = statuses.filter { $0.problem != nil }
        guard !failing.isEmpty else { return code }
        let names = failing.map { "\($0.profile.name) (\($0.problem?.code ?? ""))" }.joined(separator: ", ")
        run.output.fail(
            CommandProblem.someFailed(
                what:
                    "Not reachable or with a problem: \(failing.count) of \(statuses.count) cluster\(statuses.count == 1 ? "" : "s")",
                which: SafeText(outside: names, limit: 1_000), exitCode: code
            ).message)
        return code
    }
}

extension ClusterStatus {
    /// `logged-in`, `reachable`, `session-ended`, `failed`.
    var name: String {
        switch state {
        case .loggedIn: "logged-in"
        case .reachable: "reachable"
        case .sessionEnded: "session-ended"
        case .failed: "failed"
        }
    }

    /// The state. Whether the vault keeps a session of the profile is not looked at here.
    var words: SafeText {
        if case .reachable = state, profile.secretSource == .vault { return "reachable" }
        return MessageComposer.text(for: state)
    }

    /// What went wrong, where it did.
    var problem: Message? {
        if case .failed(let error) = state { MessageComposer.message(for: error) } else { nil }
    }

    /// Members: `profile`, `url`, `generation`, `tag`, `trust`, `secretSource`, `state`, `text`, `checkedAt`, `clockSkewMs`,
    /// `durationMs`, `error` (as in an error answer, or `null`).
    var json: JSONValue {
        [
            "profile": .string(profile.name), "url": .string(profile.origin.description),
            "generation": .string(profile.generation.rawValue), "tag": .outside(profile.tag),
            "trust": .string(profile.trust.name), "secretSource": .string(profile.secretSource.rawValue),
            "state": .string(name),
            "text": .string(words.string), "checkedAt": .instant(checkedAt),
            "clockSkewMs": .whole(clockSkew), "durationMs": duration.map { .int($0) } ?? .null,
            "error": problem.map { .object($0.json) } ?? .null,
        ]
    }

    /// One field a line.
    var lines: [SafeText] {
        var fields = FieldList()
        fields.add("Profile", "\(profile.name) (\(profile.origin.description))")
        fields.add("Generation", "\(profile.generation.rawValue)")
        fields.add("State", words)
        fields.add("Answered in", duration.map { DurationText.elapsed(milliseconds: Int64($0)) })
        if let skew = clockSkew, ServerClocks.isNotable(skew) {
            fields.add("Clock", DurationText.lead(skew))
        }
        return fields.lines
    }
}
