import Dispatch
import Glibc
import Moments
import TestSupport
import Testing

@testable import Storage

struct FileLockTests {
    private let home: TemporaryHome
    private var path: String { home.file(".lock") }

    init() throws { home = try TemporaryHome() }

    @Test func `names the holder after two seconds`() throws {
        let held = try FileLock(at: path, protecting: "f", context: .still(processID: 77))
        let slept = Slept()
        let error = storageError { () throws(StorageError) in
            _ = try FileLock(at: path, protecting: "f", context: .still(slept: slept))
        }
        #expect(error?.code == .locked)
        #expect(error?.file == "f")
        #expect(error?.holder == "process 77 on bastion since 2026-11-21T08:52:45.123Z")
        #expect((2_000...2_100).contains(slept.milliseconds))
        withExtendedLifetime(held) {}
    }

    @Test(.timeLimit(.minutes(60)))
    func `is free when the holder is gone`() throws {
        do {
            let held = try FileLock(at: path, protecting: "f", context: .still())
            withExtendedLifetime(held) {}
        }
        _ = try FileLock(at: path, protecting: "f", context: .still())
        #expect(home.permissions(of: ".lock") == 0o600)
    }

    @Test func `gets the lock while waiting`() throws {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        #expect(flock(descriptor, LOCK_EX) == 0)
        var context = FileContext.still()
        context.wait = { signal, _ in
            _ = flock(descriptor, LOCK_UN)
            signal.wait()
            return true
        }
        _ = try FileLock(at: path, protecting: "f", context: context)
        close(descriptor)
    }

    /// Each of the others holds it for a moment only: then the wait goes on, beyond two seconds.
    @Test func `waits on while one holder follows another`() throws {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        #expect(flock(descriptor, LOCK_EX) == 0)
        let slept = Slept()
        var context = FileContext.still()
        context.wait = { signal, milliseconds in
            slept.add(milliseconds)
            guard slept.milliseconds < 20_000 else {
                _ = flock(descriptor, LOCK_UN)
                signal.wait()
                return true
            }
            // The next holder writes down who it is.
            _ = ftruncate(descriptor, off_t(slept.milliseconds))
            return false
        }
        _ = try FileLock(at: path, protecting: "f", context: context)
        #expect(slept.milliseconds == 20_000)
        close(descriptor)
    }

    @Test func `does not wait for others for ever`() throws {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        #expect(flock(descriptor, LOCK_EX) == 0)
        let slept = Slept()
        var context = FileContext.still()
        context.wait = { _, milliseconds in
            slept.add(milliseconds)
            _ = ftruncate(descriptor, off_t(slept.milliseconds))
            return false
        }
        let waiting = context
        let error = storageError { () throws(StorageError) in
            _ = try FileLock(at: path, protecting: "f", context: waiting)
        }
        #expect(error?.code == .locked)
        #expect(slept.milliseconds == 30_000)
        close(descriptor)
    }

    /// A lock that comes after the wait was given up is let go of: the next one who asks gets it.
    @Test func `a lock that comes too late is not kept`() throws {
        let held = open(path, O_RDWR | O_CREAT, 0o600)
        let asking = open(path, O_RDWR)
        #expect(flock(held, LOCK_EX) == 0)
        let wait = try KernelLockWait(on: asking)
        #expect(wait.abandon())
        #expect(flock(held, LOCK_UN) == 0)
        wait.answered.wait()
        #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
        close(held)
        close(asking)
    }

    /// A name that is too long stands for whatever keeps it from being made.
    @Test func `the lock of a renewal that cannot be made is named`() async throws {
        let name = String(repeating: "n", count: 300)
        let error = await #expect(throws: StorageError.self) {
            _ = try await RenewalLock.acquire(name, in: home.path, context: .still())
        }
        #expect(error?.code == .save)
        #expect(error?.file == home.file(".renew-\(name).lock"))
    }

    @Test func `never follows or removes what is no lock of ours`() throws {
        try home.write("precious", to: "target")
        #expect(symlink("target", path) == 0)
        #expect(
            storageError { () throws(StorageError) in _ = try FileLock(at: path, protecting: "f", context: .still()) }?
                .code
                == .lockUnsafe)
        #expect(try home.text(of: "target") == "precious")
        #expect(unlink(path) == 0)
        #expect(mkdir(path, 0o700) == 0)
        #expect(
            storageError { () throws(StorageError) in _ = try FileLock(at: path, protecting: "f", context: .still()) }?
                .code
                == .lockUnsafe)
        #expect(rmdir(path) == 0)
        try home.write("", to: ".lock")
        var stranger = FileContext.still()
        stranger.userID += 1
        #expect(
            storageError { () throws(StorageError) in _ = try FileLock(at: path, protecting: "f", context: stranger) }?
                .code
                // A directory of another user is refused before the lock in it; root's is trusted.
                == (geteuid() == 0 ? .lockUnsafe : .fileOwner))
    }
}
