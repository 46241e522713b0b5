import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import Terminal
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The whole program in process: keys in, pictures out, between them everything that ships, down to the wire, where
/// the demo's clusters answer.
@MainActor
final class ProgramDriver {
    let home: ProgramHome
    let clock: ProgramClock
    let wire: ProgramWire
    let fleet: DemoFleet
    let terminal: InMemoryTerminal
    let view: AppView
    let workspace: Workspace
    private(set) var runtime: AppRuntime
    /// What reached the clipboard, oldest first.
    var copied: [String] { clipboard.texts }
    var bells: Int { stage.bells }
    /// How often what was typed ahead was thrown away.
    var flushes: Int { stage.flushes }
    private let clipboard: ScriptClipboard
    private let stage: ScriptStage
    /// Tells the program that a file changed.
    let changes = ScriptChanges()

    /// Runs a program for as long as a script needs it.
    static func run(
        _ setting: ProgramSetting = ProgramSetting(), _ script: @MainActor (ProgramDriver) async throws -> Void
    ) async throws {
        let driver = try await ProgramDriver(setting)
        try await withThrowingDiscardingTaskGroup { group in
            let runtime = driver.runtime
            group.addTask { await runtime.run() }
            defer { runtime.send(.terminate) }
            await driver.idle()
            try await script(driver)
        }
    }

    private init(_ setting: ProgramSetting) async throws {
        let clock = ProgramClock()
        self.clock = clock
        home = try ProgramHome()
        fleet = DemoFleet(now: { clock.milliseconds }, seed: 7)
        for (name, rules) in setting.faults { await fleet[name]?.cluster?.setFaults(DemoFaultPlan(rules: rules)) }
        wire = ProgramWire(Self.network(fleet, setting, clock), clock: clock)
        let inbox = ExchangeInbox()
        workspace = Self.workspace(home, setting, clock, wire, inbox)
        let shelf = try await workspace.furnish(setting, fleet, file: home.profiles)

        terminal = InMemoryTerminal(size: setting.size, glyphs: setting.glyphs)
        view = AppView(theme: setting.theme, glyphs: setting.glyphs)
        clipboard = ScriptClipboard()
        let turns = Turns()
        stage = ScriptStage(terminal: terminal, view: view, turns: turns)
        let state = AppState.initial(
            profiles: shelf, now: clock.now, localOffset: 3_600, isReadOnly: setting.isReadOnly)
        let runner = WorkspaceRunner(workspace: workspace) { [clipboard] in clipboard.copy($0) }
        runtime = AppRuntime(
            state: state, environment: stage.environment(clock, clipboard, changes),
            runner: setting.isOrdered ? OrderedRunner(next: runner, turns: turns) : runner, inbox: inbox)
        runtime.send(view.actions(forSize: setting.size))
    }

    /// The clusters; waiting takes no time, but the clock knows of it.
    private static func network(_ fleet: DemoFleet, _ setting: ProgramSetting, _ clock: ProgramClock) -> DemoTransport {
        var destinations: [Origin: DemoTransport.Destination] = [:]
        for member in fleet.members {
            destinations[member.inProcessOrigin] = member.cluster.map { .cluster($0) } ?? .nobody
        }
        if let configuration = setting.cluster {
            destinations[ProgramSetting.ownOrigin] = .cluster(
                SimulatedCluster(
                    configuration, now: { clock.milliseconds }, identifiers: IdentifierSource(seed: 99)))
        }
        return DemoTransport(destinations, delay: { clock.advance(milliseconds: $0) })
    }

    private static func workspace(
        _ home: ProgramHome, _ setting: ProgramSetting, _ clock: ProgramClock, _ wire: ProgramWire,
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
        return Workspace(
            profiles: ProfileStore(file: home.profiles, context: files),
            journal: Journal(file: home.journal, context: files), held: HeldCredentials(), transport: transport,
            inspector: ProgramInspector(), now: { clock.now },
            randomBytes: { count in
                let number = counter.withLock {
                    $0 += 1
                    return $0
                }
                return (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * min($0, 7))) }
            },
            environmentProxy: { _ in .direct }, isReadOnly: setting.isReadOnly)
    }

    /// Whether every step of a script waits for idle; off while something is held on the wire.
    var waitsForIdle = true

    /// Returns when nothing is under way.
    func idle() async {
        if waitsForIdle { await runtime.waitUntilIdle() }
    }

    /// Returns when the state is like that, looking at every state that is drawn.
    func until(_ isLikeThat: (AppState) -> Bool) async {
        while !isLikeThat(state) { await stage.nextFrame() }
    }

    /// Lets time pass. What counts on the screen counts; when nothing does, nobody wakes up.
    func advance(seconds: Int) async {
        clock.advance(milliseconds: seconds * 1_000)
        while let moment = runtime.timer?.at, moment <= clock.now {
            await stage.nextFrame()
        }
        await idle()
    }
}

/// What scripts look at.
extension ProgramDriver {
    var state: AppState { runtime.state }
    var grid: CellGrid { terminal.grid ?? CellGrid(terminal.size, glyphs: terminal.glyphs) }
    /// The screen as text, one line a row.
    var screen: String { terminal.text }
    /// The message on the message line, or in the activity pane.
    var said: String { state.activity.latest?.text.string ?? "" }
    var form: FormDraft? { if case .form(let form)? = state.topLayer { form } else { nil } }
    /// Every picture since the start, as text: what a person could have seen.
    var film: String { terminal.history.map { GridText($0).text }.joined() }
    var journal: String { ProgramHome.text(of: home.journal) }

    /// The rows of the screen in which a text stands.
    func rows(with text: String) -> [String] {
        screen.split(separator: "\n").map(String.init).filter { $0.contains(text) }
    }
}
