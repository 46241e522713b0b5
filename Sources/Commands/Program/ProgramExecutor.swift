import Dispatch
import Synchronization

/// Runs the program's work in the background on one thread of its own, and waits there.
///
/// The shared pool of threads is watched by a timer that fires once a second for as long as the process lives, whether or
/// not there is work. A program that many people leave open on a server must sleep when it has nothing to do; work on a
/// queue of its own never wakes that pool.
final class ProgramExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "work")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    /// Waits so many milliseconds; throws `CancellationError` when the task is cancelled meanwhile.
    func sleep(milliseconds: Int64) async throws {
        let wait = Wait()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait.begin(continuation, milliseconds: milliseconds, on: queue)
            }
        } onCancel: {
            wait.end(.failure(CancellationError()))
        }
    }
}

/// One wait: ends once, by time or by cancellation, whichever comes first.
private final class Wait: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Void, any Error>, any DispatchSourceTimer)
        case ended(Result<Void, any Error>)
    }

    private let state = Mutex(State.idle)

    func begin(_ continuation: CheckedContinuation<Void, any Error>, milliseconds: Int64, on queue: DispatchQueue) {
        let early = state.withLock { state -> Result<Void, any Error>? in
            if case .ended(let result) = state { return result }
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now() + .milliseconds(Int(clamping: milliseconds)))
            timer.setEventHandler { self.end(.success(())) }
            state = .waiting(continuation, timer)
            timer.activate()
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    func end(_ result: Result<Void, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard case .waiting(let continuation, let timer) = state else {
                if case .idle = state { state = .ended(result) }
                return nil
            }
            timer.cancel()
            state = .ended(result)
            return continuation
        }
        continuation?.resume(with: result)
    }
}
