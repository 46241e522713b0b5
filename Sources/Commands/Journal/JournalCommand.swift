import ArgumentParser
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera journal`.
struct JournalCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check the journal, and deal with what an earlier run left open.",
        subcommands: [
            JournalCheck.self, JournalAccept.self, JournalLeftOpen.self, JournalResume.self, JournalDismiss.self,
        ])
}

/// `tessera journal check`.
struct JournalCheck: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that the journal is intact.",
        usage: "tessera journal check [options]",
        discussion: """
            Each line names the line before it by a hash, so that a changed or removed line is found, and a removed file. \
            While there is damage, no change but a logout is made on a cluster. Exit code 10: damaged.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Check the journal, and exit with 10 when it is damaged",
            "tessera journal check")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"directory","damage":[{"segment","line","kind","fingerprints"}],"inDoubt":[FINGERPRINT],
    /// "accepted":[{"at","places":[PLACE]}]}`.
    func run(in run: CommandRun) async throws -> ExitCode { try await Self.check(in: run) }

    static func check(in run: CommandRun) async throws -> ExitCode {
        // The first reading of every line is the only one.
        let accepted = try await ReadAcceptedDamage().run(in: run.workspace)
        let list = try await ListTokens().run(in: run.workspace)
        let doubtful = list.records.filter(\.isInDoubt)
        let findings = JournalFindings(damage: list.damage, accepted: accepted)
        var lines = findings.lines(of: "The journal", isUTF8: run.output.isUTF8)
        if !list.damage.isEmpty {
            lines += ["", "In doubt: \(doubtful.count) of \(list.records.count) tokens."]
            lines += ["Keep a copy of the files, review these lines, then: tessera journal accept"]
        }
        var json: JSONObject = ["directory": .outside(run.workspace.journal.directory)]
        findings.add(to: &json)
        json["inDoubt"] = .array(doubtful.map { .string($0.fingerprint.text) })
        run.output.print(lines, json: json)
        return findings.exitCode
    }
}

/// `tessera journal accept`.
struct JournalAccept: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Allow writing to a damaged journal again.",
        usage: "tessera journal accept [--yes] [options]",
        discussion: "Records that the damage was reviewed. Nothing is repaired, and no line is removed.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Go on after a person has looked at the damage",
            "tessera journal accept --yes")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, Asks, LocalWork>

    /// Prints `{"accepted":[{"segment","line","kind","fingerprints"}]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let damage = try await ListTokens().run(in: run.workspace).damage
        if !damage.isEmpty {
            if !run.options.yes {
                guard run.mayAsk else {
                    throw OperationError.refused(.confirmationNeeded(what: "Accepting the damage of the journal"))
                }
                let count = damage.count == 1 ? "1 place" : "\(damage.count) places"
                let answer = try run.context.promptLine("Accept the damage at \(count) of the journal? [y/N] ")?
                    .lowercased()
                guard answer == "y" || answer == "yes" else { throw CommandProblem.declined }
            }
            try await AcceptJournalDamage(damage: damage).run(in: run.workspace)
        }
        run.output.print(
            [damage.isEmpty ? "The journal is not damaged." : "Accepted. The journal can be written again."],
            json: ["accepted": .array(damage.map { .object($0.json) })])
        return .done
    }
}
