import Dispatch
import Glibc
import Moments
import Synchronization
import ThoughtSpotSessions

/// An exclusive advisory lock, owned by the open descriptor. The kernel releases it when the process ends, however it ends.
struct FileLock: ~Copyable {
    /// Milliseconds that one holder is waited for (promise P17).
    static let patience = 2_000
    /// Milliseconds that are waited in all, while one holder follows another.
    static let longestPatience = 30_000
    /// Milliseconds between two looks at whether the holder is still the same.
    private static let pause = 50

    private let file: OpenFile

    /// Locks the file at `path`, which is made when it is missing; its directory must be there.
    ///
    /// - Parameters:
    ///   - protected: the file that the lock stands for, to be named in errors.
    ///   - patience: milliseconds with one holder.
    ///   - isCancellable: whether the wait ends with the task.
    /// - Throws: `E_LOCKED` when the task is cancelled, or after ``patience`` with one holder, who is named; `E_LOCK_UNSAFE` for a lock file that is a
    ///   link, a directory or another user's; `E_SAVE` when it cannot be made.
    init(
        at path: String, protecting protected: String, context: FileContext, patience: Int = Self.patience,
        isCancellable: Bool = true
    ) throws(StorageError) {
        let opened = try Self.open(path, protecting: protected, checks: context.checks)
        try Self.check(opened, path: path, userID: context.userID)
        try Self.acquire(
            opened, path: protected, isCancellable: isCancellable, context: context, patience: patience)
        // The umask may have made a lock that we cannot open the next time.
        try? opened.setMode(0o600)
        // Read by others only after they have waited in vain; it may be lost with the machine.
        let note = "process \(context.processID) on \(context.hostName) since \(context.now().timestamp)\n"
        _ = ftruncate(opened.descriptor, 0)
        _ = note.withCString { pwrite(opened.descriptor, $0, note.utf8.count, 0) }
        file = opened
    }

    /// Runs `work` with the lock of `file`, whose directory is made when it is missing.
    ///
    /// - Throws: what the lock throws, and what `work` throws.
    static func around<Value>(
        _ file: String, context: FileContext, patience: Int = Self.patience, isCancellable: Bool = true,
        _ work: () throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        try DirectoryPath(path: FilePlace.split(file).parent).create(context: context)
        let lock = try FileLock(
            at: path(of: file), protecting: file, context: context, patience: patience,
            isCancellable: isCancellable)
        let value = try work()
        // The lock lives until here: the optimiser may release a value after its last use.
        withExtendedLifetime(lock) {}
        return value
    }

    /// The file beside `file` that its lock is on.
    static func path(of file: String) -> String {
        let (directory, name) = FilePlace.split(file)
        return "\(directory)/.\(name).lock"
    }

    /// Locks a file that is already there, without waiting; nothing when that cannot be done.
    init?(existing path: String, context: FileContext) {
        guard
            let directory = try? DirectoryWalk(
                to: FilePlace.split(path).parent, asked: path, checks: context.checks),
            directory.missing.isEmpty,
            let opened = try? OpenFile(
                FilePlace.split(path).name, in: directory.directory.descriptor,
                flags: O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY),
            (try? Self.check(opened, path: path, userID: context.userID)) != nil,
            flock(opened.descriptor, LOCK_EX | LOCK_NB) == 0
        else { return nil }
        file = opened
    }

    /// Waits for the lock on an open file.
    ///
    /// A holder that does nothing is waited for no longer than ``patience``; while it goes from hand to hand, each
    /// of whom writes into the file, the wait goes on, up to ``longestPatience``.
    ///
    /// - Parameters:
    ///   - isCancellable: whether the wait ends with the task: where nothing has been done yet.
    ///   - patience: milliseconds with one holder.
    static func acquire(
        _ file: borrowing OpenFile, path: String, isCancellable: Bool, context: FileContext,
        patience: Int = Self.patience
    ) throws(StorageError) {
        let descriptor = file.descriptor
        do throws(SystemFailure) {
            try SystemFailure.check { flock(descriptor, LOCK_EX | LOCK_NB) }
            return
        } catch {
            // ENOLCK passes when others let go of theirs.
            let isHeld = error.number == EWOULDBLOCK || error.number == ENOLCK || error.number == EINTR
            guard isHeld else {
                throw StorageError(.locked, file: path, detail: error.meaning, errno: error.number)
            }
        }
        var quiet = 0
        do throws(SystemFailure) {
            let wait = try KernelLockWait(on: descriptor)
            var waited = 0
            var seen = Progress(of: file)
            while !context.wait(wait.answered, pause) {
                waited += pause
                let now = Progress(of: file)
                quiet = now == seen ? quiet + pause : 0
                seen = now
                let isOver =
                    quiet >= patience || waited >= max(patience, longestPatience) || isCancellable && Task.isCancelled
                if isOver, wait.abandon() { throw SystemFailure(number: EWOULDBLOCK) }
            }
            try wait.result()
        } catch {
            throw failure(error, file, path: path, patience: quiet >= patience ? patience : nil)
        }
    }

