import Moments
import Operations
package import Terminal
import ThoughtSpotSessions
import Toolkit

/// Owns the state, and does what `update` wants done.
///
/// Work runs in children of one discarding task group, each under the id and the stamp of its effect; ``run()`` is their
/// parent. What is under way is counted before it starts, so that ``isIdle`` has no gap; waiting for a moment does not
/// count.
@MainActor
package final class ProgramRuntime {
    package private(set) var state: ProgramState

    let terminal: any TerminalDevice
    let environment: ProgramEnvironment
    let runner: any WorkRunner
    private let theme: Theme
    private let inbox: ExchangeInbox
    private let children: AsyncStream<Child>
    let newChildren: AsyncStream<Child>.Continuation

    var queue: [Action] = []
    private var isHandling = false
    /// Work that is under way or waits for its turn, by stamp.
    var running: [Int: Running] = [:]
    var stamps: [WorkID: Int] = [:]
    /// Checks beyond the number that may run at a time.
    var waitingChecks: [Job] = []
    var runningChecks = 0
    var timer: (at: Instant, cancel: AsyncStream<Void>.Continuation)?
    var frameTick: Instant?
    var askedTick: Instant?
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    var endWaiters: [CheckedContinuation<Void, Never>] = []
    /// The scene that was drawn last, and when the terminal had taken its picture; `nil` as long as it has not.
    private var shownScene = 0
    private var shownAt: Int64? = .min / 2
    private var hasStarted = false
    var hasEnded = false

    /// As many clusters are looked at at a time.
    package static let parallelChecks = CheckCluster.parallel
    /// Milliseconds that a question must have stood on the screen before a key answers it.
    package static let settling: Int64 = 300
    /// Milliseconds that changes under way get to reach the journal when the program ends.
    package static let endGrace: Int64 = 2_000

    init(
        state: ProgramState, terminal: any TerminalDevice, theme: Theme, environment: ProgramEnvironment,
        runner: any WorkRunner, inbox: ExchangeInbox = ExchangeInbox()
    ) {
        self.state = state
        self.terminal = terminal
        self.theme = theme
        self.environment = environment
        self.runner = runner
        self.inbox = inbox
        (children, newChildren) = AsyncStream.makeStream()
    }

    /// Starts the work, and runs until the program ends. What is begun first shows in the first frame; nothing of it has
    /// run by then.
    ///
    /// Returns when the last child has ended; ``waitUntilEnded()`` does not wait for a child that will not stop.
    package func run() async {
        hasStarted = true
        send(.started)
        let children = children
        let rings = inbox.rings
        await withDiscardingTaskGroup { group in
            group.addTask { await self.follow(rings) }
            group.addTask { await self.followFiles() }
            for await child in children {
                group.addTask { await self.live(child) }
            }
            group.cancelAll()
        }
    }

    /// Handles an action, and draws when nothing more waits.
    package func send(_ action: Action) { send([action]) }

    /// Handles what reached the terminal. What a person typed before the picture that it would answer could be read is
    /// dropped: a question takes nothing until it has stood on the screen for ``settling``.
    package func handle(_ event: InputEvent) {
        switch event {
        case .key, .paste:
            if shownAt == nil, terminal.isShown { shownAt = environment.uptime() }
            guard let shownAt, environment.uptime() - shownAt >= Self.settling else { return }
        case .resize, .hangUp: break
        }
        send(.input(event))
    }

    /// Handles several actions, and draws once.
    package func send(_ actions: [Action]) {
        queue += actions
        handle()
    }

    /// Whether ``run()`` has begun, nothing is under way and nothing waits to be handled.
    package var isIdle: Bool { hasStarted && running.isEmpty && queue.isEmpty }

    /// Returns as soon as nothing is under way.
    package func waitUntilIdle() async {
        if isIdle { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    /// Returns when the program has ended: changes under way have told what became of them, or 2 s have passed.
    package func waitUntilEnded() async {
        if hasEnded { return }
        await withCheckedContinuation { endWaiters.append($0) }
    }

    private func follow(_ rings: AsyncStream<Void>) async {
        for await _ in rings { handle() }
    }

    private func followFiles() async {
        await environment.followFiles { self.send(.fileChanged($0)) }
    }

    func handle() {
        guard !isHandling else { return }
        isHandling = true
        queue.insert(contentsOf: inbox.drain().map(Action.exchanged), at: 0)
        while !queue.isEmpty {
            let action = queue.removeFirst()
            state.now = environment.now()
            state.localOffset = environment.localOffset(state.now)
            for effect in update(&state, action) { perform(effect) }
        }
        isHandling = false
        draw()
        tellIdle()
    }

    func draw() {
        guard !hasEnded else { return }
        present()
        frameTick = Screen.nextChange(state)
        if state.scene != shownScene {
            shownScene = state.scene
            shownAt = terminal.isShown ? environment.uptime() : nil
        }
        setTimer()
    }

    /// The picture may be smaller than the terminal.
    private func present() {
        let picture = Screen.draw(state, theme: theme)
        guard picture.size != terminal.size else { return terminal.present(picture) }
        var grid = CellGrid(terminal.size, glyphs: terminal.glyphs)
        grid.draw(picture, at: Position(row: 0, column: 0))
        grid.cursor = picture.cursor
        terminal.present(grid)
    }

    private func tellIdle() {
        guard isIdle else { return }
        let waiters = idleWaiters
        idleWaiters = []
        for waiter in waiters { waiter.resume() }
    }
}
