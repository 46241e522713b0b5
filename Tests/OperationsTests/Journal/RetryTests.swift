import DemoCluster
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// The table of <doc:Retries> over whole verbs: a change is executed at most once, and is sent again only when the
/// server refused it unprocessed.
struct RetryTests {
    enum Change: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case logIn, logInByKey, issue, revoke, logOut

        var testDescription: String { rawValue }

        var path: String {
            switch self {
            case .logIn: "auth/session/login"
            case .logInByKey, .issue: "auth/token/full"
            case .revoke: "auth/token/revoke"
            case .logOut: "auth/session/logout"
            }
        }

        var action: ExecutedChange.Action {
            switch self {
            case .logIn: .loggedIn
            case .logInByKey, .issue: .issuedToken
            case .revoke: .revokedToken
            case .logOut: .loggedOut
            }
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let fault: DemoFaultAction
        /// How often the request may pass when the fault lasts.
        let attempts: Int
        /// What the journal says then.
        let outcome: JournalEvent.Outcome
        /// The same for what ends something: a single sign-on cluster leads on from a logout that has happened.
        var endOutcome: JournalEvent.Outcome?
        /// Whether the cluster executes what it answers so badly.
        var isExecuted = false

        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "429", fault: .status(429), attempts: 3, outcome: .refused),
        Row(name: "429 with Retry-After", fault: .status(429, retryAfter: 3), attempts: 3, outcome: .refused),
        Row(name: "429 for an hour", fault: .status(429, retryAfter: 3_600), attempts: 1, outcome: .refused),
        Row(name: "503 with Retry-After", fault: .status(503, retryAfter: 1), attempts: 2, outcome: .refused),
        Row(name: "503", fault: .status(503), attempts: 1, outcome: .unknown),
        Row(name: "500", fault: .status(500), attempts: 1, outcome: .unknown),
        Row(name: "502", fault: .status(502), attempts: 1, outcome: .unknown),
        Row(name: "504", fault: .status(504), attempts: 1, outcome: .unknown),
        Row(name: "408", fault: .status(408), attempts: 1, outcome: .unknown),
        Row(name: "403", fault: .status(403), attempts: 1, outcome: .refused),
        Row(name: "404", fault: .status(404), attempts: 1, outcome: .refused),
        Row(name: "409", fault: .status(409), attempts: 1, outcome: .refused),
        Row(
            name: "redirect", fault: .redirect(location: "https://evil.example/"), attempts: 1, outcome: .refused,
            endOutcome: .unknown),
        Row(name: "no answer", fault: .closeWithoutAnswer, attempts: 1, outcome: .unknown, isExecuted: true),
        Row(name: "cut answer", fault: .cutBody(after: 1), attempts: 1, outcome: .unknown, isExecuted: true),
        Row(name: "lost request", fault: .dropBeforeRequest, attempts: 1, outcome: .unknown),
        Row(name: "no HTTP", fault: .raw(Array("nonsense".utf8)), attempts: 1, outcome: .unknown),
        Row(name: "endless", fault: .endlessBody, attempts: 1, outcome: .unknown),
        Row(name: "late", fault: .delay(milliseconds: 600_000), attempts: 1, outcome: .unknown, isExecuted: true),
    ]

    /// What must be there before the change can be asked for.
    private func prepared(_ change: Change, in world: World) async throws -> TokenReport? {
        switch change {
        case .logIn, .logInByKey, .issue: return nil
        case .revoke: return try await world.issued()
        case .logOut:
            try await world.logIn()
            return nil
        }
    }

    /// The error, for the changes that throw it.
    private func run(_ change: Change, _ report: TokenReport?, in world: World) async throws -> OperationError? {
        switch change {
        case .logIn:
            return await failure { () throws(OperationError) in try await world.passwordLogin().run(in: world.workspace)
            }
        case .logInByKey:
            return await failure { () throws(OperationError) in try await world.keyLogin().run(in: world.workspace) }
        case .issue:
            return await failure { () throws(OperationError) in try await world.issue().run(in: world.workspace) }
        case .revoke:
            _ = try await world.revoke(try #require(report))
            return nil
        case .logOut:
            _ = try await LogOut(profile: world.profile).run(in: world.workspace)
            return nil
        }
    }

    @Test(arguments: Change.allCases, rows)
    func `a change is executed at most once`(_ change: Change, _ row: Row) async throws {
        let world = try await World(retries: true)
        let report = try await prepared(change, in: world)
        let before = (await world.executed(change.action), world.wire.count(change.path))
        await world.cluster.setFaults(DemoFaultPlan(rules: [.v2(change.path, row.fault)]))
        let error = try await run(change, report, in: world)
        #expect(world.wire.count(change.path) - before.1 == row.attempts)
        #expect(await world.executed(change.action) - before.0 == (row.isExecuted ? 1 : 0))
        let result = try #require(world.journalEvents.last { $0.phase == .result })
        let isEnd = change == .logOut || change == .revoke
        let outcome = isEnd ? row.endOutcome ?? row.outcome : row.outcome
        #expect(result.outcome == outcome)
        if let error {
            let isUnknown = MessageComposer.message(for: error).exitCode == .outcomeUnknown
            #expect(isUnknown == (outcome == .unknown))
        }
    }

    /// Turned away once, then let in: executed once.
    @Test(arguments: Change.allCases, [429, 503])
    func `a passing refusal is waited out`(_ change: Change, _ status: Int) async throws {
        let world = try await World(retries: true)
        let report = try await prepared(change, in: world)
        let before = await world.executed(change.action)
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [.v2(change.path, nth: 1, .status(status, retryAfter: 1))]))
        switch change {
        case .logIn: _ = try await world.logIn()
        case .logInByKey: _ = try await world.keyLogin().run(in: world.workspace)
        case .issue: _ = try await world.issued()
        case .revoke: #expect(try await world.revoke(try #require(report)) == [.revokedVerified])
        case .logOut: #expect(try await LogOut(profile: world.profile).run(in: world.workspace).onServer == .ended)
        }
        #expect(await world.executed(change.action) - before == 1)
    }

    /// Nothing listens: the request never left, so it may be tried twice, and nothing is unknown.
    @Test func `what never left is not unknown`() async throws {
        var world = try await World(retries: true)
        world.profile.origin = Origin(scheme: .https, host: "down-dc2.demo.example")
        let (verb, workspace) = (world.issue(), world.workspace)
        let error = await failure { () throws(OperationError) in try await verb.run(in: workspace) }
        #expect(error?.session?.code == .connect)
        #expect(error.map { MessageComposer.message(for: $0).exitCode } == .network)
        #expect(world.wire.passages.count == 2)
        #expect(world.journalGist == ["intent issue_token", "result issue_token failed"])
    }

    @Test(arguments: [(DemoFaultAction.closeWithoutAnswer, 3), (.status(502), 2), (.status(503, retryAfter: 1), 3)])
    func `reads are repeated`(_ fault: DemoFaultAction, _ attempts: Int) async throws {
        let world = try await World(faults: [.v2("auth/session/user", fault)], retries: true)
        let status = await CheckCluster(profile: world.profile).run(in: world.workspace)
        guard case .failed = status.state else {
            Issue.record("\(status.state)")
            return
        }
        #expect(world.wire.passages.count == attempts)
    }
}
