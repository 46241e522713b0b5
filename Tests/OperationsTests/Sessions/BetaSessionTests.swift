import HTTPExchange
import HTTPTypes
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// A visit to a cluster of the betas, answered from <doc:BetaAPI> and <doc:BetaTspublic>.
struct BetaSessionTests {
    /// Answers by path.
    private struct Cluster: HTTPTransport {
        let logout: String

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            let login = """
                {"userName":"anna","token":"dG9rZW4=","tokenCreatedTime":"2025-06-01T00:00:00Z",\
                "tokenExpiryDuration":"600","tokenType":"Bearer"}
                """
            let answers = [
                "login": login, "gettoken": login, "session": #"{"userName":"anna","currentOrgId":3}"#,
                "logout": logout, "revoketoken": "true",
            ]
            guard let name = request.path.split(separator: "/").last, let body = answers[String(name)] else {
                return ExchangeResponse(
                    status: 401, headers: [.contentType: "application/json"],
                    body: Array(#"{"code":10003,"incident_id_guid":"i","debug":"[\"no session\"]"}"#.utf8))
            }
            return ExchangeResponse(
                status: 200, headers: [.contentType: "application/json"], body: Array(body.utf8))
        }
    }

    private struct Visit {
        let home: TemporaryHome
        let wire: Wire
        let workspace: Workspace
        let profile: Profile

        init(_ generation: Generation, logout: String = "true") throws {
            let home = try TemporaryHome()
            let wire = Wire(Cluster(logout: logout), journal: home.journal)
            let now = Instant(milliseconds: 1_748_736_000_000)
            let context = FileContext.live(now: { now }, allowsRoot: true)
            workspace = Workspace(
                profiles: ProfileStore(file: home.profiles, context: context),
                journal: Journal(directory: home.journalDirectory, context: context), held: HeldCredentials(),
                transport: wire,
                now: { now }, randomBytes: { (0..<$0).map { _ in UInt8.random(in: 0...255) } },
                environmentProxy: { _ in .direct }, isReadOnly: false)
            profile = Profile(
                id: "0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968", name: "old",
                origin: Origin(scheme: .https, host: "old.example"), generation: generation, acceptsURLSecrets: true)
            self.home = home
            self.wire = wire
        }

        func logIn(org: OrgReference? = nil) async throws -> SessionReport {
            let credential = Credential.password(username: "anna", password: Secret("hidden-4711"))
            return try await LogIn(profile: profile, credential: credential, org: org).run(in: workspace)
        }
    }

    @Test(arguments: [Generation.betaAPI, .betaTspublic, .betaQuery])
    func `the token of a login is revoked with it`(_ generation: Generation) async throws {
        let visit = try Visit(generation)
        let report = try await visit.logIn()
        #expect(report.info.userName == "anna")
        #expect(report.expiry == .at(Instant(milliseconds: 1_748_736_600_000)))
        let farewell = try await LogOut(profile: visit.profile).run(in: visit.workspace)
        #expect(farewell.onServer == .ended)
        let base = generation == .betaAPI ? "/api/rest/v2" : "/tspublic/rest/v2"
        #expect(
            visit.wire.passages.map(\.path) == [
                "\(base)/session/login", "\(base)/session", "\(base)/session/logout", "\(base)/session/revoketoken",
                "/callosum/v1/session/isactive",
            ])
        #expect(!TemporaryHome.text(of: visit.home.journal).contains("hidden-4711"))
    }

    @Test func `a logout answered with false is no logout`() async throws {
        let visit = try Visit(.betaTspublic, logout: "false")
        _ = try await visit.logIn()
        guard case .unknown(let cause) = try await LogOut(profile: visit.profile).run(in: visit.workspace).onServer
        else {
            Issue.record("false counts as a logout")
            return
        }
        #expect(cause.code == .refusedByServer)
        #expect(cause.execution == .notExecuted)
    }

    @Test(arguments: [Generation.betaTspublic, .betaQuery])
    func `an Org is reached by a token and checked`(_ generation: Generation) async throws {
        let visit = try Visit(generation)
        #expect(try await visit.logIn(org: OrgReference(id: 3)).info.currentOrg == OrgReference(id: 3))
        #expect(visit.wire.count("/session/gettoken") == 1)
        #expect(visit.wire.count("/session/login") == 0)
        let error = await failure { () async throws(OperationError) in
            try await LogIn(
                profile: visit.profile, credential: .password(username: "anna", password: Secret("p")),
                org: OrgReference(id: 4)
            ).run(in: visit.workspace)
        }
        guard case .session(let cause, _)? = error else {
            Issue.record("another Org goes unnoticed")
            return
        }
        #expect(cause.code == .orgMismatch)
        #expect(visit.wire.count("/session/revoketoken") == 1)
    }
}
