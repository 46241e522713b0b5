import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Orgs are told by number in audit logs and by people: the names that the profiles and the journal know belong to them.
struct KnownOrgsTests {
    private let world: World
    private let list: TokenList
    private let profiles: [Profile]
    private let origin: String

    init() async throws {
        world = try await World()
        origin = world.profile.origin.description
        func token(_ name: String, at origin: String, in org: OrgReference?, for orgs: [OrgReference] = [])
            -> TokenRecord
        {
            let fingerprint = Fingerprint(of: Secret(name))
            var facts = TokenFacts(fingerprint: fingerprint, user: "anna", org: org)
            facts.use = TokenUse(orgs: orgs)
            return TokenRecord(
                origin: origin, profileID: "p", profileName: "p", fingerprint: fingerprint, facts: facts,
                state: .active,
                isImported: false, recordedAt: Instant(milliseconds: 1))
        }
        list = TokenList(
            records: TokenRows([
                token("a", at: origin, in: OrgReference(id: 2, name: "Finance")),
                token("b", at: origin, in: OrgReference(id: 7), for: [OrgReference(id: 3, name: "Sales")]),
                token("c", at: "https://other.example.com", in: OrgReference(id: 4, name: "Foreign")),
            ]))
        var other = world.profile
        other.org = OrgReference(id: 5, name: "Support")
        var unnumbered = world.profile
        unnumbered.org = OrgReference(name: "Marketing")
        profiles = [world.profile, other, unnumbered]
    }

    @Test func `profiles and tokens of the cluster name its Orgs`() {
        #expect(
            list.orgs(at: origin, profiles: profiles).map(\.wording) == ["Support (5)", "Finance (2)", "Sales (3)"])
    }

    @Test(
        arguments: [
            (.switchOrg, "Org 2", "Org Finance (2)"), (.disableTrustedAuthentication, "Org 5", "Org Support (5)"),
            (.switchOrg, "Org 4", "Org 4"), (.switchOrg, "Org 02", "Org 02"),
            (.switchOrg, "Finance (2)", "Finance (2)"),
            // A user may be called so.
            (.forceLogout, "Org 2", "Org 2"),
        ] as [(JournalEvent.Action, String, String)])
    func `what was done in an Org is told with its name`(
        _ action: JournalEvent.Action, _ subject: String, _ told: String
    ) {
        let line = JournalEvent(
            id: "1", operation: "1", at: Instant(milliseconds: 1), phase: .result, action: action, outcome: .ok,
            profileID: "p", profileName: "p", origin: origin, subjects: [subject])
        #expect(line.subjects { list.orgs(at: $0, profiles: profiles) } == [told])
    }
}
