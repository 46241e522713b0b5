import Moments
import Operations

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
    /// Lets it come to its end with what it has begun.
    let stop = StopRequest()

    var id: WorkID { work.base.id }
    var isCheck: Bool { work.base is CheckCluster }
}

/// The work that is under way or waits for its turn.
struct Jobs {
    private struct Entry {
        let job: Job
        let cancel: AsyncStream<Void>.Continuation
        var hasStarted = false
    }

    /// By stamp.
    private var entries: [Int: Entry] = [:]
    private var stamps: [WorkID: Int] = [:]
    /// Checks beyond the number that may run at a time.
    private var waitingChecks: [Job] = []
    private var runningChecks = 0

    var isEmpty: Bool { entries.isEmpty }
    var ids: [WorkID] { entries.values.map(\.job.id) }

    /// Counts a job in, and cancels an older one of the same id.
    ///
    /// - Returns: the job, when it is its turn now.
    mutating func add(_ work: AnyWork, stamp: Int) -> Job? {
        cancel(work.base.id)
        let (cancellation, cancel) = AsyncStream<Void>.makeStream()
        let job = Job(work: work, stamp: stamp, cancellation: cancellation)
        entries[stamp] = Entry(job: job, cancel: cancel)
        stamps[job.id] = stamp
        if job.isCheck, runningChecks >= CheckCluster.parallel {
            waitingChecks.append(job)
            return nil
        }
        return started(job)
    }

    mutating func cancel(_ id: WorkID) {
        if let stamp = stamps[id] { cancel(stamp) }
    }

    /// Nothing more is begun; what has begun goes on.
    func stop(_ id: WorkID) {
        if let stamp = stamps[id] { entries[stamp]?.job.stop.make() }
    }

    mutating func cancelAll() {
        for stamp in Array(entries.keys) { cancel(stamp) }
    }

    /// Counts a job out.
    ///
    /// - Returns: the check that waited for its place.
    mutating func finish(_ job: Job) -> Job? {
        remove(job)
        guard job.isCheck else { return nil }
        runningChecks -= 1
        return waitingChecks.isEmpty ? nil : started(waitingChecks.removeFirst())
    }

    private mutating func started(_ job: Job) -> Job {
        if job.isCheck { runningChecks += 1 }
        entries[job.stamp]?.hasStarted = true
        return job
    }

    /// What has not begun is counted out at once; anything else tells its end.
    private mutating func cancel(_ stamp: Int) {
        guard let entry = entries[stamp] else { return }
        entry.cancel.finish()
        guard !entry.hasStarted else { return }
        waitingChecks.removeAll { $0.stamp == stamp }
        remove(entry.job)
    }

    private mutating func remove(_ job: Job) {
        entries[job.stamp] = nil
        if stamps[job.id] == job.stamp { stamps[job.id] = nil }
    }
}