    /// What those who hold a lock one after another leave in its file.
    private struct Progress: Equatable {
        private let seconds: Int
        private let nanoseconds: Int
        private let size: Int

        init(of file: borrowing OpenFile) {
            let status = (try? file.status()) ?? stat()
            seconds = Int(status.st_mtim.tv_sec)
            nanoseconds = Int(status.st_mtim.tv_nsec)
            size = Int(status.st_size)
        }
    }

    private static func failure(
        _ error: SystemFailure, _ file: borrowing OpenFile, path: String, patience: Int?
    ) -> StorageError {
        guard error.number == EWOULDBLOCK else {
            return StorageError(.locked, file: path, detail: error.meaning, errno: error.number)
        }
        let bytes = (try? file.read(limit: 512)) ?? []
        let note = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let isOurs = note.hasPrefix("process ")
        return StorageError(
            .locked, file: path,
            detail: patience.map { "it was held for more than \($0 / 1_000) seconds; nothing was saved" }
                ?? (Task.isCancelled
                    ? "the wait for it was cancelled; nothing was saved"
                    : "others saved without a pause for thirty seconds; nothing was saved"),
            holder: isOurs ? note : nil, errno: error.number)
    }

    private static func check(_ file: borrowing OpenFile, path: String, userID: UInt32) throws(StorageError) {
        let status: stat
        do throws(SystemFailure) { status = try file.status() } catch {
            throw StorageError(.lockUnsafe, file: path, detail: error.meaning, errno: error.number)
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == userID else {
            throw StorageError(
                .lockUnsafe, file: path, detail: "the lock is not a file of yours; look at it, then remove it")
        }
    }

    private static func open(
        _ path: String, protecting protected: String, checks: FileChecks
    ) throws(StorageError) -> OpenFile {
        let (parent, name) = FilePlace.split(path)
        let walk = try DirectoryWalk(to: parent, asked: protected, checks: checks)
        do throws(SystemFailure) {
            guard walk.missing.isEmpty else { throw SystemFailure(number: ENOENT) }
            return try OpenFile(
                name, in: walk.directory.descriptor,
                flags: O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode: 0o600)
        } catch {
            throw openingFailure(error, path: path, protected: protected)
        }
    }

    private static func openingFailure(
        _ error: SystemFailure, path: String, protected: String
    ) -> StorageError {
        switch error.number {
        case ELOOP, EISDIR, ENXIO, ENODEV:
            StorageError(
                .lockUnsafe, file: path, detail: "the lock is not a file of yours; look at it, then remove it",
                errno: error.number)
        default:
            StorageError(
                .save, file: protected, detail: error.meaning, errno: error.number)
        }
    }
}

/// A lock that is held over a request: of two runs that need the same new session, one logs in, and the other one finds
/// it done.
package final class RenewalLock: Sendable {
    private let lock: FileLock

    /// Waits, on a thread of its own, for at most a minute.
    ///
    /// - Parameter name: what is renewed: a profile's id.
    /// - Throws: `E_LOCKED`, at once when the task is cancelled; `E_LOCK_UNSAFE`, `E_SAVE`.
    package static func acquire(
        _ name: String, in directory: String, context: FileContext
    ) async throws(StorageError) -> RenewalLock {
        try await FileExecutor.run { () throws(StorageError) in
            try DirectoryPath(path: directory).create(context: context)
            let path = "\(directory)/.renew-\(name).lock"
            do throws(StorageError) {
                return RenewalLock(
                    lock: try FileLock(at: path, protecting: "the session", context: context, patience: 60_000))
            } catch {
                var error = error
                // What cannot be written is the lock.
                if error.code == .save { error.file = path }
                throw error
            }
        }
    }

    private init(lock: consuming FileLock) { self.lock = lock }
}

/// Waits in the kernel for an exclusive lock, on a thread of its own, so that the wait can have a deadline. The kernel
/// wakes those who wait in their order; polling would get it by chance.
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
