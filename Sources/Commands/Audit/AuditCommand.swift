import ArgumentParser
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON

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
    var common: CommonOptions

    /// Prints `{"acts":[LINE]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let now = run.now
        let start = try ClusterAudit.moment(since, "--since", at: now)
        let end = try until.map { text throws(CommandProblem) in try ClusterAudit.moment(text, "--until", at: now) }
        let profile = try await run.namedProfile()
        let acts = try await ReadOwnAudit(since: start, until: end ?? now, profile: profile).run(in: run.workspace)
        if run.output.isJSON {
            run.output.printJSON(list: "acts", count: acts.count, [:]) { acts[$0].lineObject }
            return .done
        }
        var table = TextTable("TIME", "PROFILE", "ACT", "RESULT", "USER", "ABOUT", "EVIDENCE")
        for act in acts {
            table.add(
                InstantText.utc(act.at.milliseconds), SafeText(outside: act.profileName, limit: 40), act.told,
                act.ending, SafeText(outside: act.user ?? "-", limit: 40), act.subject, act.evidence?.text ?? "-")
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
            Every line as it is, of all months, in one file that only you can read. Each line has a hash of the line before it, so that \
            others can verify the copy.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Export the whole journal to a new file",
            "tessera audit own export journal-copy.jsonl")
    ]

    @Argument(help: "The new file.")
    var file: String

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"file","bytes"}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let count = try await ExportOwnAudit(path: file).run(in: run.workspace)
        run.output.print(
            ["The journal is copied to \(SafeText(outside: file, limit: 300)), \(count) bytes."],
            json: ["file": .string(file), "bytes": .int(count)])
        return .done
    }
}

/// `tessera audit own verify`.
struct OwnAuditVerify: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no line or file of the journal was changed, removed or swapped.",
        usage: "tessera audit own verify [options]",
        discussion: "The same as: tessera journal check. Exit code 10: damaged.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Check that no line was changed, removed or swapped",
            "tessera audit own verify")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints what ``JournalCheck`` prints.
    func run(in run: CommandRun) async throws -> ExitCode { try await JournalCheck.check(in: run) }
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
    fileprivate var subject: SafeText {
        if let fingerprint = token?.fingerprint { return "\(fingerprint.text)" }
        return subjects.isEmpty ? "-" : SafeText(outside: subjects.joined(separator: " "), limit: 80)
    }
}
