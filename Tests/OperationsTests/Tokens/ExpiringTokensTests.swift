import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Which tokens the alarm counts: those that a cluster may still accept, as long as their time runs.
struct ExpiringTokensTests {
    @Test(
        arguments: [
            (.active, true), (.stillValid, true), (.revocationUnknown, true), (.revoked, false),
            (.revokedVerified, false), (.invalid, false), (.expired, false), (.notRecognized, false),
        ] as [(TokenRecord.State, Bool)])
    func `a token that may be valid is counted until its end`(_ state: TokenRecord.State, _ isCounted: Bool)
        async throws
    {
        let world = try await World()
        let fingerprint = Fingerprint(of: Secret("token"))
        var facts = TokenFacts(fingerprint: fingerprint, user: "anna")
        facts.expiry = .at(world.clock.now.advanced(seconds: 60))
        let record = TokenRecord(
            origin: world.profile.origin.description, profileID: "p", profileName: "prod-eu", fingerprint: fingerprint,
            facts: facts, state: state, isImported: false, recordedAt: world.clock.now)
        let list = TokenList(records: TokenRows([record]))
        let now = world.clock.now
        #expect(list.expiring(within: 60_000, of: nil, at: now).count == (isCounted ? 1 : 0))
        #expect(list.expiring(within: 59_999, of: nil, at: now).isEmpty)
        #expect(list.expiring(within: 60_000, of: nil, at: now.advanced(seconds: 61)).isEmpty)
    }
}
