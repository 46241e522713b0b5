import App
import DisplayText
import Glibc
import HTTPExchange
import Moments
import NcursesTerminal
import Operations
import Storage
import ThoughtSpotSessions

/// One run of the terminal program, on the screen or by lines: what it reads at the start, what it works with, and what it
/// leaves.
@MainActor
struct ProgramRun {
    let profiles: LoadedProfiles
    let settings: LoadedSettings
    /// How the program was left by an earlier run.
    let lastScreen: LastScreen
    let inbox: ExchangeInbox
    let clipboard: Clipboard
    let environment: ProgramEnvironment
    private let live: LiveWorkspace
    private let demo: DemoWorld?
    /// Where it is kept how the program was left; nil in a demo, which leaves nothing.
    private let screen: ScreenFile?
    private let serve: DemoWorld.Serve

    /// - Parameters:
    ///   - demo: made before, for it may fail.
    ///   - lendsTerminal: whether a child can have the terminal for a while.
    ///   - terminal: where something is drawn; nil by lines.
    init(
        _ request: ScreenRequest, in demo: DemoWorld?, context: CommandContext, lendsTerminal: Bool,
        terminal: NcursesTerminal?
    ) async {
        let inbox = ExchangeInbox()
        let live = LiveWorkspace(
            context: context, home: demo?.home ?? request.home, isReadOnly: request.isReadOnly,
            lendsTerminal: lendsTerminal, record: inbox.record)
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
            let what: SafeText =
                terminal == nil ? "nothing of the last run is known" : "the screen opens as on the first start"
            profiles.warnings.append("\(what): \(SafeText(outside: problem, limit: 200))")
        }
        if let notice = terminal?.notice { profiles.warnings.append(notice) }
        self.profiles = profiles
        self.lastScreen = lastScreen
        self.inbox = inbox
        self.live = live
        self.demo = demo
        self.screen = screen
        settings = await chosen
        clipboard = Clipboard(environment: context.environment(), terminal: terminal)
        environment = ProgramEnvironment(context, files)
        serve = context.serveDemo
    }

    var tools: WorkTools { WorkTools(workspace: live.workspace, clipboard: clipboard) }

    /// Puts the demo on its sockets, if there is one, and runs the program until it ends.
    func follow<Ending: Sendable>(_ program: @MainActor () async -> Ending) async -> Ending {
        await withTaskGroup(of: Void.self) { group in
            if let demo { await demo.open(in: live.workspace, serve: serve, group: &group) }
            let ending = await program()
            group.cancelAll()
            return ending
        }
    }

    /// The last thing of a run.
    ///
    /// - Parameter last: how the program was left. A place where nothing can be written keeps nothing.
    func end(keeping last: LastScreen) async {
        await clipboard.clear()
        if let screen {
            try? await FileExecutor.run { () throws(StorageError) in try screen.save(last) }
        }
        await live.close()
        demo?.remove()
    }
}

extension ProgramEnvironment {
    fileprivate init(_ context: CommandContext, _ files: FollowedFiles) {
        let clock = context.clock
        let variables = context.environment()
        let isOverSSH = ["SSH_CONNECTION", "SSH_TTY"].contains { variables[$0]?.isEmpty == false }
        self.init(
            now: { Instant(milliseconds: clock.wallNow()) }, uptime: clock.now,
            localOffset: { LocalTime.offset(at: $0) },
            sleep: { moment in
                let left = moment.milliseconds - clock.wallNow()
                if left > 0 { try await clock.sleep(Int(left)) }
            }, isOverSSH: isOverSSH, followFiles: { await files.follow($0) })
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

/// Watches the files that other programs may change while the screen is open.
private struct FollowedFiles: Sendable {
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
        if let path = locations.vault { files[path] = .vault }
        if let path = locations.vaultMemory { files[path] = .vault }
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
            // A save of the vault changes its note, too.
            var told: Set<StoredFile> = []
            for file in paths.compactMap({ files[$0] }) where told.insert(file).inserted { await tell(file) }
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
