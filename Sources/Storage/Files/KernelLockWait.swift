import Dispatch
import Glibc
import Synchronization

/// Waits in the kernel for an exclusive lock, on a thread of its own, so that the wait can have a deadline. The kernel
/// wakes those who wait in their order; whoever asks again and again gets it by chance.
final class KernelLockWait: Sendable {
    private enum State {
        case waiting
        case locked
        case failed(SystemFailure)
        case abandoned
    }

    private let state = Mutex(State.waiting)
    /// Signalled once, when the kernel has answered.
    let answered = DispatchSemaphore(value: 0)

    /// Begins to wait for the lock of an open file.
    init(on descriptor: Int32) throws(SystemFailure) {
        // A descriptor of its own: the owner may close the other one when it gives up.
        let copy = try SystemFailure.check { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
        DispatchQueue(label: "lock").async { self.wait(on: copy) }
    }

    private func wait(on descriptor: Int32) {
        var failure: SystemFailure?
        repeat {
            failure = flock(descriptor, LOCK_EX) == 0 ? nil : SystemFailure(number: errno)
            // No lock left in the system: passes when others let go of theirs.
            if failure?.number == ENOLCK { usleep(10_000) }
        } while (failure?.number == EINTR || failure?.number == ENOLCK) && isWaiting
        let isWanted = state.withLock { state in
            guard case .waiting = state else { return false }
            state = failure.map { .failed($0) } ?? .locked
            return true
        }
        if !isWanted, failure == nil { flock(descriptor, LOCK_UN) }
        close(descriptor)
        answered.signal()
    }

    private var isWaiting: Bool {
        state.withLock { if case .waiting = $0 { true } else { false } }
    }

    /// After ``answered``: returns with the lock, or throws why there is none.
    func result() throws(SystemFailure) {
        if case .failed(let failure) = state.withLock({ $0 }) { throw failure }
    }

    /// Gives up; a lock that comes later is let go of at once. The file must be closed then and not locked again.
    ///
    /// - Returns: false when the lock has come in this very moment.
    func abandon() -> Bool {
        state.withLock { state in
            if case .locked = state { return false }
            state = .abandoned
            return true
        }
    }
}
