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

/// The terminal program with everything that is live: the terminal, the workspace, the demo.
@MainActor
struct ScreenProgram {
    private let program: TerminalProgram
    private let live: LiveWorkspace
    private let clipboard: Clipboard
    private let demo: DemoWorld?
    /// Where it is kept how the screen was left; nil in a demo, which leaves nothing.
    private let screen: ScreenFile?

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
        let lender = TerminalLender()
        let live = LiveWorkspace(
            context: lender.lending(to: context), home: demo?.home ?? request.home, isReadOnly: request.isReadOnly,
            lendsTerminal: true, record: inbox.record)
        let terminal: NcursesTerminal
        do throws(TerminalStartError) { terminal = try NcursesTerminal.start(usesColor: !context.isColorless) } catch {
            demo?.remove()
            throw .terminal(error)
        }
        lender.terminal = terminal
        // Before anything is read: what changes from here on is told.
        let files = FollowedFiles(live.locations, clock: context.clock)
        let screen = demo == nil ? ScreenFile(file: live.locations.screen, context: context.files) : nil
        // Beside the profiles, each on a thread of its own.
        async let left = FileExecutor.run { () throws(Never) in screen?.read() }
        async let chosen = LoadedSettings(of: live)
        var profiles: LoadedProfiles
        if let demo { profiles = demo.profiles } else { profiles = await LoadedProfiles(of: live) }
        let (lastScreen, problem) = await left ?? (LastScreen(), nil)
        if let problem {
            profiles.warnings.append("the screen opens as the first time: \(SafeText(outside: problem, limit: 200))")
        }
        let settings = await chosen
        if let notice = terminal.notice { profiles.warnings.append(notice) }
        let clipboard = Clipboard(environment: context.environment(), terminal: terminal)
        let program = TerminalProgram(
            on: terminal, theme: context.isColorless ? .mono : nil,
            limit: request.size.map { Size(rows: $0.rows, columns: $0.columns) }, profiles: profiles,
            settings: settings, lastScreen: lastScreen, isReadOnly: request.isReadOnly,
            environment: environment(context, files),
            tools: WorkTools(workspace: live.workspace, clipboard: clipboard), inbox: inbox)
        clipboard.way = { program.settings.clipboard }
        return ScreenProgram(program: program, live: live, clipboard: clipboard, demo: demo, screen: screen)
    }

    static func environment(_ context: CommandContext, _ files: FollowedFiles) -> ProgramEnvironment {
        let clock = context.clock
        let variables = context.environment()
        let isOverSSH = ["SSH_CONNECTION", "SSH_TTY"].contains { variables[$0]?.isEmpty == false }
        return ProgramEnvironment(
            now: { Instant(milliseconds: clock.wallNow()) }, uptime: clock.now,
            localOffset: { LocalTime.offset(at: $0) },
            sleep: { moment in
                let left = moment.milliseconds - clock.wallNow()
                if left > 0 { try await clock.sleep(Int(left)) }
            }, isOverSSH: isOverSSH, followFiles: { await files.follow($0) })
    }

    private func run(_ context: CommandContext) async -> ExitCode {
        program.show()
        let ending = await withTaskGroup(of: Void.self) { group in
            if let demo { await demo.open(in: live.workspace, serve: context.serveDemo, group: &group) }
            let ending = await program.run { NcursesTerminal.releaseStartCode() }
            group.cancelAll()
            return ending
        }
        await clipboard.clear()
        await keepScreen()
        await live.close()
        demo?.remove()
        return switch ending {
        case .quit: .done
        case .signal(let signal): ExitCode(rawValue: signal.exitStatus) ?? .terminated
        }
    }
}

extension ScreenProgram {
    /// The next run opens as this one was left. A place where nothing can be written keeps nothing.
    private func keepScreen() async {
        guard let screen else { return }
        let last = program.lastScreen
        try? await FileExecutor.run { () throws(StorageError) in try screen.save(last) }
    }
}

/// Hands the screen's terminal to children that ask at it.
@MainActor
private final class TerminalLender {
    fileprivate weak var terminal: NcursesTerminal?

    /// The world, with children that the screen makes way for.
    func lending(to context: CommandContext) -> CommandContext {
        var lending = context
        let run = context.runChild
        lending.runChild = { call in
            guard call.hasTerminal, let terminal = await self.terminal else { return await run(call) }
            return await terminal.lend { await run(call) }
        }
        return lending
    }
}

extension LoadedProfiles {
    /// The profiles of the file, and what is wrong with it.
    init(of live: LiveWorkspace) async {
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

extension LoadedSettings {
    /// What the file says, or why it cannot be read.
    init(of live: LiveWorkspace) async {
        do throws(OperationError) { self.init(try await ReadSettings().run(in: live.workspace)) } catch {
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
        if let path = locations.olderJournal { files[path] = .journal }
        if let path = locations.settings { files[path] = .settings }
        let paths = files.keys.sorted()
        // Its segments are followed by their folder.
        if let path = locations.journal { files[path] = .journal }
        self.files = files
        watch = FileWatch(paths, folders: locations.journal.map { [$0: ".jsonl"] } ?? [:])
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
