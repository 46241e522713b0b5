import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera status --expiring TIME`: what expires soon, out of the journal alone.
struct ExpiringReport {
    private let seconds: Int

    init(within time: String) throws(CommandProblem) {
        do throws(Lifetime.Malformed) { seconds = try Lifetime.parse(time) } catch {
            throw .usage("--expiring is invalid", hint: SafeText(outside: error.reason))
        }
    }

    /// Prints `{"withinSeconds":N,"tokens":[...]}`, the next one to expire first.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.namedProfile()
        try run.requirePlace(run.live.locations.state)
        let list = try await ListTokens(.current).run(in: run.workspace)
        let records = list.expiring(within: Int64(seconds) * 1_000, of: profile, at: run.now)
        let tokens = records.map { ListedToken($0, in: list, at: run.now) }
        if run.output.isJSON {
            run.output.printJSON(["withinSeconds": .int(seconds), "tokens": .array(tokens.map { .object($0.json) })])
        } else {
            let time = DurationText.rough(milliseconds: Int64(seconds) * 1_000)
            if tokens.isEmpty { run.output.note("No active token expires within \(time).") }
            run.output.print(TextTable(of: tokens).lines(isUTF8: run.output.isUTF8))
        }
        run.warnAboutClocks(of: records, in: list)
        run.warnAboutDamage(list)
        return tokens.isEmpty ? .done : .someFailed
    }
}
