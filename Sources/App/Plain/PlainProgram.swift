package import DisplayText
import Moments
import Operations
package import Storage
package import Terminal
import ThoughtSpotSessions
import Toolkit

/// The program without a screen: a page of lines, a prompt, an answer, until it is quit or its input ends.
@MainActor
package final class PlainProgram {
    /// What ended the program.
    package enum Ending: Hashable, Sendable {
        case quit
        case signal(TerminalSignal)
        /// The input ended; an unanswered question or form was open, or something was left behind that `q` asks about.
        case endOfInput(isOpen: Bool)
        /// A secret was asked for, and there is no way to type it unseen. What follows in the input may be that secret.
        case noPrompt
    }

    /// What there is to react to.
    private enum Event: Sendable {
        case typed(PlainTyped)
        case signal(TerminalSignal)
        case changed
        case waited(Pause)
    }

    /// So many seconds of one wait.
    private struct Pause {
        let seconds: Int64
        let wait: Int
    }

    /// What the reader is asked for.
    private enum Request: Sendable {
        case line
        case secret(String)
    }

    let runtime: ProgramRuntime
    private let console: any PlainConsole
    private let environment: ProgramEnvironment
    /// Why nothing is drawn, where that was not asked for.
    private let notice: SafeText?
    private let events: AsyncStream<Event>
    private let happen: AsyncStream<Event>.Continuation
    private let requests: AsyncStream<Request>
    private let request: AsyncStream<Request>.Continuation
    private let pauses: AsyncStream<Pause>
    private let pause: AsyncStream<Pause>.Continuation
    private var voice = PlainVoice()
    private var isReading = false
    private var waits = 0

    /// Seconds that readings in the background are waited for.
    private static let patience: Int64 = 2

    package convenience init(
        on console: any PlainConsole, profiles: LoadedProfiles, settings: LoadedSettings = LoadedSettings(),
        lastScreen: LastScreen = LastScreen(), isReadOnly: Bool, notice: SafeText? = nil,
        environment: ProgramEnvironment, tools: WorkTools, inbox: ExchangeInbox
    ) {
        self.init(
            on: console, profiles: profiles, settings: settings, lastScreen: lastScreen, isReadOnly: isReadOnly,
            notice: notice, environment: environment, runner: LiveRunner(tools), inbox: inbox)
    }

    init(
        on console: any PlainConsole, profiles: LoadedProfiles, settings: LoadedSettings = LoadedSettings(),
        lastScreen: LastScreen = LastScreen(), isReadOnly: Bool, notice: SafeText? = nil,
        environment: ProgramEnvironment, runner: any WorkRunner, inbox: ExchangeInbox
    ) {
        self.console = console
        self.notice = notice
        self.environment = environment
        let terminal = PlainTerminal(console)
        let now = environment.now()
        var state = ProgramState(
            profiles: profiles, settings: settings, now: now, localOffset: environment.localOffset(now),
            isReadOnly: isReadOnly, size: terminal.size, glyphs: terminal.glyphs)
        state.isPlain = true
        // It begins with the list of clusters, whatever was in sight last.
        var left = lastScreen
        (left.pane, left.showsAllClusters) = (nil, false)
        state.restore(left)
        let (events, happen) = AsyncStream.makeStream(of: Event.self)
        (self.events, self.happen) = (events, happen)
        (requests, request) = AsyncStream.makeStream(of: Request.self)
        (pauses, pause) = AsyncStream.makeStream(of: Pause.self)
        runtime = ProgramRuntime(
            state: state, terminal: terminal, theme: .mono, environment: environment, runner: runner, inbox: inbox,
            followChanges: { happen.yield(.changed) })
    }

    private var state: ProgramState { runtime.state }

    /// How the program is left now.
    package var lastScreen: LastScreen { state.lastScreen }

    /// Runs until the end.
    package func run() async -> Ending {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runtime.run() }
            group.addTask { await self.read() }
            group.addTask { await self.followSignals() }
            group.addTask { await self.followPauses() }
            let ending = await converse()
            console.close()
            await runtime.waitUntilEnded()
            print(voice.news(of: state))
            request.finish()
            pause.finish()
            group.cancelAll()
            return ending
        }
    }

    private func read() async {
        for await request in requests {
            switch request {
            case .line: happen.yield(.typed(await console.line()))
            case .secret(let question): happen.yield(.typed(await console.secret(question)))
            }
        }
    }

    private func followSignals() async {
        for await signal in console.signals { happen.yield(.signal(signal)) }
    }

    private func followPauses() async {
        for await pause in pauses {
            guard (try? await environment.sleep(environment.now().advanced(seconds: 1))) != nil else { return }
            happen.yield(.waited(pause))
        }
    }
}

/// The conversation.
extension PlainProgram {
    private func converse() async -> Ending {
        print((notice.map { [$0] } ?? []) + ["Tessera without a screen. ? helps, b goes back, q quits."])
        var events = events.makeAsyncIterator()
        // The first thing that happens is the start itself.
        _ = await events.next(isolation: MainActor.shared)
        if let ending = await settle(since: 0, &events) { return ending }
        var isAsked = false
        while !state.isQuitting {
            if !isAsked { ask() }
            isAsked = true
            guard let event = await events.next(isolation: MainActor.shared) else { break }
            let stamp = state.lastStamp
            switch event {
            case .changed, .waited: continue
            case .signal(let signal): if let ending = handle(signal) { return ending }
            case .typed(let typed):
                isReading = false
                if let ending = handle(typed) { return ending }
            }
            isAsked = false
            if let ending = await settle(since: stamp, &events) { return ending }
        }
        return .quit
    }

