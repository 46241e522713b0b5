import App
import DisplayText
import Operations
import Terminal

/// The terminal program by lines, with everything that is live.
@MainActor
enum PlainScreen {
    static func run(_ request: ScreenRequest, context: CommandContext) async -> ExitCode {
        let demo: DemoWorld?
        do throws(ScreenStartError) { demo = try DemoWorld(asked: request, context: context) } catch {
            Output(context: context, isJSON: false).fail(error.message)
            return error.message.exitCode
        }
        let run = await ProgramRun(
            request, in: demo, context: context,
            lendsTerminal: context.isTerminal(.input) && context.isTerminal(.error), terminal: nil)
        let program = PlainProgram(
            on: TerminalConsole(context), profiles: run.profiles, settings: run.settings, lastScreen: run.lastScreen,
            isReadOnly: request.isReadOnly,
            notice: request.lacksTerminalType ? "TERM is dumb or not set: nothing is drawn, as with --plain." : nil,
            environment: run.environment, tools: run.tools, inbox: run.inbox)
        let ending = await run.follow { await program.run() }
        await run.end(keeping: program.lastScreen)
        return exitCode(of: ending, context)
    }

    /// An answer that did not come is none: what was asked was not done.
    private static func exitCode(of ending: PlainProgram.Ending, _ context: CommandContext) -> ExitCode {
        switch ending {
        // A terminal that is gone takes no text either.
        case .signal(let signal): return ExitCode(rawValue: signal.exitStatus) ?? .terminated
        case .noPrompt:
            let message = CommandProblem.noPrompt(what: "A secret", options: []).message
            Output(context: context, isJSON: false).fail(message)
            return message.exitCode
        case _ where context.writeFailure() != nil: return .localFile
        case .quit, .endOfInput(isOpen: false): return .done
        case .endOfInput(isOpen: true): return .refused
        }
    }
}
