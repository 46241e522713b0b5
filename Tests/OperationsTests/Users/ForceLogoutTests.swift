import DemoCluster
import HTTPExchange
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

struct ForceLogoutTests {
    private static let path = "users/force-logout"

    @Test func `the sessions of a user end and no others`() async throws {
        let world = try await World()
        try await world.logIn()
        let (anna, bot) = (try await world.openSession(of: "anna"), try await world.openSession(of: "bot-reports"))
        let items = await (try world.forceLogout([world.endTarget("anna")])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.accepted])
        #expect(try await !world.isOpen(anna))
        #expect(try await world.isOpen(bot))
        #expect(await world.forcedOut == ["anna"])
        _ = try await ReadSession(profile: world.profile).run(in: world.workspace)
        #expect(world.journalGist.suffix(2) == ["intent force_logout", "result force_logout ok"])
        #expect(world.journalEvents.suffix(2).map(\.subjects) == [["anna"], ["anna"]])
        #expect(world.journalEvents.suffix(2).map(\.user) == [World.administrator, World.administrator])
        // The intent was on disk before the request left.
        let passage = try #require(world.wire.passages.last { $0.path.hasSuffix(Self.path) })
        #expect(passage.journal.last?.contains("force_logout") == true)
        #expect(passage.body == #"{"user_identifiers":["anna"]}"#)
    }

    /// One request a user, each with lines and a verdict of its own; what is told is what is returned.
    @Test func `each user has its own request`() async throws {
        let world = try await World()
        try await world.logIn()
        let told = Mutex<[ForceLogoutItem]>([])
        let verb = try world.forceLogout([
            world.endTarget("anna"), world.endTarget("nobody-here"), world.endTarget("bot-reports"),
        ])
        let items = await verb.run(in: world.workspace) { item in told.withLock { $0.append(item) } }
        #expect(items == told.withLock { $0 })
        #expect(items.map(\.target.user.text) == ["anna", "nobody-here", "bot-reports"])
        guard case .failed(let error) = items[1].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.session?.code == .badRequest)
        #expect(items[0].verdict == .accepted)
        #expect(items[2].verdict == .accepted)
        #expect(world.wire.count(Self.path) == 3)
        #expect(await world.forcedOut == ["anna", "bot-reports"])
    }

    /// D-2-7: we are in the list ourselves; we go last, and our session is over.
    @Test(arguments: Generation.allCases)
    func `we go last and are logged out`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        try await world.logIn()
        let verb = try world.forceLogout([
            world.endTarget(World.administrator, isOurselves: true), world.endTarget("anna"),
        ])
        let items = await verb.run(in: world.workspace)
        #expect(items.map(\.verdict) == [.accepted, .accepted])
        #expect(await world.forcedOut == ["anna", World.administrator])
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    /// Whatever would meet everybody stops the rest; the second user is not even asked for.
    @Test(arguments: [
        (403, SessionError.Code.forbidden), (401, .sessionEnded), (404, .notOnThisRelease),
    ])
    func `what affects all users stops the rest`(_ status: Int, _ code: SessionError.Code) async throws {
        let world = try await World(faults: [.v2(Self.path, .status(status))])
        try await world.logIn()
        let items = await (try world.forceLogout([world.endTarget("anna"), world.endTarget("bot-reports")]))
            .run(in: world.workspace)
        guard case .failed(let error) = items[0].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.session?.code == code)
        #expect(items[1].verdict == .notAttempted)
        #expect(world.wire.count(Self.path) == 1)
        // A 401 without ThoughtSpot's code may come from a gateway.
        #expect(await world.workspace.held.session(of: world.profile) != nil)
    }

    /// The answer is lost: nobody knows, nothing is repeated, and the next user is still asked for.
    @Test func `a lost answer is unknown and never repeated`() async throws {
        let world = try await World(faults: [.v2(Self.path, nth: 1, .closeWithoutAnswer)], retries: true)
        try await world.logIn()
        let items = await (try world.forceLogout([world.endTarget("anna"), world.endTarget("bot-reports")]))
            .run(in: world.workspace)
        guard case .unknown(let error) = items[0].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.session?.execution == .unknown)
        #expect(items[1].verdict == .accepted)
        #expect(world.wire.count(Self.path) == 2)
        #expect(await world.forcedOut == ["anna", "bot-reports"])
        #expect(world.journalEvents.contains { $0.outcome == .unknown && $0.subjects == ["anna"] })
    }

    /// Lost while it was about us: the session may have ended, or be open, and then it must be within reach. The next look
    /// at the cluster tells.
    @Test func `a lost answer about ourselves leaves the session to be asked`() async throws {
        let world = try await World(faults: [.v2(Self.path, .closeWithoutAnswer)])
        try await world.logIn()
        let verb = try world.forceLogout([world.endTarget(World.administrator, isOurselves: true)])
        guard case .unknown? = await verb.run(in: world.workspace).first?.verdict else {
            Issue.record("the verdict is not unknown")
            return
        }
        #expect(await world.workspace.held.session(of: world.profile) != nil)
        let status = await CheckCluster(profile: world.profile).run(in: world.workspace)
        #expect(status.state == .sessionEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    @Test func `a full journal stops everything`() async throws {
        let world = try await World()
        try await world.logIn()
        let journal = world.home.journal
        var verb = try world.forceLogout([
            world.endTarget("anna"), world.endTarget("bot-reports"), world.endTarget("sso-sara"),
        ])
        verb.limits = BulkQueue.Limits(perCluster: 1, total: 1)
        let items = await verb.run(in: world.workspace) { _ in breakFile(journal) }
        #expect(items[0].verdict == .accepted)
        guard case .failed(let error) = items[1].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.storage != nil)
        #expect(items[2].verdict == .notAttempted)
        #expect(world.wire.count(Self.path) == 1)
    }

    @Test func `a cancelled run leaves the rest`() async throws {
        let world = try await World()
        try await world.logIn()
        let verb = try world.forceLogout([world.endTarget("anna"), world.endTarget("bot-reports")])
        let items = await withTaskGroup(of: [ForceLogoutItem].self) { group in
            group.addTask {
                await verb.run(in: world.workspace) { _ in withUnsafeCurrentTask { $0?.cancel() } }
            }
            return await group.next() ?? []
        }
        #expect(items.map(\.verdict) == [.accepted, .notAttempted])
        #expect(await world.forcedOut == ["anna"])
    }

    @Test func `without a session or the right to change nothing is sent`() async throws {
        var world = try await World()
        let items = await (try world.forceLogout([world.endTarget("anna")])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.failed(.refused(.notLoggedIn(profile: "prod-eu")))])
        try await world.logIn()
        let sent = world.wire.passages.count
        world.profile.isReadOnly = true
        let refused = await (try world.forceLogout([world.endTarget("anna"), world.endTarget("bot-reports")]))
            .run(in: world.workspace)
        #expect(refused.map(\.verdict) == [.failed(.refused(.readOnly(profile: "prod-eu"))), .notAttempted])
        #expect(world.wire.passages.count == sent)
    }

    /// What a server could read as everybody is refused before the journal or the wire hears of it.
    @Test(arguments: ["", " "])
    func `a user without a name is refused`(_ name: String) async throws {
        let world = try await World()
        try await world.logIn()
        let target = ForceLogoutTarget(profile: world.profile, user: .name(name), isOurselves: false)
        let sent = world.wire.passages.count
        guard case .failed(let error)? = await (try world.forceLogout([target])).run(in: world.workspace).first?.verdict
        else {
            Issue.record("it was not refused")
            return
        }
        #expect(error.session?.code == .invalidInput)
        #expect(world.wire.passages.count == sent)
        #expect(await world.forcedOut.isEmpty)
    }
}
