import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

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
            """)

    @Argument(help: "At least 4 digits of it.")
    var fingerprint: String

    @Option(help: ArgumentHelp("Write the timeline to this new file.", valueName: "file"))
    var report: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions

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
            try TokenReportFile(path: report).write(lines: lines, json: json, at: run.now)
            run.output.note("The report is in \(SafeText(outside: report, limit: 300)).")
        }
        run.output.print(lines, json: json)
        run.warnAboutClocks(of: [record], in: list)
        run.warnAboutDamage(list)
        return .done
    }
}
