import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct IssueTokenTests {
    /// What no honest cluster answers to a request for Org 1.
    static let tokenInOrg2 = """
        {"token":"aaaa.bbbb.cccc-lied-token","creation_time_in_millis":1795251165000,\
        "expiration_time_in_millis":1795251465000,"valid_for_user_id":"59481331-ee53-42be-a548-bd87be6ddd4a",\
        "valid_for_username":"tsadmin","scope":{"access_type":"FULL","org_id":2,"metadata_id":null}}
        """

    @Test func `a full token is recorded, stored and dated`() async throws {
        let world = try await World()
        let verb = world.issue(for: "anna", lifetime: 900, org: OrgReference(id: 1), label: "CI")
        let report = try await verb.run(in: world.workspace)
        #expect(await world.cluster.isValid(token: report.token.expose()))
        let facts = report.record.facts
        #expect(facts.kind == "full")
        #expect(facts.user == "anna")
        #expect(facts.org?.id == 1)
        #expect(facts.label == "CI")
        #expect(facts.createdAt == world.clock.now)
        #expect(facts.expiry == .at(world.clock.now.advanced(seconds: 900)))
        #expect(report.record.issuedBy == "anna")
        #expect(!report.record.isImported)
        let list = try await ListTokens().run(in: world.workspace)
        #expect(list.records == [report.record])
        #expect(list.heldIDs == [report.record.id])
        #expect(list.unfinished.isEmpty)
        #expect(world.journalGist == ["intent issue_token", "result issue_token ok"])
        #expect(world.journalEvents.last?.evidence?.status == 200)
    }

    @Test func `an object token names its object`() async throws {
        let world = try await World()
        let object = "11111111-2222-4333-8444-555555555555"
        let report = try await world.issue(.object(id: object), for: "anna").run(in: world.workspace)
        #expect(report.record.facts.kind == "object")
        #expect(report.record.facts.objectID == object)
        #expect(world.wire.count("auth/token/object") == 1)
    }

    /// The number is what the wire takes; the name is looked up, and kept for people.
    @Test func `an Org by name is looked up with the session`() async throws {
        let world = try await World()
        let verb = world.issue(for: "anna", org: OrgReference(name: "Sales"))
        try await world.logIn()
        let report = try await verb.run(in: world.workspace)
        #expect(report.record.facts.org == OrgReference(id: 1, name: "Sales"))
        let unknown = world.issue(for: "anna", org: OrgReference(name: "Nowhere"))
        let other = await failure { () throws(OperationError) in try await unknown.run(in: world.workspace) }
        #expect(other?.refusal?.code == "E_INVALID_INPUT")
        #expect(await world.executed(.issuedToken) == 1)
    }

    /// Without a session the credential of the issue opens one for it, and nothing of it stays.
    @Test func `an Org by name is looked up with the credential`() async throws {
        let world = try await World()
        let report = try await world.issue(org: OrgReference(name: "Sales"), label: "CI").run(in: world.workspace)
        #expect(report.record.facts.org == OrgReference(id: 1, name: "Sales"))
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        let records = try await world.records()
        #expect(records.filter { $0.state == .active }.map(\.fingerprint) == [report.record.fingerprint])
        // Who may not list Orgs needs the number, and is told so; the session is ended all the same.
        let verb = world.issue(for: "anna", org: OrgReference(name: "Sales"))
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        let message = try #require(error.map(MessageComposer.message(for:)))
        #expect(message.exitCode == .usage)
        #expect(message.why?.string == "its number cannot be looked up (this user may not list Orgs): give the number")
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(await world.cluster.openSessionCount == 0)
    }

    @Test func `a token in another Org is recorded and kept for revocation`() async throws {
        let world = try await World(faults: [.v2("auth/token/full", .lie(Self.tokenInOrg2))])
        let verb = world.issue(org: OrgReference(id: 1), label: "for Sales")
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.session?.code == .orgMismatch)
        #expect(error?.session?.execution == .accepted)
        #expect(error.map { MessageComposer.message(for: $0).exitCode } == .unusableAnswer)
        let record = try #require(try await world.records().first)
        #expect(record.facts.org?.id == 2)
        #expect(record.facts.label == "for Sales")
        #expect(record.state == .active)
        let held = await world.workspace.held.token(record.fingerprint, of: world.profile)
        #expect(held?.expose() == "aaaa.bbbb.cccc-lied-token")
        let event = try #require(world.journalEvents.last)
        #expect(event.outcome == .unknown && event.errorCode == "E_ORG_MISMATCH")
    }

    @Test func `an unreadable answer may have issued a token`() async throws {
        let world = try await World(faults: [.v2("auth/token/full", .lie("{"))])
        let error = await failure { () throws(OperationError) in try await world.issue().run(in: world.workspace) }
        #expect(error?.session?.code == .badJSON)
        #expect(error?.session?.execution == .accepted)
        #expect(await world.executed(.issuedToken) == 1)
        #expect(world.journalGist.last == "result issue_token unknown")
        #expect(try await world.records().isEmpty)
    }

    /// Fault D-v1-8.
    @Test func `a V1 token wants its consequences accepted`() async throws {
        let world = try await World(.v1)
        let verb = world.issue(acceptsSupersession: false)
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.refusal == .supersedesTokens(profile: "prod-eu"))
        #expect(error.map { MessageComposer.message(for: $0).exitCode } == .refused)
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    /// The older token dies on the cluster within five minutes, and the list says so beforehand.
    @Test func `a second V1 token ends the first`() async throws {
        let world = try await World(.v1)
        let first = try await world.issued()
        #expect(first.record.facts.expiry == .untilNextIssue)
        world.clock.advance(seconds: 60)
        let second = try await world.issued()
        let end = world.clock.now.advanced(seconds: 300)
        #expect(try await world.record(first).facts.expiry == .estimated(end))
        #expect(try await world.record(second).facts.expiry == .untilNextIssue)
        world.clock.advance(seconds: 301)
        #expect(await !world.cluster.isValid(token: first.token.expose()))
        #expect(try await world.standing(first) == .expired)
        #expect(try await world.standing(second) == .active)
    }

    @Test func `v1 cannot do everything`() async throws {
        let world = try await World(.v1)
        let byPassword = TokenRequest(
            kind: .full, username: World.administrator, credential: .password(Secret(World.password)))
        let verbs = [
            IssueToken(profile: world.profile, request: byPassword, label: nil, acceptsSupersession: true),
            world.issue(lifetime: 60),
        ]
        for verb in verbs {
            let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
            #expect(error?.refusal?.code == "E_NOT_IN_GENERATION")
            #expect(error.map { MessageComposer.message(for: $0).exitCode } == .notFound)
        }
        #expect(world.wire.passages.isEmpty)
    }

    @Test func `read only refuses before anything is written`() async throws {
        var world = try await World(isReadOnly: true)
        let error = await failure { () throws(OperationError) in try await world.issue().run(in: world.workspace) }
        #expect(error?.refusal == .readOnly(profile: nil))
        world = try await World()
        world.profile.isReadOnly = true
        let (verb, workspace) = (world.issue(), world.workspace)
        let other = await failure { () throws(OperationError) in try await verb.run(in: workspace) }
        #expect(other?.refusal == .readOnly(profile: "prod-eu"))
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    /// The form shows what will be sent, and never the secret.
    @Test func `the preview shows the request without its secret`() async throws {
        let world = try await World()
        let request = TokenRequest(
            kind: .full, username: "anna", credential: .secretKey(Secret("canary-4711-secret")), lifetime: 300)
        let lines = IssueToken.preview(profile: world.profile, request: request).map(\.string)
        #expect(
            lines == [
                "POST /api/rest/2.0/auth/token/full", "  username: anna", "  secret_key: (secret)",
                "  validity_time_in_sec: 300", "  auto_create: false",
            ])
        var old = world.profile
        old.generation = .v1
        #expect(
            IssueToken.preview(profile: old, request: request).map(\.string).first?.hasPrefix("nothing: ") == true)
    }
}
