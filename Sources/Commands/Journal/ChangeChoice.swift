import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Which changes a command is about.
struct ChangeChoice: ParsableArguments, Sendable {
    @Argument(
        help: ArgumentHelp(
            "Ids or fingerprints, as `tessera journal left-open` lists them, or their beginnings.", valueName: "id"))
    var ids: [String] = []

    @Flag(help: "All of them, of the profile that --profile names or of every one.")
    var all = false

    /// Characters of the beginning of an id at least: fewer name no change for certain.
    private static let shortestID = 8

    /// The changes that are meant; never empty unless `--all` was given.
    func chosen(from report: LeftOpenReport, in list: TokenList) throws -> [OpenChange] {
        let changes = report.changes
        if all {
            guard ids.isEmpty else { throw CommandProblem.usage("Both --all and ids are given", hint: "leave out one") }
            return changes
        }
        guard !ids.isEmpty else {
            throw CommandProblem.usage("No change is named", hint: "give ids of `tessera journal left-open`, or --all")
        }
        var chosen: [OpenChange] = []
        for typed in ids {
            let found = try Self.find(typed, among: changes)
            guard !found.isEmpty else {
                if let record = Self.revoked(typed, in: report).first {
                    if record.state == .stillValid {
                        throw CommandProblem.usage(
                            "The token \(record.fingerprint.text) is STILL VALID after its revocation",
                            hint: list.commandsToRevoke([record]).first)
                    }
                    throw CommandProblem.usage(
                        "The token \(record.fingerprint.text) is revoked (not verified): a validation settles that",
                        hint: list.commandsToValidate([record]).first)
                }
                throw CommandProblem.usage(
                    "No change that is left open has this id", hint: "tessera journal left-open lists them")
            }
            chosen += found.filter { !chosen.contains($0) }
        }
        return chosen
    }

    /// The changes that are meant, and the tokens whose revocation is not proven; never empty unless `--all` was given.
    func chosenWithRevoked(
        from report: LeftOpenReport, in list: TokenList
    ) throws -> (changes: [OpenChange], revoked: [TokenRecord]) {
        if all { return (try chosen(from: report, in: list), report.revocationsWithoutProof) }
        var rest = self
        var revoked: [TokenRecord] = []
        rest.ids = ids.filter { typed in
            guard (try? Self.find(typed, among: report.changes))?.isEmpty == true else { return true }
            let found = Self.revoked(typed, in: report)
            revoked += found.filter { record in !revoked.contains { $0.id == record.id } }
            return found.isEmpty
        }
        return rest.ids.isEmpty && !revoked.isEmpty
            ? ([], revoked) : (try rest.chosen(from: report, in: list), revoked)
    }

    /// By the beginning of a fingerprint.
    private static func revoked(_ typed: String, in report: LeftOpenReport) -> [TokenRecord] {
        report.revocationsWithoutProof.filter {
            typed.utf8.count >= 4 && $0.fingerprint.text.hasPrefix(typed.lowercased())
        }
    }

    /// By an id, by that of a plan, or by the beginning of a fingerprint or of one such id.
    private static func find(_ typed: String, among changes: [OpenChange]) throws(CommandProblem) -> [OpenChange] {
        let exact = changes.filter { $0.id == typed || $0.line.operation == typed || $0.isNamed(by: typed) }
        if !exact.isEmpty || typed.utf8.count < shortestID { return exact }
        let begun = changes.filter { $0.id.hasPrefix(typed.uppercased()) }
        let operations = Set(begun.map(\.line.operation))
        guard operations.count < 2 else {
            throw .usage("This id stands for \(operations.count) changes", hint: "type more of it")
        }
        return begun
    }
}

extension OpenChange {
    /// By the beginning of its fingerprint.
    fileprivate func isNamed(by typed: String) -> Bool {
        typed.utf8.count >= 4 && fingerprint?.text.hasPrefix(typed.lowercased()) ?? false
    }
}
