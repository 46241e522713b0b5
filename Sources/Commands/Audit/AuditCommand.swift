import ArgumentParser
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera audit`.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read the audit log of a cluster, or what Tessera did.",
        usage: """
            tessera audit [PROFILE] [--since 24h] [--until TIME] [--user USER] [--type TYPE] [--primary-org] [options]
            tessera audit own show|export|verify
            """,
        subcommands: [ClusterAudit.self, OwnAudit.self],
        defaultSubcommand: ClusterAudit.self)
}

/// `tessera audit own`.
struct OwnAudit: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "own",
        abstract: "What Tessera did, from its own journal.",
        discussion: "Asks no cluster. The journal has one line for each change, with the evidence, and no secret.",
        subcommands: [OwnAuditShow.self, OwnAuditExport.self, OwnAuditVerify.self])
}

/// `tessera audit own show`.
struct OwnAuditShow: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what was done, oldest first.",
        usage: "tessera audit own show [--since 24h] [--until TIME] [--profile NAME] [options]",
        discussion: """
            Times are 24h, 7d, 2026-11-20, 2026-11-20T08:30 (local) or 2026-11-20T08:30Z. With --json, each act is the \
            line of the journal.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Show what Tessera did in the last day",
            "tessera audit own show --since 24h")
    ]

    @Option(help: ArgumentHelp("Oldest act: a time or an age such as 24h.", valueName: "time"))
    var since = "24h"

    @Option(help: ArgumentHelp("Newest act (default: now).", valueName: "time"))
    var until: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"acts":[LINE]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let now = run.now
        let start = try ClusterAudit.moment(since, "--since", at: now)
        let end = try until.map { text throws(CommandProblem) in try ClusterAudit.moment(text, "--until", at: now) }
        let profile = try await run.namedProfile()
        // Our clock may have been ahead: what lies after now happened all the same.
        let last = end ?? Instant(milliseconds: .max)
        // The first reading of every line is the only one.
        let acts = try await ReadOwnAudit(since: start, until: last, profile: profile).run(in: run.workspace)
        let list = try await ListTokens().run(in: run.workspace)
        for notice in MessageComposer.notices(of: list) { run.output.warn("W_JOURNAL", notice) }
        run.warnAboutDamage(list)
        if run.output.isJSON {
            run.output.printJSON(list: "acts", count: acts.count, [:]) { number, object in
                if let line = acts[number].lineObject { object = line }
            }
            return .done
        }
        let profiles = (try? await ListProfiles().run(in: run.workspace).profiles) ?? []
        var orgs: [String: [OrgReference]] = [:]
        var table = TextTable("TIME", "PROFILE", "ACT", "RESULT", "USER", "ABOUT", "EVIDENCE")
        for act in acts {
            let subjects = act.subjects { origin in
                if orgs[origin] == nil { orgs[origin] = list.orgs(at: origin, profiles: profiles) }
                return orgs[origin] ?? []
            }
            table.add(
                InstantText.utc(act.at.milliseconds), SafeText(outside: act.profileName, limit: 40), act.told,
                act.ending, SafeText(outside: act.user ?? "-", limit: 40), act.about(subjects),
                act.evidence?.text ?? "-")
        }
        if acts.isEmpty { run.output.note("The journal has no line of that time.") }
        run.output.print(table.lines(isUTF8: run.output.isUTF8), json: [:])
        return .done
    }
}

/// `tessera audit own export`.
struct OwnAuditExport: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copy the journal to a new file.",
        usage: "tessera audit own export FILE [options]",
        discussion: """
            Every line as it is, of all months, in one file that only you can read. Each line has a hash of the line before it: \
            `tessera audit own verify FILE` verifies the copy, also on another machine.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Export the whole journal to a new file",
            "tessera audit own export journal-copy.jsonl")
    ]

    @Argument(help: "The new file.")
    var file: String

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"file","bytes","lines","hash"}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        run.warnAboutDamage(try await ListTokens().run(in: run.workspace))
        let count = try await ExportOwnAudit(path: file).run(in: run.workspace)
        let copy = try await VerifyJournalCopy(path: file).run(in: run.workspace)
        run.output.print(
            [
                """
                The journal is copied to \(SafeText(outside: file, limit: 300)), \(count) bytes, \(copy.lineCount) lines; the \
                last one has the hash \(copy.mark).
                """
            ],
            json: [
                "file": .string(file), "bytes": .int(count), "lines": .int(copy.lineCount), "hash": .string(copy.mark),
            ])
        return .done
    }
}

/// `tessera audit own verify`.
struct OwnAuditVerify: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no line of the journal or of a copy was changed, removed or swapped.",
        usage: "tessera audit own verify [FILE] [options]",
        discussion: """
            Without FILE the same as: tessera journal check. With FILE, that copy by itself, whoever exported it. A change \
            in the last line and lines that are missing after it leave no trace there: compare the hash that is printed \
            with the one that the export printed. Exit code 10: damaged.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Check that no line was changed, removed or swapped",
            "tessera audit own verify"),
        CommandExample(
            "Verify a copy from another machine",
            "tessera audit own verify journal-copy.jsonl"),
    ]

    @Argument(help: "A copy made by `tessera audit own export` (default: the journal itself).", completion: .file())
    var file: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints what ``JournalCheck`` prints; of a copy `{"file","lines","first","last","hash","damage",
    /// "accepted"}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        guard let file else { return try await JournalCheck.check(in: run) }
        let copy = try await VerifyJournalCopy(path: file).run(in: run.workspace)
        let findings = JournalFindings(
            damage: copy.damage, accepted: copy.acceptances.map(ReadAcceptedDamage.Acceptance.init))
        let name = SafeText(outside: file, limit: 300)
        var lines = copy.lineCount == 0 ? [] : findings.lines(of: name, isUTF8: run.output.isUTF8)
        if let first = copy.first, let last = copy.last {
            lines.append(
                """
                \(copy.lineCount) line\(copy.lineCount == 1 ? "" : "s") from \(InstantText.utc(first.milliseconds)) to \
                \(InstantText.utc(last.milliseconds)); the last one has the hash \(copy.mark).
                """)
        } else {
            lines.append("\(name) has no line of a journal.")
        }
        var json: JSONObject = [
            "file": .outside(file), "lines": .int(copy.lineCount), "first": copy.first.map { .instant($0) } ?? .null,
            "last": copy.last.map { .instant($0) } ?? .null, "hash": .string(copy.mark),
        ]
        findings.add(to: &json)
        run.output.print(lines, json: json)
        return copy.lineCount == 0 ? .localFile : findings.exitCode
    }
}

extension JournalEvent {
    /// The line of the journal, without its place in the chain.
    fileprivate var lineObject: JSONObject? {
        (try? JSONValue.parse(Array(JournalLine.encode(self).utf8)))?.objectValue
    }

    fileprivate var told: SafeText {
        // The journal's word for it is older than ours.
        action == .removeToken
            ? "remove token" : SafeText(outside: action.name.replacing("_", with: " "), limit: 40)
    }

    fileprivate var ending: SafeText {
        switch outcome {
        case nil where phase == .note: "written"
        case nil, .unknown?: "outcome unknown"
        case .stillValid?: "still valid"
        case let outcome?:
            errorCode.map { "\(SafeText(outside: outcome.name, limit: 20)) \(SafeText(outside: $0, limit: 40))" }
                ?? SafeText(outside: outcome.name, limit: 20)
        }
    }

    /// The token, or what else a person named.
    fileprivate func about(_ subjects: [String]) -> SafeText {
        if let fingerprint = token?.fingerprint { return "\(fingerprint.text)" }
        return subjects.isEmpty ? "-" : SafeText(outside: subjects.joined(separator: " "), limit: 80)
    }
}
