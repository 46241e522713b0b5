import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token find`.
struct TokenFind: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find the cluster and the user of a token in the journal.",
        usage: "tessera token find [FINGERPRINT] [--token-file FILE] [options]",
        discussion: """
            For a token that was found somewhere: its fingerprint is compared with those in the journal. The token is sent \
            to no cluster and kept nowhere. Exit code 5: the journal does not know it.
            """)

    static let examples: [CommandExample] = [
        CommandExample("Find out whose a leaked token is", "tessera token find --token-file leaked.txt"),
        CommandExample("The same by its fingerprint, for a script", "tessera token find 9f00e1aa --json"),
    ]

    @Argument(help: "Fingerprint, at least 4 digits.", completion: .fingerprints)
    var fingerprint: String?

    @OptionGroup(title: "Token options")
    var token: TokenInputOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"fingerprint","matches":[{"token":{...},"profiles":[NAME,...],"lastEvidence":{...}|null}]}`; the first match is
    /// the cluster that the token belongs to, `token` is as in `token list`, `lastEvidence` as in the timeline.
    func run(in run: CommandRun) async throws -> ExitCode {
        let name = try name(in: run)
        try run.requirePlace(run.live.locations.state)
        let found = try await LookUpToken(name).run(in: run.workspace)
        var lines: [SafeText] = []
        var matches: [JSONValue] = []
        for match in found.matches {
            let token = ListedToken(match.record, in: found.list, at: run.now)
            let timeline = try await ReadTimeline(record: match.record).run(in: run.workspace)
            let last = timeline.entries.last { $0.evidence != nil }
            var fields = FieldList()
            for (name, value) in token.details { fields.add(name, value) }
            let names = match.profiles.map(\.name).joined(separator: ", ")
            fields.add("Profiles", outside: names.isEmpty ? "none has this address" : names)
            fields.add("Evidence", last?.line ?? "none in the journal")
            lines += (lines.isEmpty ? [] : [""]) + fields.lines
            matches.append([
                "token": .object(token.json), "profiles": .array(match.profiles.map { .string($0.name) }),
                "lastEvidence": last.map { .object($0.json) } ?? .null,
            ])
        }
        run.output.print(
            lines, json: ["fingerprint": .string(found.fingerprint.text), "matches": .array(matches)])
        run.warnAboutClocks(of: found.matches.map(\.record), in: found.list)
        run.warnAboutDamage(found.list)
        return .done
    }

    private func name(in run: CommandRun) throws -> LookUpToken.Name {
        let sources = token.sources
        guard sources.count + (fingerprint == nil ? 0 : 1) < 2 else {
            throw CommandProblem.usage("One token at a time", hint: nil)
        }
        if let fingerprint {
            try TokenChoice.check(fingerprint)
            return .fingerprint(fingerprint)
        }
        return .token(try run.secret("The token", from: try sources.first ?? prompt(in: run)))
    }

    private func prompt(in run: CommandRun) throws(CommandProblem) -> SecretSource {
        guard run.mayAsk else {
            throw .noPrompt(what: "The token, or its fingerprint,", options: ["--token-stdin", "--token-file FILE"])
        }
        return .prompt(question: "Token (not shown): ")
    }
}