    /// Prints the page and its prompt, and has a line read unless one is being read.
    private func ask() {
        let speech = voice.speech(of: state)
        print(speech.lines)
        if speech.isSecret, !isReading {
            request.yield(.secret(shown(speech.prompt)))
        } else {
            console.write(shown(speech.prompt))
            if !isReading { request.yield(.line) }
        }
        isReading = true
    }

    private func handle(_ typed: PlainTyped) -> Ending? {
        switch typed {
        case .text(let line):
            let (actions, lines) = voice.answer(line, in: state)
            print(lines)
            runtime.send(actions)
        case .interrupted: interrupt()
        // No answer to a secret is none at all.
        case .ended where voice.isAskingSecret: leave("Nothing more was sent.")
        case .refused(let why): print([why])
        case .impossible:
            runtime.send(.terminate)
            return .noPrompt
        case .hungUp: return handle(.hangUp)
        case .ended: return endOfInput()
        }
        return nil
    }

    /// The end of the input answers nothing: whatever was open is left as it is.
    private func endOfInput() -> Ending {
        console.write("\n")
        let loss = QuitQuestion(state)
        let isOpen = !state.stack.isEmpty || loss != nil
        if let loss { print(loss.dialog.lines.map(\.text)) }
        if isOpen { print(["The input has ended; what was asked last was not answered, and nothing more is changed."]) }
        runtime.send(.terminate)
        return .endOfInput(isOpen: isOpen)
    }

    private func handle(_ signal: TerminalSignal) -> Ending? {
        // What the terminal dropped, or the shell wrote, stands where the prompt stood.
        console.write("\n")
        let isAskingRows = voice.isAskingRows
        voice.printPageAgain()
        switch signal {
        case .stop: runtime.send(.stop)
        case .resume: runtime.send(.resumed)
        // The page follows, and asks for no rows.
        case .interrupt where isAskingRows: print(["Nothing was chosen."])
        case .interrupt:
            interrupt()
            if state.isQuitting { return .signal(.interrupt) }
        case .terminate, .quit, .hangUp:
            runtime.send(.terminate)
            return .signal(signal)
        }
        return nil
    }

    /// Ctrl-C: back to the panes; there, as `q`.
    private func interrupt() {
        if state.stack.isEmpty || state.feature(QuitQuestion.self) != nil {
            runtime.send(.interrupt)
        } else {
            leave("Nothing more was sent.")
        }
    }

    private func leave(_ why: SafeText) {
        print([why])
        runtime.send(.leaveAll)
    }
}

/// Waiting for what an answer began.
extension PlainProgram {
    /// - Parameter stamp: that of the last work that was begun before.
    private func settle(since stamp: Int, _ events: inout AsyncStream<Event>.Iterator) async -> Ending? {
        waits += 1
        pause.yield(Pause(seconds: 1, wait: waits))
        var isStopped = false
        var hasPatience = true
        while true {
            print(voice.news(of: state))
            if state.isQuitting || !isWaiting(since: stamp, hasPatience) { break }
            guard let event = await events.next(isolation: MainActor.shared) else { break }
            switch event {
            case .changed: break
            case .waited(let pause):
                guard pause.wait == waits else { continue }
                hasPatience = pause.seconds < Self.patience
                tellWaiting(since: stamp, pause.seconds, hasPatience)
                self.pause.yield(Pause(seconds: pause.seconds + 1, wait: waits))
            case .typed(let typed):
                // What is typed ahead answers nothing that was not asked yet.
                isReading = false
                if typed == .ended { return endOfInput() }
                if typed == .hungUp { return handle(.hangUp) }
            case .signal(.interrupt):
                isStopped = true
                console.write("\n")
                runtime.send(.stopWork)
            case .signal(let signal): if let ending = handle(signal) { return ending }
            }
        }
        // Verdicts stay in sight; what was to be sent does not.
        if isStopped, state.top.map({ $0 is any FormFeature || $0.isQuestion }) ?? false { runtime.send(.leaveAll) }
        return nil
    }

    private func awaited(since stamp: Int, _ hasPatience: Bool) -> [InFlight] {
        state.inFlight.values.filter { work in
            work.stamp > stamp
                && (hasPatience || !(work.work.base is CheckCluster || work.work.base is FindIssuedElsewhere))
        }.sorted { $0.stamp < $1.stamp }
    }

    private func isWaiting(since stamp: Int, _ hasPatience: Bool) -> Bool {
        !awaited(since: stamp, hasPatience).isEmpty
    }

    /// One line, after a second and then every ten.
    private func tellWaiting(since stamp: Int, _ seconds: Int64, _ hasPatience: Bool) {
        guard seconds == 1 || seconds % 10 == 0, let work = awaited(since: stamp, hasPatience).last else { return }
        print(["\(work.label) ... \(seconds) s; Ctrl-C stops"])
    }

    private func print(_ lines: [SafeText]) {
        if !lines.isEmpty { console.write(lines.map { shown($0) + "\n" }.joined()) }
    }

    private func shown(_ text: SafeText) -> String { console.glyphs == .ascii ? text.ascii.string : text.string }
}
