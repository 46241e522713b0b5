import Dispatch
import Glibc
import Moments
import Synchronization
import ThoughtSpotSessions

@testable import Storage

extension FileContext {
    /// A context whose clock stands still.
    ///
    /// - Parameter slept: makes waiting take no time and adds it up, for tests of the wait. Without it a lock is waited for
    ///   as long as it takes: a child process that another test starts has a copy of every descriptor, and with it of
    ///   every lock, until it has become its program.
    static func still(processID: Int32 = 4_711, slept: Slept? = nil) -> FileContext {
        FileContext(
            now: { Instant(milliseconds: 1_795_251_165_123) },
            wait: { signal, milliseconds in
                guard let slept else {
                    signal.wait()
                    return true
                }
                slept.add(milliseconds)
                return signal.wait(timeout: .now()) == .success
            }, processID: processID, hostName: "bastion", userID: geteuid())
    }
}

/// Adds up what was slept.
final class Slept: Sendable {
    private let total = Mutex(0)

    var milliseconds: Int { total.withLock { $0 } }

    func add(_ milliseconds: Int) { total.withLock { $0 += milliseconds } }
}

/// What `body` throws, or nothing.
func storageError(_ body: () throws(StorageError) -> Void) -> StorageError? {
    do throws(StorageError) {
        try body()
        return nil
    } catch {
        return error
    }
}
