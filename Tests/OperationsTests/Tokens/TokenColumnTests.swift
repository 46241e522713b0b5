import DisplayText
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

/// One table for the pane, the filter, the order, `token list`, `token show` and JSON.
struct TokenColumnTests {
    @Test func `every column has a name of its own`() {
        let ids = TokenColumn.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(
            TokenColumns.ofOneCluster.sortable.map(\.id) == [
                "remaining", "token", "kind", "user", "org", "label", "age",
            ])
        #expect(Set(TokenColumns.ofOneCluster.sortable).isSubset(of: TokenColumn.all))
    }

    /// Scripts rely on the names; no two columns write the same one.
    @Test func `the members of a token are these`() async throws {
        let world = try await World()
        let report = try await world.issued(lifetime: 300)
        let list = try await ListTokens().run(in: world.workspace)
        let token = ListedToken(report.record, in: list, at: world.workspace.now())
        let written = TokenColumn.all.flatMap { column in
            var object = JSONObject()
            column.members(token, &object)
            return object.keys
        }
        #expect(written.count == Set(written).count)
        #expect(
            Set(written) == [
                "fingerprint", "profile", "origin", "user", "userId", "org", "kind", "objectId", "generation", "label",
                "state", "createdAt", "createdText", "orgs", "orgCount", "orgScope", "accessType", "tokenType",
                "expiresAt", "expiry", "remainingMs", "clockSkewMs", "recordedAt", "issuedBy", "imported",
                "acceptedAt", "lastCheckedAt", "revokedAt", "userLoggedOutAt", "userLogOutUnknownAt",
                "userChange", "inDoubt", "held", "inVault",
            ])
        #expect(token.json.members.count == written.count)
    }

    @Test func `what is not known leaves no line`() async throws {
        let world = try await World()
        let report = try await world.issued()
        var record = report.record
        record.facts.label = nil
        let token = ListedToken(record, in: TokenList(records: [record]), at: world.workspace.now())
        let names = token.details.map(\.name.string)
        #expect(names.contains("Token") && names.contains("State"))
        #expect(!names.contains("Label") && !names.contains("Revoked"))
    }
}
