import Operations
import StrictJSON
import TestSupport
import Testing

@testable import Commands

struct ExpiringTests {
    @Test func `What expires within a time is listed and told by the exit code`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        #expect(await world.run("status", "--expiring", "24h").code == .done)
        let token = try await world.issuedToken()
        let sent = world.traffic.requests.count
        let soon = await world.run("status", "--expiring", "24h", "--json")
        #expect(soon.code == .someFailed)
        #expect(try soon.json()["withinSeconds"]?.intValue == 86_400)
        #expect(
            try soon.json()["tokens"]?.arrayValue?.map { $0["fingerprint"]?.stringValue } == [token.fingerprint])
        let none = await world.run("status", "--expiring", "1s")
        #expect(none.code == .done)
        #expect(none.error.contains("No active token expires within 1s."))
        #expect(await world.run("status", "--expiring", "soon").code == .usage)
        #expect(world.traffic.requests.count == sent, "the journal alone is asked")
    }
}
