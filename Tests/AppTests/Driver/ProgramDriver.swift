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
    private let world: ProgramWorld
    var home: TemporaryHome { world.home }
    var clock: ProgramClock { world.clock }
    var wire: ProgramWire { world.wire }
    var fleet: DemoFleet { world.fleet }
    var workspace: Workspace { world.workspace }
    let terminal: InMemoryTerminal
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
    ///
    /// - Parameter executor: where the program does its work.
    static func run(
        _ setting: ProgramSetting = ProgramSetting(), on executor: (any TaskExecutor)? = nil,
        _ script: @MainActor (ProgramDriver) async throws -> Void
    ) async throws {
        let driver = try await ProgramDriver(setting)
        try await withThrowingDiscardingTaskGroup { group in
            let program = driver.program
            group.addTask(executorPreference: executor) { _ = await program.run() }
            defer { driver.terminal.send(signal: .terminate) }
            await driver.idle()
            try await script(driver)
        }
    }

    private init(_ setting: ProgramSetting) async throws {
        world = try await ProgramWorld(setting)
        let clock = world.clock
        terminal = InMemoryTerminal(size: setting.size, glyphs: setting.glyphs)
        let clipboard = ScriptClipboard()
        self.clipboard = clipboard
        let changes = ScriptChanges()
        self.changes = changes
        let environment = ProgramEnvironment(
            now: { clock.now }, uptime: { clock.uptime }, localOffset: { _ in 3_600 },
            sleep: { try await clock.sleep(until: $0) }, followFiles: { await changes.follow($0) })
        let live = LiveRunner(WorkTools(workspace: world.workspace) { clipboard.copy($0) })
        let turns = Turns()
        program = TerminalProgram(
            on: terminal, theme: setting.theme, profiles: world.profiles,
            settings: await world.settings(), isReadOnly: setting.isReadOnly,
            environment: environment, runner: setting.isOrdered ? OrderedRunner(next: live, turns: turns) : live,
            inbox: world.inbox)
        terminal.didPresent = { [weak self] in if let self { turns.follow(state) } }
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
