package import Dispatch
import Glibc
package import ThoughtSpotSessions

/// What reading and saving files needs of the world: the time, a way to wait, and who we are.
package struct FileContext: Sendable {
    package var now: @Sendable () -> Instant
    /// Waits for a signal, that many milliseconds at most; false when it has not come. For those who wait for a lock.
    package var wait: @Sendable (DispatchSemaphore, Int) -> Bool
    package var processID: Int32
    package var hostName: String
    /// The effective user.
    package var userID: UInt32
    /// `--allow-root`: root may write where another user's files are.
    package var allowsRoot: Bool

    package init(
        now: @escaping @Sendable () -> Instant, wait: @escaping @Sendable (DispatchSemaphore, Int) -> Bool,
        processID: Int32, hostName: String, userID: UInt32, allowsRoot: Bool = false
    ) {
        self.now = now
        self.wait = wait
        self.processID = processID
        self.hostName = hostName
        self.userID = userID
        self.allowsRoot = allowsRoot
    }

    /// This process on this machine.
    package static func live(now: @escaping @Sendable () -> Instant, allowsRoot: Bool = false) -> FileContext {
        FileContext(
            now: now, wait: { $0.wait(timeout: .now() + .milliseconds($1)) == .success }, processID: getpid(),
            hostName: liveHostName(), userID: geteuid(), allowsRoot: allowsRoot)
    }

    private static func liveHostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown host" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
