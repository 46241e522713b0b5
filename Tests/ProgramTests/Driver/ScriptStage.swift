import App
import DemoCluster
import Moments
import Terminal
import ThoughtSpotSessions

/// The screen of a script: draws into memory, and remembers what else was asked of the terminal.
@MainActor
final class ScriptStage {
    private let terminal: InMemoryTerminal
    private let view: AppView
    private let turns: Turns
    private(set) var bells = 0
    private(set) var flushes = 0
    private var watchers: [AsyncStream<Void>.Continuation] = []

    init(terminal: InMemoryTerminal, view: AppView, turns: Turns) {
        self.terminal = terminal
        self.view = view
        self.turns = turns
    }

    /// Returns after the next drawing.
    func nextFrame() async {
        let (stream, watcher) = AsyncStream<Void>.makeStream()
        watchers.append(watcher)
        for await _ in stream {}
    }

    func environment(
        _ clock: ProgramClock, _ clipboard: ScriptClipboard, _ changes: ScriptChanges
    ) -> AppEnvironment {
        AppEnvironment(
            now: { clock.now }, uptime: { clock.uptime }, localOffset: { _ in 3_600 },
            sleep: { try await clock.sleep(until: $0) },
            copy: { clipboard.copy($0) }, draw: { [self] in draw($0) },
            isShown: { [terminal] in terminal.isShown }, followFiles: { await changes.follow($0) },
            redraw: { [terminal] in terminal.invalidate() },
            suspend: { [terminal] in terminal.suspend() }, bell: { [self] in bells += 1 },
            flushTypeAhead: { [self] in flushes += 1 })
    }

    private func draw(_ state: AppState) -> Instant? {
        terminal.present(view.draw(state))
        turns.follow(state)
        for watcher in watchers { watcher.finish() }
        watchers = []
        return view.nextChange(state)
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

    func copy(_ text: String) -> CopyOutcome {
        texts.append(text)
        return .terminal
    }
}

extension ProgramDriver {
    static let password = DemoFleet.password
}
