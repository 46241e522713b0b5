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

    /// Whose files and directories are trusted.
    var checks: FileChecks { FileChecks(userID: userID, allowsRoot: allowsRoot) }

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

/// Where this user's files are (<doc:Files>). Nothing is created by asking.
package struct Locations: Hashable, Sendable {
    /// The directories; nothing when there is no home to put them in.
    package let configuration: String?
    package let state: String?
    package let data: String?

    /// - Parameters:
    ///   - environment: of the process. `TESSERA_HOME` names one directory for everything; otherwise the `XDG_…_HOME`
    ///     variables count where they are absolute, and `HOME` where they are not.
    ///   - home: `--home`, stronger than `TESSERA_HOME`.
    ///   - accountHome: the directory of the user's account, where `HOME` names no absolute path: services and cron jobs
    ///     may run without the variable.
    package init(environment: [String: String], home: String? = nil, accountHome: String? = nil) {
        if let home = [home, environment["TESSERA_HOME"]].compactMap({ $0 }).first(where: { !$0.isEmpty }) {
            let directory = Self.withoutTrailingSlashes(home)
            (configuration, state, data) = (directory, directory, directory)
            return
        }
        func directory(_ variable: String, _ fallback: String) -> String? {
            if let path = environment[variable], path.hasPrefix("/") {
                return Self.withoutTrailingSlashes(path) + "/tessera"
            }
            return Self.userHome(environment: environment, accountHome: accountHome).map { "\($0)/\(fallback)/tessera" }
        }
        configuration = directory("XDG_CONFIG_HOME", ".config")
        state = directory("XDG_STATE_HOME", ".local/state")
        data = directory("XDG_DATA_HOME", ".local/share")
    }

    package var profiles: String? { LocalFile.profiles.path(in: self) }

    package var settings: String? { LocalFile.settings.path(in: self) }

    /// The directory of the journal's segments. The one file of older versions is beside it.
    package var journal: String? { state.map { $0 + "/journal" } }

    package var olderJournal: String? { journal.map { JournalFolder.older(of: $0) } }

    /// How the screen was left.
    package var screen: String? { LocalFile.screen.path(in: self) }

    package var vault: String? { LocalFile.vault.path(in: self) }

    /// Which save of the vault was the last one on this machine.
    package var vaultMemory: String? { LocalFile.vaultMemory.path(in: self) }

    /// Which secret commands the user has confirmed.
    package var confirmedCommands: String? { LocalFile.confirmedCommands.path(in: self) }

    /// Why nothing can be saved, for a banner; nothing when all is well. The check at the disk comes with the save.
    package var obstacle: StorageError? {
        configuration == nil || state == nil ? Self.noHome : nil
    }

    package static let noHome = StorageError(
        .noHome, file: "", detail: "HOME is not set to an absolute path, and the account has no directory",
        advice: "tessera --home DIRECTORY")

    /// The user's own directory, which `~` stands for; nil where none is known. Without a slash at its end.
    package static func userHome(environment: [String: String], accountHome: String?) -> String? {
        [environment["HOME"], accountHome].compactMap(\.self).first { $0.hasPrefix("/") }.map(withoutTrailingSlashes)
    }

    /// The path that a person typed where no shell has read it: `~/x` is below the user's own directory.
    ///
    /// - Parameter userHome: ``userHome(environment:accountHome:)``.
    /// - Throws: `E_NO_HOME` for a `~` that stands for nothing.
    package static func path(typed: String, userHome: String?) throws(StorageError) -> String {
        guard typed == "~" || typed.hasPrefix("~/") else { return typed }
        guard let userHome else { throw noHome }
        return userHome + typed.dropFirst()
    }

    private static func withoutTrailingSlashes(_ path: String) -> String {
        var path = Substring(path)
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path == "/" ? "" : String(path)
    }
}

/// The thread of a store: what is done with its file is done there, and every wait for a lock or for a slow disk. Nothing
/// else of the program waits with it.
package final class FileExecutor: SerialExecutor {
    private let queue: DispatchQueue

    package init(_ name: String) {
        queue = DispatchQueue(label: name)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    /// Does one piece of work on a thread of its own: what waits for a file, or computes for long.
    package static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            DispatchQueue(label: "file").async {
                continuation.resume(returning: Result { () throws(Failure) in try work() })
            }
        }
        return try result.get()
    }
}
