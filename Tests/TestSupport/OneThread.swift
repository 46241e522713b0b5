import Dispatch

/// Runs work on one thread, as the program does: what blocks that thread holds up everything.
package final class OneThread: TaskExecutor {
    private let queue = DispatchQueue(label: "one thread")

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Nothing more runs there until what is returned is called.
    package func hold() -> @Sendable () -> Void {
        let mayGoOn = DispatchSemaphore(value: 0)
        queue.async { mayGoOn.wait() }
        return { mayGoOn.signal() }
    }
}
