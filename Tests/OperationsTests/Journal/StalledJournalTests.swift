import Dispatch
import Glibc
import HTTPExchange
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// Another program holds the journal's lock.
struct StalledJournalTests {
    /// The journal's lock in other hands: what waits for it waits until it is released.
    private struct Held {
        let workspace: Workspace
        private let descriptor: Int32
        private let waiting: AsyncStream<Void>

        init(_ world: World) throws {
            let (waiting, isWaiting) = AsyncStream<Void>.makeStream()
            var context = FileContext.live(now: { world.clock.now }, allowsRoot: true)
            context.wait = { signal, _ in
                isWaiting.finish()
                signal.wait()
                return true
            }
            self.waiting = waiting
            let other = world.workspace
            workspace = Workspace(
                profiles: other.profiles, journal: Journal(directory: world.home.journalDirectory, context: context),
                held: other.held, transport: other.transport, now: other.now, randomBytes: other.randomBytes,
                environmentProxy: { _ in .direct }, isReadOnly: false)
            mkdir(world.home.journalDirectory, 0o700)
            descriptor = open(world.home.journal, O_RDWR | O_CREAT, 0o600)
            try #require(flock(descriptor, LOCK_EX) == 0)
        }

        func untilWaiting() async { for await _ in waiting {} }

        func release() {
            _ = flock(descriptor, LOCK_UN)
            close(descriptor)
        }
    }

    /// A login waits for its line, and the check of a cluster answers meanwhile; all of it on one thread.
    @Test func `answers go on`() async throws {
        let world = try await World()
        let held = try Held(world)
        let login = world.passwordLogin()
        let other = CheckCluster(profile: world.profile)
        let (status, report) = try await withTaskExecutorPreference(OneThread()) {
            async let report = login.run(in: held.workspace)
            await held.untilWaiting()
            let status = await other.run(in: held.workspace)
            held.release()
            return (status, try await report)
        }
        #expect(status.state == .reachable)
        #expect(report.info.userName == World.administrator)
    }

    /// Everybody gets a turn at the journal, also who comes just when the one before leaves.
    @Test(.timeLimit(.minutes(60))) func `no reader is forgotten`() async throws {
        let world = try await World()
        await withTaskExecutorPreference(OneThread()) {
            for _ in 0..<2_000 {
                async let one = world.workspace.ledger.clocks()
                async let other = world.workspace.ledger.clocks()
                _ = await (one, other)
            }
        }
    }

    /// Who cancels gets an answer, and nothing was sent.
    @Test func `a change that is cancelled is not begun`() async throws {
        let world = try await World()
        mkdir(world.home.journalDirectory, 0o700)
        let descriptor = open(world.home.journal, O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        try #require(flock(descriptor, LOCK_EX) == 0)
        let login = world.passwordLogin()
        let error = await withTaskGroup(of: OperationError?.self) { group in
            group.addTask {
                await failure { () async throws(OperationError) in try await login.run(in: world.workspace) }
            }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error?.session?.code == .cancelled)
        #expect(TemporaryHome.text(of: world.home.journal).isEmpty)
        #expect(world.wire.passages.isEmpty)
    }
}
