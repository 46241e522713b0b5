import DemoCluster
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// The intent is on the disk before its request leaves, whatever the verb (promise P60).
struct IntentTests {
    /// Every verb that changes something, one after the other.
    private func runEverything(in world: World) async throws {
        try await world.logIn()
        let report = try await world.issued()
        if world.profile.generation == .v2 { _ = try await world.revoke(report) }
        _ = try await LogOut(profile: world.profile).run(in: world.workspace)
        _ = try await world.keyLogin("anna").run(in: world.workspace)
        _ = try await LogOut(profile: world.profile).run(in: world.workspace)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `the intent stands on the disk when the request leaves`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await runEverything(in: world)
        let changes = world.wire.passages.filter { $0.safety == .change }
        #expect(changes.count >= 5)
        for passage in changes {
            let last = try #require(passage.journal.last, "nothing was written before \(passage.path)")
            let event = try #require(JournalLine.decode(Array(last.utf8)))
            #expect(event.phase == .intent, "\(passage.path) left after \(event.phase) \(event.action)")
            #expect(event.outcome == nil)
            #expect(event.profileID == world.profile.id)
            #expect(event.origin == world.profile.origin.description)
        }
    }

    /// Each intent has exactly one result, and each change of the cluster an intent.
    @Test(arguments: [Generation.v2, .v1])
    func `every intent has its result`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await runEverything(in: world)
        let events = world.journalEvents
        #expect(events.count == world.journalLines.count)
        let intents = events.filter { $0.phase == .intent }
        for intent in intents {
            #expect(events.count { $0.phase == .result && $0.operation == intent.id } == 1)
        }
        #expect(intents.count == (generation == .v2 ? 7 : 5))
        #expect(Set(events.map(\.id)).count == events.count)
    }

    /// A journal that cannot be written stops the change, not only the line (fault G6).
    @Test func `without a journal nothing leaves`() async throws {
        let world = try await World()
        let report = try await world.issued()
        breakFile(world.home.journal)
        let sent = world.wire.passages.count
        let login = await failure { () throws(OperationError) in
            try await world.passwordLogin().run(in: world.workspace)
        }
        #expect(login?.storage != nil)
        #expect(login.map { MessageComposer.message(for: $0).exitCode } == .localFile)
        let issue = await failure { () throws(OperationError) in try await world.issue().run(in: world.workspace) }
        #expect(issue?.storage != nil)
        guard case .failed(.storage) = try await world.revoke(report).first else {
            Issue.record("a token was revoked without a line")
            return
        }
        #expect(world.wire.passages.count == sent)
        #expect(await world.executed(.issuedToken) == 1)
        #expect(await world.cluster.isValid(token: report.token.expose()))
    }

    /// No place for a journal at all: nothing is changed either.
    @Test func `without a home nothing leaves`() async throws {
        let world = try await World()
        let homeless = Workspace(
            profiles: ProfileStore(file: nil, context: FileContext.live(now: world.workspace.now, allowsRoot: true)),
            journal: Journal(directory: nil, context: FileContext.live(now: world.workspace.now, allowsRoot: true)),
            held: HeldCredentials(), transport: world.wire, now: world.workspace.now,
            randomBytes: world.workspace.randomBytes, environmentProxy: { _ in .direct }, isReadOnly: false)
        let error = await failure { () throws(OperationError) in try await world.issue().run(in: homeless) }
        #expect(error?.storage?.code == .noHome)
        #expect(world.wire.passages.isEmpty)
        #expect(await CheckCluster(profile: world.profile).run(in: homeless).state == .reachable)
    }
}
