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
                if let record = report.notVerified.first(where: { $0.fingerprint.text.hasPrefix(typed.lowercased()) }) {
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
