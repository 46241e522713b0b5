import App
import DisplayText
import NcursesTerminal
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The terminal program on the screen, with everything that is live.
@MainActor
enum ScreenProgram {
    /// Runs the program until it is quit or a signal ends it.
    ///
    /// The first frame is drawn from the local files; no network is touched, and no server started, before it.
    static func run(_ request: ScreenRequest, context: CommandContext) async -> ExitCode {
        NcursesTerminal.forbidMemoryDumps()
        NcursesTerminal.shareHeap()
        do throws(ScreenStartError) {
            return exitCode(of: try await start(request, context: context))
        } catch {
            Output(context: context, isJSON: false).fail(error.message)
            return error.message.exitCode
        }
    }

    private static func start(
        _ request: ScreenRequest, context: CommandContext
    ) async throws(ScreenStartError) -> TerminalProgram.Ending {
        let demo = try DemoWorld(asked: request, context: context)
        let terminal: NcursesTerminal
        do throws(TerminalStartError) { terminal = try NcursesTerminal.start(usesColor: !context.isColorless) } catch {
            demo?.remove()
            throw .terminal(error)
        }
        let run = await ProgramRun(
            request, in: demo, context: lending(terminal, to: context), lendsTerminal: true, terminal: terminal)
        let program = TerminalProgram(
            on: terminal, theme: context.isColorless ? .mono : nil,
            limit: request.size.map { Size(rows: $0.rows, columns: $0.columns) }, profiles: run.profiles,
            settings: run.settings, lastScreen: run.lastScreen, isReadOnly: request.isReadOnly,
            environment: run.environment, tools: run.tools, inbox: run.inbox)
        run.clipboard.way = { program.settings.clipboard }
        program.show()
        let ending = await run.follow { await program.run { NcursesTerminal.releaseStartCode() } }
        await run.end(keeping: program.lastScreen)
        return ending
    }

    /// The world, with children that the screen makes way for.
    private static func lending(_ terminal: NcursesTerminal, to context: CommandContext) -> CommandContext {
        var lending = context
        let run = context.runChild
        lending.runChild = { [weak terminal] call in
            guard call.hasTerminal, let terminal else { return await run(call) }
            return await terminal.lend { await run(call) }
        }
        return lending
    }

    private static func exitCode(of ending: TerminalProgram.Ending) -> ExitCode {
        switch ending {
        case .quit: .done
        case .signal(let signal): ExitCode(rawValue: signal.exitStatus) ?? .terminated
        }
    }
}

/// Why the terminal program could not start.
enum ScreenStartError: Error {
    case terminal(TerminalStartError)
    /// There is no directory for the demo's throw-away files.
    case demoHome(Message)
    /// The demo clusters found no free port.
    case demoPorts

    var message: Message {
        switch self {
        case .terminal(let error):
            Message(code: error.code.string, what: error.message, hints: [error.hint], exitCode: .usage)
        case .demoHome(let message): message
        case .demoPorts:
            Message(
                code: "E_DEMO_PORT", what: "The demo clusters find no free port on this machine",
                hints: ["end other programs that listen on 127.0.0.1, then try again"], exitCode: .network)
        }
    }
}
