import DisplayText
import Moments
import ThoughtSpotSessions

/// Doing what `update` wants done.
extension AppRuntime {
    func perform(_ effect: Effect) {
        switch effect {
        case .perform(let work, let id, let stamp): register(.work(work), id: id, stamp: stamp)
        case .copy(let lines, let what, let stamp): register(.copy(lines, what: what), id: .copy, stamp: stamp)
        case .cancel(let id): if let stamp = stamps[id] { cancel(stamp) }
        case .wake(let moment): askedTick = moment
        case .bell: environment.bell()
        case .flushTypeAhead:
            queue.removeAll(where: \.isTyped)
            environment.flushTypeAhead()
        case .redraw: environment.redraw()
        case .suspend:
            environment.suspend()
            queue.append(.resumed)
        case .quit: end()
        }
    }

    /// Counts a job, and starts it when it is its turn.
    private func register(_ body: Job.Body, id: EffectID, stamp: Int) {
        // What begins while the program ends would be cancelled at once.
        guard !state.isQuitting else { return }
        if let older = stamps[id] { cancel(older) }
        let (cancellation, cancel) = AsyncStream<Void>.makeStream()
        let job = Job(body: body, id: id, stamp: stamp, cancellation: cancellation)
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
        case .job(let job): finish(job, await result(of: job))
        case .timer(let moment, let cancellation): await wait(until: moment, cancellation)
        case .deadline(let moment):
            if (try? await environment.sleep(moment)) != nil { declareEnd() }
        }
    }

    private func result(of job: Job) async -> EffectResult {
        let runner = runner
        let copy = environment.copy
        return await withTaskGroup(of: EffectResult.self) { group in
            group.addTask {
                switch job.body {
                case .work(let work):
                    await runner.run(work) { progress in
                        await self.send(.progressed(job.id, stamp: job.stamp, progress))
                    }
                case .copy(let lines, let what):
                    .copied(what: what, await copy(lines.map(\.string).joined(separator: "\n")))
                }
            }
            group.addTask {
                for await _ in job.cancellation {}
                return .cancelled
            }
            // The first to end cancels the other one; the work tells its result in either case.
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            let second = await group.next() ?? .cancelled
            return first == .cancelled ? second : first
        }
    }

    private func finish(_ job: Job, _ result: EffectResult) {
        forget(job)
        if job.isCheck {
            runningChecks -= 1
            if !waitingChecks.isEmpty { start(waitingChecks.removeFirst()) }
        }
        send(.finished(job.id, stamp: job.stamp, result))
        if state.isQuitting, !isChangeRunning { declareEnd() }
    }
}

/// Waiting for a moment.
extension AppRuntime {
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
extension AppRuntime {
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
