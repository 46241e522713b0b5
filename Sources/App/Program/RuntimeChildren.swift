import DisplayText
import Moments
import Operations
import Terminal
import ThoughtSpotSessions

/// What a child task of the runtime is for.
enum Child: Sendable {
    case job(Job)
    /// Waits for the next moment at which something on the screen changes by itself.
    case timer(until: Instant, cancellation: AsyncStream<Void>)
    /// Ends the program at that moment, whatever is under way.
    case deadline(Instant)
}

/// Work under the stamp of its effect.
struct Job: Sendable {
    let work: AnyWork
    let stamp: Int
    /// Ends when the job is to be cancelled.
    let cancellation: AsyncStream<Void>

    var id: WorkID { work.base.id }
    var isCheck: Bool { work.base is CheckCluster }
}

/// A job that is under way or waits for its turn.
struct Running {
    let job: Job
    let cancel: AsyncStream<Void>.Continuation
    var hasStarted = false
}

/// Doing what `update` wants done.
extension ProgramRuntime {
    func perform(_ effect: Effect) {
        switch effect {
        case .perform(let work, let stamp): register(work, stamp: stamp)
        case .cancel(let id): if let stamp = stamps[id] { cancel(stamp) }
        case .wake(let moment): askedTick = moment
        case .bell: terminal.emit([7])
        case .flushTypeAhead:
            queue.removeAll(where: \.isTyped)
            terminal.flushInput()
        case .redraw: terminal.invalidate()
        case .suspend:
            terminal.suspend()
            queue.append(.resumed)
        case .quit: end()
        }
    }

    /// Counts a job, and starts it when it is its turn.
    private func register(_ work: AnyWork, stamp: Int) {
        let id = work.base.id
        // What begins while the program ends would be cancelled at once.
        guard !state.isQuitting else { return }
        if let older = stamps[id] { cancel(older) }
        let (cancellation, cancel) = AsyncStream<Void>.makeStream()
        let job = Job(work: work, stamp: stamp, cancellation: cancellation)
        running[stamp] = Running(job: job, cancel: cancel)
        stamps[id] = stamp
        if job.isCheck, runningChecks >= Self.parallelChecks { waitingChecks.append(job) } else { start(job) }
    }

    private func start(_ job: Job) {
        if job.isCheck { runningChecks += 1 }
        running[job.stamp]?.hasStarted = true
        newChildren.yield(.job(job))
    }

    private func cancel(_ stamp: Int) {
        guard let entry = running[stamp] else { return }
        entry.cancel.finish()
        guard !entry.hasStarted else { return }
        waitingChecks.removeAll { $0.stamp == stamp }
        forget(entry.job)
    }

    private func forget(_ job: Job) {
        running[job.stamp] = nil
        if stamps[job.id] == job.stamp { stamps[job.id] = nil }
    }

    /// The whole life of a child task.
    func live(_ child: Child) async {
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
                await runner.outcome(of: work, stamp: job.stamp) { step in
                    await self.send(.news(News(WorkStep(work: work, stamp: job.stamp, step: step))))
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
        forget(job)
        if job.isCheck {
            runningChecks -= 1
            if !waitingChecks.isEmpty { start(waitingChecks.removeFirst()) }
        }
        send(.news(News(end)))
        if state.isQuitting, !isChangeRunning { declareEnd() }
    }
}

/// Waiting for a moment.
extension ProgramRuntime {
    /// Keeps at most one timer: for what the frame counts, or for what `update` asked to be woken for.
    func setTimer() {
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
        running.values.contains { state.inFlight[$0.job.id]?.isChange == true }
    }

    /// Cancels everything; changes get a moment to tell the journal what became of them.
    private func end() {
        for stamp in Array(running.keys) { cancel(stamp) }
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
    }
}
