import ArgumentParser
import DisplayText
import Moments
import Operations
import Processors
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token`.
struct TokenCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Manage bearer tokens.",
        usage: "tessera token <command> ...",
        discussion: """
            Clusters do not list tokens. This list is what Tessera issued, imported or validated; \
            it contains fingerprints, never tokens.
            """,
        subcommands: [
            TokenIssue.self, TokenListing.self, TokenShow.self, TokenValidate.self, TokenRevoke.self,
            TokenImport.self, TokenRemove.self, TokenPrint.self, TokenFind.self,
        ], aliases: ["tokens"])
}

/// `tessera token list`.
struct TokenListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens in the journal.",
        usage: "tessera token list [--profile NAME] [--state STATE] [--all] [options]",
        discussion: """
            Soonest to expire first. Without --state and --all: the tokens that may be valid, and those that ended within \
            the last 30 days.
            """, aliases: ["ls"])

    static let examples: [CommandExample] = [
        CommandExample(
            "List what a cluster may still accept, as JSON",
            "tessera token list --state valid --json"),
        CommandExample(
            "List everything of one profile",
            "tessera token list --profile prod-eu --all"),
    ]

    @Option(
        help: ArgumentHelp(
            """
            Only these: active, expired, revoked-verified, revoked-not-verified, still-valid, invalid, \
            not-recognized, outcome-unknown, or valid for all that a cluster may still accept.
            """, valueName: "state"),
        completion: .list(TokenStanding.allCases.map(\.rawValue) + ["valid"]))
    var state: String?

    @Flag(help: "Every token, however long ago it ended.")
    var all = false

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"tokens":[...],"unfinished":N,"repairedTornLine":BOOL,"unreadableLines":N,"damage":[{"segment","line","kind"}]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let isWanted = try filter()
        let profile = try await run.namedProfile()
        try run.requirePlace(run.live.locations.state)
        await run.openVaultQuietly()
        // What is active has not ended.
        let isCurrent = !all && (state == nil || state == TokenStanding.active.rawValue)
        let list = try await ListTokens(isCurrent ? .current : .everyToken).run(in: run.workspace)
        let now = run.now
        let changes = list.openChanges(at: now)
        let records = list.records(of: profile)
        let showsOlder = all || state != nil
        let order = Self.soonestFirst(of: records, list.clocks, at: now) { record in
            isWanted(list.standing(of: record, at: now))
                && (showsOlder || list.mayMatter(record, at: now) && !record.isWrongGuess)
        }
        if run.output.isJSON {
            let rest: JSONObject = [
                "unfinished": .int(changes.count), "repairedTornLine": .bool(list.repairedTornLine),
                "unreadableLines": .int(list.unreadableLines),
                "damage": .array(list.damage.map { .object($0.json) }),
            ]
            run.output.printJSON(list: "tokens", count: order.count, rest) { number, object in
                ListedToken(records[order[number]], in: list, at: now).addMembers(to: &object)
            }
        } else {
            if order.isEmpty { run.output.note("No tokens match.") }
            let tokens = order.map { ListedToken(records[$0], in: list, at: now) }
            run.output.print(TextTable(of: tokens).lines(isUTF8: run.output.isUTF8))
        }
        tell(list, changes, in: run)
        return .done
    }

    private func filter() throws(CommandProblem) -> @Sendable (TokenStanding) -> Bool {
        guard let state else { return { _ in true } }
        if state == "valid" { return { $0.mayBeValid } }
        guard let standing = TokenStanding(rawValue: state) else {
            let known = TokenStanding.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("--state is invalid", hint: "one of \(known), valid")
        }
        return { $0 == standing }
    }

    /// The places of some records by their ends on our clock, whichever cluster told them. A record is made when it is
    /// looked at, and none is kept.
    private static func soonestFirst(
        of records: TokenRows, _ clocks: ServerClocks, at now: Instant, where isWanted: @Sendable (TokenRecord) -> Bool
    ) -> [Int] {
        let chosen = ProcessorParts.map(records.count) { places in
            places.compactMap { place -> (place: Int, end: Int64)? in
                let record = records[place]
                guard isWanted(record) else { return nil }
                let end = record.facts.expiry.instant?.milliseconds
                return (place, end.map { $0 &- (clocks.skew(of: record.origin, at: now) ?? 0) } ?? .max)
            }
        }
        return chosen.joined()
            .sorted { $0.end == $1.end ? records.id(at: $0.place) < records.id(at: $1.place) : $0.end < $1.end }
            .map(\.place)
    }

    private func tell(_ list: TokenList, _ changes: [OpenChange], in run: CommandRun) {
        for notice in MessageComposer.notices(of: list) { run.output.warn("W_JOURNAL", notice) }
        run.warnAboutClocks(of: list.records.firstOfEachOrigin, in: list)
        run.warnAboutDamage(list)
        if let sentence = LeftOpenReport(changes: changes).sentence {
            run.output.warn("W_UNFINISHED", "\(sentence); `tessera journal left-open` lists what it is")
        }
    }
}

extension TextTable {
    /// Tokens, a row each.
    init(of tokens: [ListedToken]) {
        let columns = TokenColumn.all.filter { $0.listed != nil }
        self.init(columns.map { .init(title: SafeText(outside: $0.title.string.uppercased())) })
        for token in tokens { add(columns.map { $0.listed?(token) ?? "" }) }
    }
}

extension TokenRecord {
    /// Something that was validated or revoked here once, and that no cluster ever accepted: listed when it is asked for.
    fileprivate var isWrongGuess: Bool { state == .notRecognized && !isImported }
}

/// `tessera token show FINGERPRINT`.
struct TokenShow: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a token's details and timeline; never the token itself.",
        usage: "tessera token show FINGERPRINT [--profile NAME] [--report FILE] [options]",
        discussion: """
            The timeline has a line for every act and check, with what proves it: time by the server's clock, request, \
            HTTP status, server code, incident id. A report is a new file that only you can read; JSON if its name ends \
            in .json.
            """, aliases: ["get"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Write the timeline of a token as a report",
            "tessera token show 9f00e1aa --report 9f00e1aa.json")
    ]

    @Argument(help: "Fingerprint, at least 4 digits.", completion: .fingerprints)
    var fingerprint: String

    @Option(help: ArgumentHelp("Write the timeline to this new file.", valueName: "file"), completion: .file())
    var report: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"token":{...},"timeline":[...]}`; see ``TokenTimeline/json``.
    func run(in run: CommandRun) async throws -> ExitCode {
        try TokenChoice.check(fingerprint)
        let profile = try await run.namedProfile()
        let list = try await ListTokens().run(in: run.workspace)
        let record = try FindToken.find(typed: fingerprint, in: list.records(of: profile))
        let timeline = try await ReadTimeline(record: record).run(in: run.workspace)
        let token = ListedToken(record, in: list, at: run.now)
        let lines = token.lines + [""] + timeline.lines
        let json: JSONObject = [
            "token": .object(token.json), "timeline": .array(timeline.json),
        ]
        if let report {
            let place = try TokenReportFile(path: report).write(lines: lines, json: json, at: run.now)
            run.output.note("The report is in \(SafeText(outside: place, limit: 300)).")
        }
        run.output.print(lines, json: json)
        run.warnAboutClocks(of: [record], in: list)
        run.warnAboutDamage(list)
        return .done
    }
}
