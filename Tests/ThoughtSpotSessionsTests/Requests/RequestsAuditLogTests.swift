import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// How each generation asks for the audit log, as <doc:V1>, <doc:BetaTspublic>, <doc:V2> write it.
struct RequestsAuditLogTests {
    private static let headers = """
        accept: application/json
        authorization: Bearer caller-token
        user-agent: tessera/test
        x-requested-by: ThoughtSpot
        """

    private func sent(_ generation: Generation, _ coverage: AuditCoverage = .allOrgs) async throws -> Script {
        let script = Script(generation, .json("[]"))
        let events = try await script.client.auditLog(AuditLogTests.window, covering: coverage, as: Script.bearer).value
        #expect(events.isEmpty)
        return script
    }

    /// `get_all_logs` means Orgs, and is never left to the server's default (<doc:AuditLog>).
    @Test(arguments: [(AuditCoverage.allOrgs, "true"), (.primaryOrg, "false")])
    func `v2.0`(coverage: AuditCoverage, flag: String) async throws {
        #expect(
            try await sent(.v2, coverage).sent == """
                POST /api/rest/2.0/logs/fetch
                accept: application/json
                authorization: Bearer caller-token
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"log_type":"SECURITY_AUDIT","start_epoch_time_in_millis":1748649600000,\
                "end_epoch_time_in_millis":1748736000000,"get_all_logs":\(flag)}
                """)
    }

    @Test(arguments: [Generation.v1, .betaAPI, .betaQuery], [(AuditCoverage.allOrgs, "true"), (.primaryOrg, "false")])
    func `v1, and who has it for a neighbour`(
        generation: Generation, coverage: (asked: AuditCoverage, flag: String)
    ) async throws {
        let query = "fromEpoch=1748649600000&toEpoch=1748736000000&get_all_logs=\(coverage.flag)"
        #expect(
            try await sent(generation, coverage.asked).sent
                == "GET /callosum/v1/tspublic/v1/logs/topics/security_logs?\(query)\n\(Self.headers)")
    }

    @Test(arguments: [(AuditCoverage.allOrgs, "true"), (.primaryOrg, "false")])
    func `beta-tspublic`(coverage: AuditCoverage, flag: String) async throws {
        let query = "fromEpoch=1748649600000&toEpoch=1748736000000&getAllLogs=\(flag)"
        #expect(
            try await sent(.betaTspublic, coverage).sent
                == "GET /tspublic/rest/v2/logs/events?\(query)\n\(Self.headers)")
    }

    @Test(arguments: Generation.allCases)
    func `it is a read, and its answer may be long`(generation: Generation) async throws {
        let request = try await sent(generation).transport.requests.first
        #expect(request?.safety == .read)
        #expect(request?.connection.bodyLimit == 64 * 1024 * 1024)
    }

    @Test(arguments: Generation.allCases)
    func `it wants a session`(generation: Generation) async {
        let script = Script(generation)
        let error = await failure { () throws(SessionError) in
            try await script.client.auditLog(AuditLogTests.window, covering: .allOrgs, as: .none)
        }
        #expect(error?.code == .noSession)
        #expect(script.transport.requests.isEmpty)
    }
}
