import ArgumentParser

/// A command of `tessera`. It parses without looking at the world, and runs in the one that is handed to it.
protocol TesseraCommand: ParsableCommand, Sendable {
    var common: CommonOptions { get }
    /// Whether `--profile` may name more than one.
    static var takesSeveralProfiles: Bool { get }

    /// Does the work.
    ///
    /// - Returns: the exit code; anything but `.done` after a message, or after a result that tells why.
    /// - Throws: `OperationError`, `CommandProblem`; the program turns them into messages.
    func run(in run: CommandRun) async throws -> ExitCode

    /// The exit code after a signal asked for the end.
    ///
    /// - Parameter signalled: 129, 130 or 143.
    func exitCode(after signalled: ExitCode) -> ExitCode
}

extension TesseraCommand {
    static var takesSeveralProfiles: Bool { false }

    func exitCode(after signalled: ExitCode) -> ExitCode { signalled }
}

/// A command that only holds others.
protocol CommandGroup: ParsableCommand {}

/// The root of the commands.
struct TesseraRoot: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "tessera",
        abstract: "Sessions and bearer tokens on ThoughtSpot clusters.",
        usage: """
            tessera
            tessera <command> ...
            """,
        discussion: """
            Without a command, the terminal program starts.

            Secrets come by hidden prompt, from standard input or from a file of mode 600, \
            never as an argument. Exit codes: tessera help exit-codes
            """,
        version: TesseraVersion.text,
        subcommands: [
            ProfileCommand.self, SessionCommand.self, StatusCommand.self, DoctorCommand.self, TokenCommand.self,
            UserCommand.self, OrgCommand.self, KeyCommand.self, AuditCommand.self, JournalCommand.self,
            DemoCommand.self,
        ])
}
