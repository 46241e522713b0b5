package import Dispatch
import Glibc
package import Moments
import ThoughtSpotSessions

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
    /// The home directory that the system's accounts name for the user, for where `HOME` does not.
    package var accountHome: String?

    package init(
        now: @escaping @Sendable () -> Instant, wait: @escaping @Sendable (DispatchSemaphore, Int) -> Bool,
        processID: Int32, hostName: String, userID: UInt32, allowsRoot: Bool = false, accountHome: String? = nil
    ) {
        self.now = now
        self.wait = wait
        self.processID = processID
        self.hostName = hostName
        self.userID = userID
        self.allowsRoot = allowsRoot
        self.accountHome = accountHome
    }

    /// This process on this machine.
    package static func live(now: @escaping @Sendable () -> Instant, allowsRoot: Bool = false) -> FileContext {
        FileContext(
            now: now, wait: { $0.wait(timeout: .now() + .milliseconds($1)) == .success }, processID: getpid(),
            hostName: liveHostName(), userID: geteuid(), allowsRoot: allowsRoot,
            accountHome: liveAccountHome())
    }

    /// Nil where the user has no account here, as in some containers.
    private static func liveAccountHome() -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var texts = [CChar](repeating: 0, count: 16_384)
        let count = texts.count
        guard getpwuid_r(geteuid(), &entry, &texts, count, &found) == 0, found != nil, let home = entry.pw_dir
        else { return nil }
        return withExtendedLifetime(texts) { String(cString: home) }
    }

    private static func liveHostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown host" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
