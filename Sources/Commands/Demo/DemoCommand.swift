import ArgumentParser
import DisplayText

/// `tessera demo`: the terminal program on demo clusters. `tessera demo serve` is its own command.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try the terminal program on simulated clusters.",
        usage: """
            tessera demo [--size 80x24] [--read-only]
            tessera demo serve [options]
            """,
        discussion: "Needs no network and leaves nothing behind.",
        subcommands: [DemoServe.self])

    @Option(help: ArgumentHelp("Draw for a terminal of this size.", valueName: "columns x rows"))
    var size: String?

    @Option(help: ArgumentHelp("Directory for the demo's files.", valueName: "dir"))
    var home: String?

    @Flag(name: .customLong("read-only"), help: "Refuse to change anything on a cluster.")
    var readOnly = false

    /// How the terminal program is to start.
    func request() throws(CommandProblem) -> ScreenRequest {
        var request = ScreenRequest(home: home, isDemo: true, isReadOnly: readOnly)
        if let size {
            guard let parsed = ScreenRequest.Size(size) else {
                throw .usage("--size is invalid", hint: "columns and rows, as in 80x24")
            }
            request.size = parsed
        }
        return request
    }
}
