import Synchronization

/// The wish that bulk work begins nothing more and brings to its end what it has begun. Cancelling its task cuts off what is
/// on its way, and so takes a verdict from what is being validated.
package final class StopRequest: Sendable {
    /// For what this task runs; `nil` where only cancelling stops it.
    @TaskLocal private static var ofTask: StopRequest?

    private let wish = Mutex(false)

    package init() {}

    package func make() { wish.withLock { $0 = true } }

    /// Whether what this task runs is to begin nothing more.
    static var isMade: Bool { ofTask?.wish.withLock { $0 } ?? false }

    /// Runs what it stops.
    package func stopping<Value: Sendable>(_ work: @Sendable () async -> Value) async -> Value {
        await Self.$ofTask.withValue(self) { await work() }
    }
}
