import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing

/// A command that goes through all lines and looks at the tokens reads the journal once.
struct OneReadingTests {
    /// A byte that changes after the reading would be damage to the next one.
    @Test(arguments: [false, true])
    func `what goes through all lines first adds them up, too`(_ isOfDamage: Bool) async throws {
        let world = try await World()
        let token = try await world.issued()
        let lines = world.journalEvents.count
        let other = world.anotherProcess()
        let path = world.home.journal
        let text = TemporaryHome.text(of: path)
        if isOfDamage {
            #expect(try await ReadAcceptedDamage().run(in: other.workspace).isEmpty)
        } else {
            let own = ReadOwnAudit(since: Instant(milliseconds: 0), until: Instant(milliseconds: .max))
            // The intent that has a result is left out.
            #expect(try await own.run(in: other.workspace).count == lines - 1)
        }
        let changed = text.replacing("issue_token", with: "issue_tokeN", maxReplacements: 1)
        try world.home.write(changed, to: String(path.dropFirst(world.home.path.count + 1)))
        let list = try await ListTokens().run(in: other.workspace)
        #expect(list.damage.isEmpty)
        #expect(list.records.map(\.fingerprint) == [token.record.fingerprint])
        #expect(try await !ListTokens().run(in: world.anotherProcess().workspace).damage.isEmpty)
    }
}
