import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import Terminal
import TestSupport
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The program that ships, on a terminal without a terminal: keys in, pictures out, between them everything down to the
/// wire, where the demo's clusters answer.
@MainActor
final class ProgramDriver {
    let home: TemporaryHome
    let clock: ProgramClock
    let wire: ProgramWire
    let fleet: DemoFleet
    let terminal: InMemoryTerminal
    let workspace: Workspace
    let program: TerminalProgram
    var runtime: ProgramRuntime { program.runtime }
    /// What reached the clipboard, oldest first.
    var copied: [String] { clipboard.texts }
    var bells: Int { terminal.emitted.count { $0 == [7] } }
    /// How often what was typed ahead was thrown away.
    var flushes: Int { terminal.inputFlushes }
    private let clipboard: ScriptClipboard
    /// Tells the program that a file changed.
    let changes: ScriptChanges

    /// Runs a program for as long as a script needs it.
    static func run(
        _ setting: ProgramSetting = ProgramSetting(), _ script: @MainActor (ProgramDriver) async throws -> Void
    ) async throws {
        let driver = try await ProgramDriver(setting)
        try await withThrowingDiscardingTaskGroup { group in
            let program = driver.program
            group.addTask { _ = await program.run() }
            defer { driver.terminal.send(signal: .terminate) }
            await driver.idle()
            try await script(driver)
        }
    }

    private init(_ setting: ProgramSetting) async throws {
        let clock = ProgramClock()
        self.clock = clock
        home = try TemporaryHome()
        fleet = DemoFleet(now: { clock.milliseconds }, seed: 7)
        for (name, rules) in setting.faults { await fleet[name]?.cluster?.setFaults(DemoFaultPlan(rules: rules)) }
        wire = ProgramWire(Self.network(fleet, setting, clock), clock: clock)
        let inbox = ExchangeInbox()
        workspace = Self.workspace(home, setting, clock, wire, inbox)
        let profiles = try await workspace.furnish(setting, fleet, in: home)
        if let text = setting.settingsFile { try home.write(text, to: "settings.json") }

        terminal = InMemoryTerminal(size: setting.size, glyphs: setting.glyphs)
        let clipboard = ScriptClipboard()
        self.clipboard = clipboard
        let changes = ScriptChanges()
        self.changes = changes
        let environment = ProgramEnvironment(
            now: { clock.now }, uptime: { clock.uptime }, localOffset: { _ in 3_600 },
            sleep: { try await clock.sleep(until: $0) }, followFiles: { await changes.follow($0) })
        let live = LiveRunner(WorkTools(workspace: workspace) { clipboard.copy($0) })
        let turns = Turns()
        program = TerminalProgram(
            on: terminal, theme: setting.theme, profiles: profiles,
            settings: await Self.settings(in: workspace), isReadOnly: setting.isReadOnly,
            environment: environment, runner: setting.isOrdered ? OrderedRunner(next: live, turns: turns) : live,
            inbox: inbox)
        terminal.didPresent = { [weak self] in if let self { turns.follow(state) } }
    }

    /// As the program reads them at the start.
    static func settings(in workspace: Workspace) async -> LoadedSettings {
        do throws(OperationError) { return LoadedSettings(try await ReadSettings().run(in: workspace)) } catch {
            return LoadedSettings(error)
        }
    }

    /// The clusters; waiting takes no time, but the clock knows of it.
    static func network(_ fleet: DemoFleet, _ setting: ProgramSetting, _ clock: ProgramClock) -> DemoTransport {
        var destinations: [Origin: DemoTransport.Destination] = [:]
        for member in fleet.members {
            destinations[member.inProcessOrigin] = member.cluster.map { .cluster($0) } ?? .noServer
        }
        if let configuration = setting.cluster {
            destinations[ProgramSetting.ownOrigin] = .cluster(
                SimulatedCluster(
                    configuration, now: { clock.milliseconds }, identifiers: IdentifierSource(seed: 99)))
        }
        return DemoTransport(destinations, delay: { clock.advance(milliseconds: $0) })
    }

