import App
import DisplayText
import Glibc
import HTTPExchange
import Moments
import NcursesTerminal
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The terminal program: live objects, the screen, and the loop between them.
@MainActor
struct ScreenProgram {
    private let terminal: NcursesTerminal
    private let view: AppView
    private let runtime: AppRuntime
    private let live: LiveWorkspace
    private let demo: DemoWorld?

    /// Runs the program until it is quit or a signal ends it.
    ///
    /// The first frame is drawn from the local files; no network is touched, and no server started, before it.
    static func run(_ request: ScreenRequest, context: CommandContext) async -> ExitCode {
        NcursesTerminal.forbidMemoryDumps()
        NcursesTerminal.shareHeap()
        do throws(ScreenStartError) {
            return try await start(request, context: context).run(context)
        } catch {
            Output(context: context, isJSON: false).fail(error.message)
            return error.message.exitCode
        }
    }

    private static func start(
        _ request: ScreenRequest, context: CommandContext
    ) async throws(ScreenStartError) -> ScreenProgram {
        let demo = request.isDemo ? try DemoWorld(context: context, home: request.home) : nil
        let inbox = ExchangeInbox()
        let live = LiveWorkspace(
            context: context, home: demo?.home ?? request.home, isReadOnly: request.isReadOnly, record: inbox.record)
        let hasColor = (context.environment()["NO_COLOR"] ?? "").isEmpty
        let terminal: NcursesTerminal
        do throws(TerminalStartError) { terminal = try NcursesTerminal.start(usesColor: hasColor) } catch {
            demo?.remove()
            throw .terminal(error)
        }
        let view = AppView(theme: hasColor ? .standard : .mono, glyphs: terminal.glyphs)
        let now = context.now
        // Before anything is read: what changes from here on is told.
        let files = FollowedFiles(live.locations, clock: context.clock)
        var shelf: ProfileShelf
        if let demo { shelf = demo.shelf } else { shelf = await ProfileShelf(of: live) }
        if let notice = terminal.notice { shelf.warnings.append(notice) }
        let state = AppState.initial(
            profiles: shelf, now: now, localOffset: LocalTime.offset(at: now), isReadOnly: request.isReadOnly)
        let clipboard = Clipboard(environment: context.environment(), terminal: terminal)
        let stage = ScreenOutput(terminal: terminal, view: view, limit: request.size)
        let environment = stage.environment(context: context, clipboard: clipboard, files: files)
        let runner = WorkspaceRunner(workspace: live.workspace) { await clipboard.copy($0) }
        let runtime = AppRuntime(state: state, environment: environment, runner: runner, inbox: inbox)
        // The size first: the first frame is drawn for it, and the size of a page follows from it.
        runtime.send(view.actions(forSize: stage.size))
        return ScreenProgram(terminal: terminal, view: view, runtime: runtime, live: live, demo: demo)
    }

    private func run(_ context: CommandContext) async -> ExitCode {
        let code = await withTaskGroup(of: Void.self) { group in
            if let demo { await demo.open(in: live.workspace, serve: context.serveDemo, group: &group) }
            group.addTask { await runtime.run() }
            let signal = SignalSeen()
            group.addTask { await followKeys(signal) }
            group.addTask { await followSignals(signal) }
            group.addTask {
                await runtime.waitUntilIdle()
                NcursesTerminal.releaseStartCode()
            }
            await runtime.waitUntilEnded()
            terminal.close()
            group.cancelAll()
            return signal.code
        }
        await live.close()
        demo?.remove()
        return code
    }

    private func followKeys(_ seen: SignalSeen) async {
        for await event in terminal.events {
            switch event {
            case .key, .paste: runtime.type { view.actions(for: event, in: $0) }
            case .resize: runtime.send(view.actions(for: event, in: runtime.state))
            case .hangUp:
                // A terminal may vanish without a signal that tells.
                seen.code = .hangUp
                runtime.send(view.actions(for: event, in: runtime.state))
            }
        }
    }

    private func followSignals(_ seen: SignalSeen) async {
        for await signal in terminal.signals {
            seen.code = ExitCode(rawValue: signal.exitStatus) ?? .terminated
            runtime.send(.terminate)
        }
    }
}

/// Which signal ended the program, if one did.
@MainActor
private final class SignalSeen {
    var code = ExitCode.done
}

extension ProfileShelf {
    /// The profiles of the file, and what is wrong with it.
    fileprivate init(of live: LiveWorkspace) async {
        do throws(OperationError) {
            self.init(try await ListProfiles().run(in: live.workspace))
            if readOnlyReason == nil {
                readOnlyReason = live.locations.obstacle.map { MessageComposer.message(for: $0) }
            }
        } catch {
            self.init(error)
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

/// Watches the files that other programs may change while the screen is open.
struct FollowedFiles: Sendable {
    private let files: [String: StoredFile]
    private let watch: FileWatch
    private let clock: ExchangeClock

    /// Milliseconds between two readings at least, while another program writes without end.
    private static let pause = 100

    init(_ locations: Locations, clock: ExchangeClock) {
        var files: [String: StoredFile] = [:]
        if let path = locations.profiles { files[path] = .profiles }
        if let path = locations.journal { files[path] = .journal }
        self.files = files
        watch = FileWatch(files.keys.sorted())
        self.clock = clock
    }

    /// Tells of changes until the task is cancelled.
    func follow(_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async {
        await watch.follow { paths in
            for file in paths.compactMap({ files[$0] }) { await tell(file) }
            try? await clock.sleep(Self.pause)
        }
    }
}

/// The time zone of this machine.
enum LocalTime {
    /// Seconds east of UTC at a moment.
    static func offset(at instant: Instant) -> Int {
        var seconds = time_t(instant.milliseconds / 1_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return 0 }
        return parts.tm_gmtoff
    }
}
