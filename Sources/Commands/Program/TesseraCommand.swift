import ArgumentParser
import DisplayText
import HTTPExchange
import Operations

/// A command of `tessera`. It parses without looking at the world, and runs in the one that is handed to it.
protocol TesseraCommand: ParsableCommand, Sendable {
    associatedtype Common: CommonOptionSet
    /// Those of the common options that mean something to it.
    var common: Common { get }
    /// Shown by `--help` and the manual page; one at least.
    static var examples: [CommandExample] { get }

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
            tessera [--plain] [--read-only] [--home <dir>]
            tessera <command> ...
            """,
        discussion: """
            Without a command, the terminal program starts; with --plain, or where TERM is dumb or not set, it works by \
            lines and numbered answers.

            Secrets come by hidden prompt, from standard input or from a file of mode 0600, \
            never as an argument. Exit codes, settings and files: tessera help exit-codes, \
            tessera help settings, tessera help files
            """,
        version: TesseraVersion.text,
        subcommands: [
            ProfileCommand.self, LoginCommand.self, LogoutCommand.self, SessionCommand.self, StatusCommand.self,
            DoctorCommand.self, TokenCommand.self,
            UserCommand.self, OrgCommand.self, KeyCommand.self, AuditCommand.self, JournalCommand.self,
            VaultCommand.self, SettingsCommand.self, DemoCommand.self, CompletionCommand.self, CompletionNames.self,
            ManualCommand.self,
        ])
}

/// Runs one parsed command: beside it listens for the signals that ask for the end, after it looks whether all was
/// written.
struct CommandExecution: Sendable {
    let command: any TesseraCommand
    let context: CommandContext

    /// How a command ended, and the problem of ours that it told, if any.
    private typealias Ending = (code: ExitCode, problem: CommandProblem?)

    private enum Event: Sendable {
        case ended(Ending)
        case signal(Int32)
        case nothing
    }

    func exitCode() async -> ExitCode {
        let common = command.common.values
        let output = Output(context: context, isJSON: common.json, home: common.home)
        let environment = context.environment()
        for warning in EnvironmentCheck.warnings(about: environment) { output.warn("W_ENVIRONMENT", warning) }
        let (code, problem) = await withSignals(output, common)
        if problem?.isAboutOutput == true { return code }
        // Nothing is read any more: that is said by the exit code alone (fault E15).
        if code == .done, context.readerLeft() { return .outputClosed }
        guard let failure = context.writeFailure() else { return code }
        output.fail(CommandProblem.output(why: SafeText(outside: failure)).message)
        return code == .done ? .localFile : code
    }

    /// A signal cancels the command, which then ends in order: a change in flight is written down as unknown, a
    /// session that was opened is ended.
    private func withSignals(_ output: Output, _ common: CommonValues) async -> Ending {
        // Listened to before the command begins: what it tells first may be answered by a signal.
        let signals = context.signals()
        return await withTaskGroup(of: Event.self) { group in
            group.addTask { .ended(await run(output, common)) }
            group.addTask {
                for await number in signals { return .signal(number) }
                return .nothing
            }
            var received: Int32?
            while let event = await group.next() {
                switch event {
                case .signal(let number):
                    received = number
                    group.cancelAll()
                case .ended(let (code, problem)):
                    group.cancelAll()
                    // A prompt may notice the signal before its listener tells.
                    let number = received ?? context.endingSignal()
                    let after = number.flatMap { ExitCode(rawValue: 128 + $0) }.map { command.exitCode(after: $0) }
                    return (after ?? code, problem)
                case .nothing: continue
                }
            }
            return (.internalError, nil)
        }
    }

    private func run(_ output: Output, _ common: CommonValues) async -> Ending {
        let live = LiveWorkspace(
            context: context, home: common.home, isReadOnly: common.readOnly,
            lendsTerminal: context.isTerminal(.input) && context.isTerminal(.error)
        ) { record in
            if common.isVerbose { output.tell(record) }
        }
        let run = CommandRun(context: context, options: common, live: live, output: output)
        var ending = await result(in: run)
        let unrecorded = await run.tellUnrecorded()
        if ending.code == .done { ending.code = unrecorded }
        await run.tellUnkept()
        await live.close()
        return ending
    }

    private func result(in run: CommandRun) async -> Ending {
        let message: Message
        var problem: CommandProblem?
        do {
            return (try await command.run(in: run), nil)
        } catch let error as OperationError {
            message = MessageComposer.message(for: error)
        } catch let error as CommandProblem {
            message = error.message
            problem = error
        } catch is CancellationError {
            message = CommandProblem.interrupted.message
        } catch {
            message = CommandProblem.unexpected.message
        }
        run.output.fail(message)
        return (message.exitCode, problem)
    }
}
