import DisplayText
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

    private let terminal: any TerminalDevice
    private let environment: ProgramEnvironment
    private let runner: any WorkRunner
    /// Told after each change in the place of a picture; nil where pictures are drawn.
    private let followChanges: (@MainActor () -> Void)?
    /// Stronger than the one of the settings.
    private let fixedTheme: Theme?
    private let inbox: ExchangeInbox
    private let children: AsyncStream<Child>
    private let newChildren: AsyncStream<Child>.Continuation

    private var queue: [Action] = []
    private var isHandling = false
    private var jobs = Jobs()
    private(set) var timer: (at: Instant, cancel: AsyncStream<Void>.Continuation)?
    private var frameTick: Instant?
    private var askedTick: Instant?
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private var endWaiters: [CheckedContinuation<Void, Never>] = []
    /// The scene that was drawn last, and when the terminal had taken its picture; `nil` as long as it has not.
    private var shownScene = 0
    private var shownAt: Int64? = .min / 2
    private var hasStarted = false
    private var hasEnded = false

    /// Milliseconds that a question must have stood on the screen before a key answers it.
    package static let settling: Int64 = 300
    /// Milliseconds that changes under way get to reach the journal when the program ends.
    package static let endGrace: Int64 = 2_000

    init(
        state: ProgramState, terminal: any TerminalDevice, theme: Theme?, environment: ProgramEnvironment,
        runner: any WorkRunner, inbox: ExchangeInbox = ExchangeInbox(),
        followChanges: (@MainActor () -> Void)? = nil
    ) {
        self.state = state
        self.terminal = terminal
        fixedTheme = theme
        self.environment = environment
        self.runner = runner
        self.inbox = inbox
        self.followChanges = followChanges
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
        case .key, .paste, .mouse:
            guard let shownAt, environment.uptime() - shownAt >= Self.settling else { return }
        case .resize, .focusLost, .hangUp: break
        }
        send(.input(event))
    }

    /// Handles several actions, and draws once.
    package func send(_ actions: [Action]) {
        queue += actions
        handle()
    }

    /// Whether ``run()`` has begun, nothing is under way and nothing waits to be handled.
    package var isIdle: Bool { hasStarted && jobs.isEmpty && queue.isEmpty }

    /// Returns as soon as nothing is under way.
    package func waitUntilIdle() async {
        await withCheckedContinuation { waiter in
            // Here and not before the call, which under a task's own executor comes back to this actor by its queue.
            if isIdle { waiter.resume() } else { idleWaiters.append(waiter) }
        }
    }

    /// Returns when the program has ended: changes under way have told what became of them, or 2 s have passed.
    package func waitUntilEnded() async {
        await withCheckedContinuation { waiter in
            // As in ``waitUntilIdle()``.
            if hasEnded { waiter.resume() } else { endWaiters.append(waiter) }
        }
    }

    private func follow(_ rings: AsyncStream<Void>) async {
        for await _ in rings { handle() }
    }

    private func followFiles() async {
        await environment.followFiles { self.send(.fileChanged($0)) }
    }

    private func handle() {
        guard !isHandling else { return }
        isHandling = true
        queue.insert(contentsOf: inbox.drain().map(Action.exchanged), at: 0)
        while !queue.isEmpty {
            let action = queue.removeFirst()
            state.pass(to: environment.now(), uptime: environment.uptime())
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
        frameTick = followChanges == nil ? Screen.nextChange(state) : Screen.nextUnseenChange(state)
        if state.scene != shownScene {
            shownScene = state.scene
            shownAt = nil
            terminal.whenShown { [weak self] in self?.noteShown() }
        }
        setTimer()
    }

    private func noteShown() { shownAt = environment.uptime() }

    /// The picture may be smaller than the terminal.
    private func present() {
        if let followChanges { return followChanges() }
        terminal.setMouse(state.isMouseOn)
        let picture = Screen.draw(state, theme: fixedTheme ?? state.settings.theme)
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
        // Nothing is drawn any more: who follows in another way learns of the end here.
        followChanges?()
    }
}

