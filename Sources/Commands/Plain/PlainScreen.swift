import App
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions

/// The terminal program by lines, with everything that is live.
@MainActor
enum PlainScreen {
    static func run(_ request: ScreenRequest, context: CommandContext) async -> ExitCode {
        let demo: DemoWorld?
        do throws(ScreenStartError) {
            demo = request.isDemo ? try DemoWorld(context: context, home: request.home) : nil
        } catch {
            Output(context: context, isJSON: false).fail(error.message)
            return error.message.exitCode
        }
        let inbox = ExchangeInbox()
        let live = LiveWorkspace(
            context: context, home: demo?.home ?? request.home, isReadOnly: request.isReadOnly,
            lendsTerminal: context.isTerminal(.input) && context.isTerminal(.error), record: inbox.record)
        // Before anything is read: what changes from here on is told.
        let files = FollowedFiles(live.locations, clock: context.clock)
        let profiles = await profiles(demo, live)
        let clipboard = Clipboard(environment: context.environment(), terminal: nil)
        let program = PlainProgram(
            on: TerminalConsole(context), profiles: profiles, settings: await LoadedSettings(of: live),
            lastScreen: await lastScreen(demo, live, context), isReadOnly: request.isReadOnly,
            notice: request.lacksTerminalType ? "TERM is dumb or not set: nothing is drawn, as with --plain." : nil,
            environment: ScreenProgram.environment(context, files),
            tools: WorkTools(workspace: live.workspace, clipboard: clipboard), inbox: inbox)
        let ending = await withTaskGroup(of: Void.self) { group in
            if let demo { await demo.open(in: live.workspace, serve: context.serveDemo, group: &group) }
            let ending = await program.run()
            group.cancelAll()
            return ending
        }
        await clipboard.clear()
        await live.close()
        demo?.remove()
        return exitCode(of: ending, context)
    }

    private static func profiles(_ demo: DemoWorld?, _ live: LiveWorkspace) async -> LoadedProfiles {
        if let demo { return demo.profiles }
        return await LoadedProfiles(of: live)
    }

    /// Who logged in last to which profile.
    private static func lastScreen(
        _ demo: DemoWorld?, _ live: LiveWorkspace, _ context: CommandContext
    ) async -> LastScreen {
        if demo != nil { return LastScreen() }
        let file = ScreenFile(file: live.locations.screen, context: context.files)
        return await FileExecutor.run { () throws(Never) in file.read() }.0
    }

    /// An answer that did not come is none: what was asked was not done.
    private static func exitCode(of ending: PlainProgram.Ending, _ context: CommandContext) -> ExitCode {
        if context.writeFailure() != nil { return .localFile }
        return switch ending {
        case .quit, .endOfInput(isOpen: false): .done
        case .endOfInput(isOpen: true): .refused
        case .signal(let signal): ExitCode(rawValue: signal.exitStatus) ?? .terminated
        }
    }
}
