import Dispatch
import Glibc
import HTTPExchange
import Moments
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// All work of these tests runs on one thread, as that of the program does. Were a lock waited for on it, nothing would
/// ever let go of the lock.
struct StoreThreadTests {
    private let home: TemporaryHome
    private let added = Profile(
        id: "a", name: "a", origin: Origin(scheme: .https, host: "a.example"), generation: .v2)

    init() throws { home = try TemporaryHome() }

    private func event(_ phase: JournalEvent.Phase) -> JournalEvent {
        JournalEvent(
            id: EventID(at: Instant(milliseconds: 1), random: Array(repeating: 7, count: 10)).text, operation: "o",
            at: Instant(milliseconds: 1), phase: phase, action: .logIn, profileID: "a", profileName: "a",
            origin: "https://a.example")
    }

    /// The lock of a file in other hands, and a context that tells when somebody waits for it.
    private struct Held: Sendable {
        let descriptor: Int32
        let context: FileContext
        private let waiting: AsyncStream<Void>

        init(_ path: String) throws {
            let (waiting, isWaiting) = AsyncStream<Void>.makeStream()
            let isCancelled = CancelledOnce()
            var context = FileContext.still()
            context.wait = { signal, _ in
                isWaiting.finish()
                // In vain once, when the task is cancelled; otherwise as long as it takes.
                while !isCancelled.isNews {
                    if signal.wait(timeout: .now() + .milliseconds(1)) == .success { return true }
                }
                return false
            }
            self.context = context
            self.waiting = waiting
            descriptor = open(path, O_RDWR | O_CREAT, 0o600)
            try #require(flock(descriptor, LOCK_EX) == 0)
        }

        /// Returns when a store waits for the lock.
        func untilWaiting() async { for await _ in waiting {} }

        func release() {
            _ = flock(descriptor, LOCK_UN)
            close(descriptor)
        }
    }

    @Test func `a save that waits holds up nothing`() async throws {
        let held = try Held(home.file(".profiles.json.lock"))
        let store = ProfileStore(file: home.file("profiles.json"), context: held.context)
        let added = added
        let saved = try await withTaskExecutorPreference(OneThread()) {
            async let saved = store.save(added, replacing: nil)
            await held.untilWaiting()
            held.release()
            return try await saved
        }
        #expect(saved.profiles == [added])
    }

    @Test(arguments: [JournalEvent.Phase.intent, .result])
    func `a line that waits holds up nothing`(_ phase: JournalEvent.Phase) async throws {
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
        let held = try Held(home.journal)
        let journal = Journal(directory: home.journalDirectory, context: held.context)
        let line = event(phase)
        try await withTaskExecutorPreference(OneThread()) {
            async let appended: Void = journal.append(line)
            await held.untilWaiting()
            held.release()
            try await appended
        }
        #expect(try await journal.load().events == [line])
    }

    /// A line that a crash cut off is ended under the lock.
    @Test func `a reading that waits holds up nothing`() async throws {
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
        try home.write("{\"v\":1,", to: "journal/2026-11.jsonl")
        let held = try Held(home.journal)
        let journal = Journal(directory: home.journalDirectory, context: held.context)
        let contents = try await withTaskExecutorPreference(OneThread()) {
            async let contents = journal.load()
            await held.untilWaiting()
            held.release()
            return try await contents
        }
        #expect(contents.repairedTornLine)
    }

    @Test func `what is cancelled does not wait`() async throws {
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
        let held = try Held(home.journal)
        let journal = Journal(directory: home.journalDirectory, context: held.context)
        let line = event(.intent)
        let code = await withTaskExecutorPreference(OneThread()) {
            await withTaskGroup(of: StorageError.Code?.self) { group in
                group.addTask {
                    do throws(StorageError) {
                        try await journal.append(line)
                        return nil
                    } catch {
                        return error.code
                    }
                }
                await held.untilWaiting()
                group.cancelAll()
                return await group.next() ?? nil
            }
        }
        #expect(code == .locked)
        held.release()
        #expect(try await journal.load().events.isEmpty)
    }

    /// What has happened is written down whatever becomes of the task.
    @Test func `a result waits also when it is cancelled`() async throws {
        try #require(mkdir(home.journalDirectory, 0o700) == 0)
        let held = try Held(home.journal)
        let journal = Journal(directory: home.journalDirectory, context: held.context)
        let line = event(.result)
        await withTaskExecutorPreference(OneThread()) {
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { (try? await journal.append(line)) != nil }
                await held.untilWaiting()
                group.cancelAll()
                held.release()
                #expect(await group.next() == true)
            }
        }
        #expect(try await journal.load().events == [line])
    }
}

/// Whether the task is cancelled, told once.
private final class CancelledOnce: Sendable {
    private let isTold = Mutex(false)

    var isNews: Bool {
        isTold.withLock { isTold in
            defer { isTold = isTold || Task.isCancelled }
            return Task.isCancelled && !isTold
        }
    }
}
