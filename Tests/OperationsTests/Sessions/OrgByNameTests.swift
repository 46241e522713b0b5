import DemoCluster
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// An Org by its name means the same with every generation and credential (<doc:Orgs>).
struct OrgByNameTests {
    private static let sales = OrgReference(name: "Sales")

    @Test(arguments: [Generation.v2, .v1, .betaTspublic, .betaQuery])
    func `by password`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        let report = try await world.passwordLogin(org: Self.sales).run(in: world.workspace)
        #expect(report.info.currentOrg?.id == 1)
        #expect(await world.workspace.held.session(of: world.profile) != nil)
        #expect(!TemporaryHome.text(of: world.home.journal).contains(World.password))
    }

    @Test(arguments: [Generation.v2, .v1, .betaTspublic, .betaQuery])
    func `by secret key`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        let report = try await world.keyLogin(org: Self.sales).run(in: world.workspace)
        #expect(report.info.currentOrg?.id == 1)
    }

    /// v2.0's password login takes the name itself: there is one login.
    @Test func `a name that is taken is not looked up`() async throws {
        let world = try await World()
        _ = try await world.passwordLogin(org: Self.sales).run(in: world.workspace)
        #expect(world.wire.count("session/login") == 1)
        #expect(world.wire.count("orgs/search") == 0)
    }

    @Test(arguments: [Generation.v1, .betaTspublic])
    func `a name that is none is said and nothing stays open`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin(org: OrgReference(name: "Nowhere")).run(in: world.workspace)
        }
        #expect(error?.refusal?.code == "E_INVALID_INPUT")
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(await world.cluster.openSessionCount == 0)
    }

    /// Said before a secret is asked for.
    @Test func `beta API has no Org to choose`() async throws {
        let world = try await World.speaking(.betaAPI)
        for org in [Self.sales, OrgReference(id: 1)] {
            let login = world.passwordLogin(World.administrator, "", org: org)
            let error = await failure { () throws(OperationError) in
                try await login.requirePossible(in: world.workspace)
            }
            #expect(error?.refusal?.code == "E_NOT_IN_GENERATION")
        }
        #expect(world.wire.passages.isEmpty)
    }

    /// The Org of a token is compared, never sent.
    @Test(arguments: [Generation.v2, .v1])
    func `by token`(_ generation: Generation) async throws {
        let world = try await World.speaking(generation)
        let token = try await world.issue(org: OrgReference(id: 1)).run(in: world.workspace).token
        func login(_ org: OrgReference?) -> LogIn {
            LogIn(profile: world.profile, credential: .bearer(token: token), org: org)
        }
        for org in [nil, Self.sales, OrgReference(id: 1)] {
            #expect(try await login(org).run(in: world.workspace).info.currentOrg?.id == 1)
        }
        for org in [OrgReference(name: "Finance"), OrgReference(id: 2)] {
            let error = await failure { () throws(OperationError) in try await login(org).run(in: world.workspace) }
            #expect(error?.session?.code == .orgMismatch)
        }
    }

    /// Whoever presses Esc then leaves nothing open: the session was opened for the question alone.
    @Test(arguments: [(Generation.v1, "session/orgs"), (.v2, "orgs/search")])
    func `cancelled while the name is looked up, nothing stays open`(
        _ generation: Generation, _ path: String
    ) async throws {
        let plain = try await World.speaking(generation)
        let world = plain.replacingTransport(CancelledAfter(path, next: plain.wire))
        let error = await world.keyLogin(org: Self.sales).failureInOwnTask(in: world.workspace)
        #expect(error?.session?.code == .cancelled)
        #expect(await world.cluster.openSessionCount == 0)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        // v1 makes cookies of its token, which is nothing more to it.
        let own = try #require(try await world.records().first { $0.facts.label == "login" })
        #expect(own.state == (generation == .v1 ? .active : .revokedVerified))
    }

    @Test func `a token is a session of beta API`() async throws {
        let world = try await World.speaking(.betaAPI)
        let request = TokenRequest(
            kind: .full, username: World.administrator, credential: .password(Secret(World.password)))
        let token = try await IssueToken(profile: world.profile, request: request, label: nil).run(
            in: world.workspace
        ).token
        let login = LogIn(profile: world.profile, credential: .bearer(token: token), org: nil)
        let report = try await login.run(in: world.workspace)
        #expect(report.info.userName == World.administrator)
        #expect(!report.isCookieSession)
        let unknown = Secret("bm8tc3VjaC10b2tlbi1hdC1hbGw=")
        let wrong = LogIn(profile: world.profile, credential: .bearer(token: unknown), org: nil)
        let error = await failure { () throws(OperationError) in try await wrong.run(in: world.workspace) }
        #expect(error?.session?.code == .credentialsRefused)
        #expect(world.wire.count("session/login") == 0)
    }
}
