import HTTPExchange
import HTTPTypes
import Synchronization
import Testing

@testable import DemoCluster

/// What a cluster did, against which a program is compared that says what it did.
struct LedgerTests {
    private final class Entries: Sendable {
        let all = Mutex<[LedgerEntry]>([])
    }

    private let world = World()
    private let entries = Entries()

    private func send(_ path: String, _ body: String, bearer: String? = nil) async {
        let request = world.request(
            .post, "/api/rest/2.0" + path, body: body,
            headers: ["Content-Type": "application/json", "Authorization": bearer.map { "Bearer \($0)" } ?? ""])
        _ = await world.cluster.answer(to: request)
    }

    @Test func `Every request is told, with what it changed and the token concerned`() async throws {
        await world.cluster.keepLedger { [entries] entry in entries.all.withLock { $0.append(entry) } }
        await send("/auth/token/full", #"{"username":"anna","secret_key":"\#(World.key)"}"#)
        let token = try #require(entries.all.withLock { $0.first?.token })
        await send("/auth/token/revoke", #"{"token":"\#(token)"}"#, bearer: token)
        await send("/auth/token/revoke", #"{"token":"\#(token)"}"#, bearer: token)
        let told = entries.all.withLock { $0 }
        #expect(told.map { $0.changes.map(\.action) } == [[.issuedToken], [.revokedToken], []])
        #expect(told.map(\.token) == [token, token, token])
        #expect(told.map { $0.status < 300 } == [true, true, false])
    }

    @Test func `A request whose answer is lost is told all the same`() async {
        await world.cluster.keepLedger { [entries] entry in entries.all.withLock { $0.append(entry) } }
        await world.cluster.setFaults(DemoFaultPlan(rules: [DemoFaultRule(action: .closeWithoutAnswer)]))
        await send("/auth/token/full", #"{"username":"anna","secret_key":"\#(World.key)"}"#)
        #expect(entries.all.withLock { $0.map { $0.changes.map(\.action) } } == [[.issuedToken]])
    }
}