/// Doing what `update` wants done.
extension ProgramRuntime {
    private func perform(_ effect: Effect) {
        switch effect {
        case .perform(let work, let stamp): register(work, stamp: stamp)
        case .stop(let id): jobs.stop(id)
        case .cancel(let id): jobs.cancel(id)
        case .wake(let moment): askedTick = moment
        case .bell: terminal.emit([7])
        case .flushTypeAhead:
            queue.removeAll(where: \.isTyped)
            terminal.flushInput()
        case .redraw: terminal.invalidate()
        case .suspend:
            // What was hidden for the stop is off the screen before the terminal is the shell's.
            present()
            terminal.suspend()
            queue.append(.resumed)
        case .quit: end()
        }
    }

    /// Counts a job, and starts it when it is its turn.
    private func register(_ work: AnyWork, stamp: Int) {
        // What begins while the program ends would be cancelled at once.
        guard !state.isQuitting else { return }
        if let job = jobs.add(work, stamp: stamp) { newChildren.yield(.job(job)) }
    }

    /// The whole life of a child task.
    private func live(_ child: Child) async {
        switch child {
        case .job(let job): finish(job, await end(of: job.work.base, job))
        case .timer(let moment, let cancellation): await wait(until: moment, cancellation)
        case .deadline(let moment):
            if (try? await environment.sleep(moment)) != nil { declareEnd() }
        }
    }

    private func end<W: Work>(of work: W, _ job: Job) async -> any WorkNews {
        let runner = runner
        let outcome = await withTaskGroup(of: Outcome<W.Answer>.self) { group in
            group.addTask {
                await job.stop.stopping {
                    await runner.outcome(of: work, stamp: job.stamp) { step in
                        await self.send(.news(News(WorkStep(work: work, stamp: job.stamp, step: step))))
                    }
                }
            }
            group.addTask {
                for await _ in job.cancellation {}
                return .cancelled
            }
            // The first to end cancels the other one; the work tells its outcome in either case.
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            let second = await group.next() ?? .cancelled
            if case .cancelled = first { return second }
            return first
        }
        return WorkEnd(work: work, stamp: job.stamp, outcome: outcome)
    }

    private func finish(_ job: Job, _ end: any WorkNews) {
        if let next = jobs.finish(job) { newChildren.yield(.job(next)) }
        send(.news(News(end)))
        if state.isQuitting, !isChangeRunning { declareEnd() }
    }
}

/// Waiting for a moment.
extension ProgramRuntime {
    /// Keeps at most one timer: for what the frame counts, or for what `update` asked to be woken for.
    private func setTimer() {
        var next = hasEnded ? nil : [frameTick, askedTick].compactMap(\.self).min()
        // A moment that is already over must not become a busy loop.
        if let asked = next { next = max(asked, Instant(milliseconds: state.now.milliseconds + 50)) }
        guard next != timer?.at else { return }
        timer?.cancel.finish()
        timer = nil
        guard let next else { return }
        let (cancellation, cancel) = AsyncStream<Void>.makeStream()
        timer = (next, cancel)
        newChildren.yield(.timer(until: next, cancellation: cancellation))
    }

    private func wait(until moment: Instant, _ cancellation: AsyncStream<Void>) async {
        let sleep = environment.sleep
        let hasPassed = await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await sleep(moment)) != nil }
            group.addTask {
                for await _ in cancellation {}
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        guard hasPassed, timer?.at == moment else { return }
        timer = nil
        if let asked = askedTick, asked <= moment { askedTick = nil }
        send(.tick)
    }
}

/// The end.
extension ProgramRuntime {
    private var isChangeRunning: Bool {
        jobs.ids.contains { state.inFlight[$0]?.isChange == true }
    }

    /// Cancels everything; changes get a moment to tell the journal what became of them.
    private func end() {
        jobs.cancelAll()
        if isChangeRunning {
            newChildren.yield(
                .deadline(Instant(milliseconds: environment.now().milliseconds + Self.endGrace)))
        } else {
            declareEnd()
        }
    }

    private func declareEnd() {
        guard !hasEnded else { return }
        hasEnded = true
        timer?.cancel.finish()
        timer = nil
        newChildren.finish()
        let waiters = endWaiters
        endWaiters = []
        for waiter in waiters { waiter.resume() }
        // Nothing is drawn any more: who follows in another way learns of the end here.
        followChanges?()
    }
}
