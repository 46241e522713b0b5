import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

/// The security log as <doc:AuditLog> writes it, its past and its lag.
struct AuditLogTests {
    private static let now: Int64 = 1_795_251_165_000
    private static let hour: Int64 = 3_600_000

    /// The parsed `log` of each entry, in order.
    private func logs(_ answer: JSONValue?) throws -> [JSONValue] {
        guard case .array(let entries) = answer else {
            Issue.record("no list")
            return []
        }
        return try entries.map { entry in
            guard case .string(let text) = entry["log"], case .string(let date) = entry["date"] else {
                Issue.record("no date or no log")
                return .null
            }
            let log = try #require(JSONValue.parse([UInt8](text.utf8)))
            #expect(log["ts"] == .string(date))
            return log
        }
    }

    private func events(_ history: AuditHistory, _ start: Int64, _ end: Int64) -> [AuditEvent] {
        history.events(from: start, to: end, users: DemoWorld.users)
    }

    @Test func `an event has the documented members, and null for what is not known`() async throws {
        let world = World()
        let cookies = await world.logIn()
        _ = await world.v2(.post, "/auth/session/login", #"{"username":"nobody","password":"no"}"#)
        let answer = await world.v1(.get, "/logs/topics/security_logs", cookies: cookies)
        let logs = try logs(answer.json)
        let names = ["version", "id", "ts", "orgId", "userGUID", "userName", "cIP", "type", "desc", "data"]
        for log in logs { for name in names { #expect(log[name] != nil, "\(name)") } }
        #expect(logs.last?["type"] == "LOGIN_FAILED")
        #expect(logs.last?["userGUID"] == .null)
        #expect(logs.last?["userName"] == "nobody")
    }

    @Test func `a locked account is the cluster's doing: no address`() async throws {
        let world = World()
        for _ in 0..<4 { _ = await world.v2(.post, "/auth/session/login", #"{"username":"anna","password":"no"}"#) }
        let cookies = await world.logIn()
        let logs = try logs(await world.v1(.get, "/logs/topics/security_logs", cookies: cookies).json)
        let locked = logs.first { $0["type"] == "ACCOUNT_LOCKED" }
        #expect(locked?["userName"] == "anna")
        #expect(locked?["cIP"] == .null)
    }

    @Test func `the past is the same every time, in order, and ends where the cluster began`() {
        let history = AuditHistory(of: "prod-eu", until: Self.now)
        let day = events(history, Self.now - 24 * Self.hour, Self.now)
        #expect(day.count > 20)
        #expect(day.map(\.time) == day.map(\.time).sorted())
        #expect(day.map(\.id) == events(history, Self.now - 24 * Self.hour, Self.now).map(\.id))
        #expect(Set(day.map(\.id)).count == day.count)
        #expect(day.allSatisfy { (Self.now - 24 * Self.hour..<Self.now).contains($0.time) })
        let halves =
            events(history, Self.now - 24 * Self.hour, Self.now - 12 * Self.hour - 1)
            + events(history, Self.now - 12 * Self.hour, Self.now)
        #expect(halves.map(\.id) == day.map(\.id))
        #expect(
            events(AuditHistory(of: "prod-us", until: Self.now), Self.now - 24 * Self.hour, Self.now).map(\.id)
                != day.map(\.id))
    }

    @Test func `two weeks of it hold every type, people unknown, and reach no further`() {
        let history = AuditHistory(of: "prod-eu", until: Self.now)
        let all = events(history, 0, .max)
        let kinds: [AuditEvent.Kind] = [
            .loginSuccessful, .loginFailed, .accountLocked, .logoutSuccessful, .logoutFailed, .tokenCreated,
            .tokenRefused,
        ]
        #expect(Set(all.map(\.kind)) == Set(kinds))
        #expect(all.contains { $0.userName == nil && $0.address == "2001:db8::66" })
        #expect(all.allSatisfy { $0.time >= Self.now - AuditHistory.days * 24 * Self.hour })
    }

    @Test(
        arguments: [
            ("26.8.0.cl", nil, 2), ("26.8.0.cl", true, 2), ("26.8.0.cl", false, 1), ("9.10.5.cl", false, 1),
            ("9.10.4.cl", false, 2),
        ] as [(String, Bool?, Int)])
    func `get_all_logs is about Orgs: all of them, or the Primary Org alone; before 9.10.5 it has no effect`(
        release: String, allLogs: Bool?, count: Int
    ) async throws {
        let world = World(release: release)
        let cookies = await world.logIn()
        _ = await world.v2(
            .post, "/auth/token/full", #"{"username":"anna","secret_key":"\#(World.key)","org_id":1}"#)
        let query = allLogs.map { "get_all_logs=\($0)" }
        #expect(
            try logs(await world.v1(.get, "/logs/topics/security_logs", query: query, cookies: cookies).json).count
                == count)
        let body = #"{"log_type":"SECURITY_AUDIT"\#(allLogs.map { #","get_all_logs":\#($0)"# } ?? "")}"#
        #expect(try logs(await world.v2(.post, "/logs/fetch", body, cookies: cookies).json).count == count)
    }

    @Test func `what is younger than the lag is not told yet`() async throws {
        let clock = TestClock(1_790_000_000_000)
        let member = DemoFleet.single(now: { clock.milliseconds }, seed: 7, auditLagMilliseconds: 30 * 60_000)
        let cluster = try #require(member.cluster)
        let account = try #require(await cluster.account(named: "anna"))
        _ = await cluster.openSession(for: account, org: 0, isRemembered: false)
        func told() async throws -> Int {
            let answer = try await cluster.auditLog(from: nil, to: nil, allOrgs: true)
            return try logs(JSONValue.parse(answer.body)).count { $0["cIP"] == "127.0.0.1" }
        }
        #expect(try await told() == 0)
        clock.advance(seconds: 30 * 60 - 1)
        #expect(try await told() == 0)
        clock.advance(seconds: 1)
        #expect(try await told() == 1)
    }
}