    static func workspace(
        _ home: TemporaryHome, _ setting: ProgramSetting, _ clock: ProgramClock, _ wire: ProgramWire,
        _ inbox: ExchangeInbox
    ) -> Workspace {
        let time = ExchangeClock(
            now: { clock.milliseconds }, wallNow: { clock.milliseconds },
            sleep: { clock.advance(milliseconds: $0) })
        let transport = RetryingTransport(
            wrapping: RecordingTransport(wrapping: wire, clock: time, record: inbox.record), clock: time,
            random: { 0.5 })
        let files = FileContext.live(now: { clock.now }, allowsRoot: true)
        let counter = Mutex<UInt64>(0)
        let randomBytes: @Sendable (Int) -> [UInt8] = { count in
            let number = counter.withLock {
                $0 += 1
                return $0
            }
            return (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * min($0, 7))) }
        }
        return Workspace(
            profiles: ProfileStore(file: home.profiles, context: files),
            journal: Journal(directory: home.journalDirectory, context: files),
            vault: VaultStore(
                file: home.file("vault.json"), memory: home.file("vault-generation.json"), context: files,
                // The lowest cost: what a key costs is not what a script is about.
                randomBytes: randomBytes, availableMemory: { 0 }),
            settings: SettingsFile(path: home.settings, context: files), transport: transport,
            inspector: ProgramInspector(), now: { clock.now }, randomBytes: randomBytes,
            environmentProxy: { _ in .direct }, isReadOnly: setting.isReadOnly)
    }

    /// Whether every step of a script waits for idle; off while something is held on the wire.
    var waitsForIdle = true

    /// Returns when everything that was sent has been handled and nothing is under way.
    func idle() async {
        await terminal.untilHandled()
        if waitsForIdle { await runtime.waitUntilIdle() }
    }

    /// Returns when the state is like that, looking at every state that is drawn.
    func until(_ isLikeThat: (ProgramState) -> Bool) async {
        await terminal.untilHandled()
        while !isLikeThat(state) { await terminal.nextFrame() }
    }

    /// Lets time pass. What counts on the screen counts; when nothing does, nothing wakes up.
    func advance(seconds: Int) async {
        clock.advance(milliseconds: seconds * 1_000)
        while let moment = runtime.timer?.at, moment <= clock.now { await terminal.nextFrame() }
        await idle()
    }
}

/// What scripts look at.
extension ProgramDriver {
    var state: ProgramState { runtime.state }
    var grid: CellGrid { terminal.grid ?? CellGrid(terminal.size, glyphs: terminal.glyphs) }
    /// The screen as text, one line a row.
    var screen: String { terminal.text }
    /// The message on the message line, or in the activity pane.
    var said: String { state.activity.latest?.text.string ?? "" }
    var form: FormReading? { state.form }
    var question: QuestionReading? { state.question }
    /// Every picture since the start, as text: what a person could have seen.
    var film: String { terminal.history.map { GridText($0).text }.joined() }
    var journal: String { TemporaryHome.text(of: home.journal) }

    /// The rows of the screen in which a text stands.
    func rows(with text: String) -> [String] {
        screen.split(separator: "\n").map(String.init).filter { $0.contains(text) }
    }
}

/// Changes of files, as a script tells them.
struct ScriptChanges: Sendable {
    private let stream: AsyncStream<StoredFile>
    private let continuation: AsyncStream<StoredFile>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func tell(_ file: StoredFile) { continuation.yield(file) }

    func follow(_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async {
        for await file in stream { await tell(file) }
    }
}

/// A clipboard that only remembers.
@MainActor
final class ScriptClipboard {
    private(set) var texts: [String] = []

    func copy(_ text: ClipboardText) -> CopyOutcome {
        texts.append(text.exposed)
        return .terminal
    }
}

extension ProgramDriver {
    static let password = DemoFleet.password
}
