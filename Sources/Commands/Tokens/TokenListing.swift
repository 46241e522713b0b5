import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera token list`.
struct TokenListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens that are known here.",
        usage: "tessera token list [--profile NAME] [--state STATE] [options]",
        discussion: "Sorted by what ends first.")

    @Option(
        help: ArgumentHelp(
            """
            Only these: active, expired, revoked, revoked-verified, still-alive, dead, revocation-unknown, \
            or alive for all that may still open a door.
            """, valueName: "state"))
    var state: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"tokens":[...],"unfinished":N,"repairedTornLine":BOOL,"unreadableLines":N}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let isWanted = try filter(at: run.now)
        // A profile that was removed still has its tokens in the journal; its name is enough then.
        let profileName = common.profile.map { typed in (try? run.profile(nil).name) ?? typed }
        let list = try await ListTokens().run(in: run.workspace)
        let records = list.records
            .filter { (profileName == nil || $0.profileName == profileName) && isWanted($0) }
            .sorted { Self.endsFirst($0, $1) }
        if run.output.isJSON {
            run.output.printJSON([
                "tokens": .array(
                    records.map { .object($0.json(at: run.now, isHeld: list.heldIDs.contains($0.id))) }),
                "unfinished": .int(list.unfinished.count), "repairedTornLine": .bool(list.repairedTornLine),
                "unreadableLines": .int(list.unreadableLines),
            ])
        } else {
            if records.isEmpty { run.output.note("There are no such tokens in the journal.") }
            run.output.print(table(of: records, at: run.now).lines(isUTF8: run.output.isUTF8))
        }
        tell(list, in: run)
        return .done
    }

    private func filter(at now: Instant) throws(CommandProblem) -> (TokenRecord) -> Bool {
        guard let state else { return { _ in true } }
        if state == "alive" { return { TokenStanding(of: $0, at: now).mayBeAlive } }
        guard let standing = TokenStanding(rawValue: state) else {
            let known = TokenStanding.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("--state does not know this state", hint: "it is one of \(known), alive")
        }
        return { TokenStanding(of: $0, at: now) == standing }
    }

    private static func endsFirst(_ left: TokenRecord, _ right: TokenRecord) -> Bool {
        let never = Instant(milliseconds: .max)
        let (a, b) = (left.facts.expiry.instant ?? never, right.facts.expiry.instant ?? never)
        return a == b ? left.id < right.id : a < b
    }

    private func table(of records: [TokenRecord], at now: Instant) -> TextTable {
        var table = TextTable("TOKEN", "PROFILE", "USER", "ORG", "KIND", "STATE", "TIME LEFT", "LABEL")
        for record in records {
            table.add(
                record.shortFingerprint, SafeText(outside: record.profileName, limit: 64),
                SafeText(outside: record.facts.user ?? "-", limit: 40),
                SafeText(outside: record.facts.org?.wording ?? "-", limit: 30),
                SafeText(outside: record.isImported ? "imported" : record.facts.kind ?? "-", limit: 20),
                MessageComposer.text(for: TokenStanding(of: record, at: now)),
                MessageComposer.text(for: record.facts.expiry, at: now),
                SafeText(outside: record.facts.label ?? "", limit: 40))
        }
        return table
    }

    private func tell(_ list: TokenList, in run: CommandRun) {
        if list.repairedTornLine {
            run.output.warn("W_JOURNAL", "the journal's last line was torn by a crash; it is closed and kept")
        }
        if list.unreadableLines > 0 {
            run.output.warn("W_JOURNAL", "\(list.unreadableLines) lines of the journal cannot be read; they are kept")
        }
        for event in list.unfinished {
            run.output.warn(
                "W_UNFINISHED",
                """
                a change on \(event.profileName) was begun at \(InstantText.utc(event.at.milliseconds)), \
                and its outcome is not known
                """
            )
        }
    }
}
