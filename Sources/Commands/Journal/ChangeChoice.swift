import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Which changes a command is about.
struct ChangeChoice: ParsableArguments, Sendable {
    @Argument(
        help: ArgumentHelp("Ids or fingerprints, as `tessera journal left-open` lists them.", valueName: "id"))
    var ids: [String] = []

    @Flag(help: "All of them, of the profile that --profile names or of every one.")
    var all = false

    /// The changes that are meant; never empty unless `--all` was given.
    func chosen(from changes: [OpenChange]) throws -> [OpenChange] {
        if all {
            guard ids.isEmpty else { throw CommandProblem.usage("Both --all and ids are given", hint: "leave out one") }
            return changes
        }
        guard !ids.isEmpty else {
            throw CommandProblem.usage("No change is named", hint: "give ids of `tessera journal left-open`, or --all")
        }
        var chosen: [OpenChange] = []
        for typed in ids {
            let found = changes.filter { $0.id == typed || $0.line.operation == typed || $0.isNamed(by: typed) }
            guard !found.isEmpty else {
                throw CommandProblem.usage(
                    "No change that is left open has this id", hint: "tessera journal left-open lists them")
            }
            chosen += found.filter { !chosen.contains($0) }
        }
        return chosen
    }
}

extension OpenChange {
    /// By the beginning of its fingerprint.
    fileprivate func isNamed(by typed: String) -> Bool {
        typed.utf8.count >= 4 && fingerprint?.text.hasPrefix(typed.lowercased()) ?? false
    }
}
