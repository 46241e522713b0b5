import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import App

/// The program that ships, in its plain mode: lines in, lines out, between them everything down to the wire, where the
/// demo's clusters answer.
@MainActor
final class PlainDriver {
    private let world: ProgramWorld
    var home: TemporaryHome { world.home }
    var wire: ProgramWire { world.wire }
    var fleet: DemoFleet { world.fleet }
    var workspace: Workspace { world.workspace }
    let console: ScriptConsole
    let program: PlainProgram
    /// What ended the program; nil while it runs.
    private(set) var ending: PlainProgram.Ending?
    private let clipboard = ScriptClipboard()

    /// Runs a program for as long as a script needs it.
    static func run(
        _ setting: ProgramSetting = ProgramSetting(), lastScreen: LastScreen = LastScreen(),
        _ script: @MainActor (PlainDriver) async throws -> Void
    ) async throws {
        let driver = try await PlainDriver(setting, lastScreen)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await driver.follow() }
            defer { driver.console.send(.terminate) }
            await driver.console.untilAsked()
            try await script(driver)
        }
        let output = driver.output
        #expect(!output.utf8.contains { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F }, "a control character in the output")
        let key = output.firstMatch(of: /\b(Esc|Enter|Tab|Shift-Tab|Space|PgUp|PgDn|F\d+|Ctrl-[ABD-Z]|[Pp]ress)\b.*/)
        #expect(key == nil, "a key of the screen is named where there are none: \(key?.output.0 ?? "")")
    }

    private init(_ setting: ProgramSetting, _ lastScreen: LastScreen) async throws {
        world = try await ProgramWorld(setting)
        console = ScriptConsole(glyphs: setting.glyphs)
        let (clipboard, clock) = (clipboard, world.clock)
        let environment = ProgramEnvironment(
            now: { clock.now }, uptime: { clock.uptime }, localOffset: { _ in 3_600 },
            // Nothing is said about waiting: requests move the clock as far as they like.
            sleep: { _ in try await clock.sleep(until: Instant(milliseconds: .max)) }, followFiles: { _ in })
        program = PlainProgram(
            on: console, profiles: world.profiles, settings: await world.settings(), lastScreen: lastScreen,
            isReadOnly: setting.isReadOnly, environment: environment,
            runner: LiveRunner(WorkTools(workspace: world.workspace) { clipboard.copy($0) }), inbox: world.inbox)
    }

    private func follow() async {
        ending = await program.run()
        for watcher in watchers { watcher.resume() }
        watchers = []
    }

    private var watchers: [CheckedContinuation<Void, Never>] = []

    /// Returns when the program has ended.
    func untilEnded() async {
        await withCheckedContinuation { watcher in
            if ending == nil { watchers.append(watcher) } else { watcher.resume() }
        }
    }

    /// Returns when the program is like that, looking at each prompt.
    func until(_ isLikeThat: (ProgramState) -> Bool) async {
        while !isLikeThat(state) { await console.nextWriting { isLikeThat(state) } }
    }

    var state: ProgramState { program.runtime.state }
    var output: String { console.output }
    /// What was printed since the last answer.
    private(set) var page = ""
    var prompt: String { output.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? "" }

    /// Answers prompt after prompt.
    func type(_ lines: String...) async {
        for line in lines { await answer(.text(line)) }
    }

    func answer(_ typed: PlainTyped) async {
        await console.untilAsked()
        let before = output
        console.answer(typed)
        await console.untilAsked()
        page = String(output.dropFirst(before.count))
    }

    /// Answers with the number before a line that contains the text.
    func choose(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        guard let number = number(of: text) else {
            Issue.record("nothing to choose like \(text) in\n\(output.suffix(2_000))", sourceLocation: sourceLocation)
            return
        }
        await type(number)
    }

    /// The number of the newest line that contains the text.
    func number(of text: String) -> String? {
        let line = output.split(separator: "\n").last { $0.contains(text) && $0.first?.isNumber == true }
        return line?.split(separator: ".").first.map(String.init)
    }
}

/// A terminal without a terminal: takes lines from a test, keeps what was written.
final class ScriptConsole: PlainConsole {
    private struct State {
        var output = ""
        /// With the lines that were typed, as a terminal shows them.
        var transcript = ""
        /// Whether what is asked for is typed unseen.
        var isHidden = false
        var isClosed = false
        var drops = 0
        var suspensions = 0
        var question: CheckedContinuation<PlainTyped, Never>?
        var watchers: [CheckedContinuation<Void, Never>] = []
        var readers: [CheckedContinuation<Void, Never>] = []
        /// What was asked for unseen, oldest first.
        var hidden: [String] = []
    }

    let glyphs: GlyphSet
    let signals: AsyncStream<TerminalSignal>
    private let sender: AsyncStream<TerminalSignal>.Continuation
    private let state = Mutex(State())

    init(glyphs: GlyphSet) {
        self.glyphs = glyphs
        (signals, sender) = AsyncStream.makeStream()
    }

    var output: String { state.withLock { $0.output } }
    var transcript: String { state.withLock { $0.transcript } }
    var drops: Int { state.withLock { $0.drops } }
    var suspensions: Int { state.withLock { $0.suspensions } }
    var hidden: [String] { state.withLock { $0.hidden } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func write(_ text: String) {
        let readers = state.withLock { state in
            state.output += text
            state.transcript += text
            defer { state.readers = [] }
            return state.readers
        }
        for reader in readers { reader.resume() }
    }

    /// Returns when something is written, or at once when there is no need to wait.
    @MainActor
    func nextWriting(unless isDone: () -> Bool) async {
        await withCheckedContinuation { reader in
            if isDone() || isClosed { return reader.resume() }
            state.withLock { $0.readers.append(reader) }
        }
    }

    func dropTyped() { state.withLock { $0.drops += 1 } }
    func suspend() { state.withLock { $0.suspensions += 1 } }
    func send(_ signal: TerminalSignal) { sender.yield(signal) }

    func line() async -> PlainTyped {
        state.withLock { $0.isHidden = false }
        return await ask()
    }

    func secret(_ question: String) async -> PlainTyped {
        state.withLock { state in
            state.hidden.append(question)
            // The terminal echoes nothing but the end of the line.
            state.output += question + "\n"
            state.transcript += question + "\n"
            state.isHidden = true
        }
        return await ask()
    }

    func close() {
        let (question, watchers) = state.withLock { state in
            defer { (state.question, state.watchers, state.isClosed) = (nil, [], true) }
            return (state.question, state.watchers)
        }
        question?.resume(returning: .ended)
        for watcher in watchers { watcher.resume() }
    }

    private func ask() async -> PlainTyped {
        await withCheckedContinuation { question in
            let (watchers, isOver) = state.withLock { state in
                defer { state.watchers = [] }
                if !state.isClosed { state.question = question }
                return (state.watchers, state.isClosed)
            }
            if isOver { question.resume(returning: .ended) }
            for watcher in watchers { watcher.resume() }
        }
    }

    /// Returns when an answer is waited for, or never will be again.
    func untilAsked() async {
        await withCheckedContinuation { watcher in
            let isAsked = state.withLock { state in
                if state.question != nil || state.isClosed { return true }
                state.watchers.append(watcher)
                return false
            }
            if isAsked { watcher.resume() }
        }
    }

    func answer(_ typed: PlainTyped) {
        let question = state.withLock { state in
            defer { state.question = nil }
            if case .text(let line) = typed, !state.isHidden { state.transcript += line + "\n" }
            return state.question
        }
        question?.resume(returning: typed)
    }
}
