import DemoCluster
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

struct TokenStandingTests {
    private let now = Instant(milliseconds: TestClock.start)

    private func record(_ state: TokenRecord.State, _ expiry: Expiry) throws -> TokenRecord {
        let fingerprint = try #require(Fingerprint("0123456789ab"))
        return TokenRecord(
            origin: "https://h", profileID: "p", profileName: "prod-eu", fingerprint: fingerprint,
            facts: TokenFacts(fingerprint: fingerprint, expiry: expiry), state: state, isImported: false,
            recordedAt: now)
    }

    /// Seconds until the end by our clock, the server's clock less ours in seconds, and what that makes of it.
    @Test(arguments: [
        (1, nil, TokenStanding.active), (0, nil, .expired), (-1, nil, .expired),
        // The server's clock is ahead: the token ends sooner than our clock says.
        (60, 59, .active), (60, 60, .expired), (60, 3_600, .expired),
        // The server's clock is behind: the token lives although our clock says it is over.
        (-60, -61, .active), (-60, -60, .expired), (-315_000_000, -316_000_000, .active),
    ])
    func `the servers clock decides`(_ seconds: Int64, _ skew: Int64?, _ standing: TokenStanding) throws {
        let record = try record(.active, .at(now.advanced(seconds: seconds)))
        var fold = JournalFold()
        if let skew { fold.observe(skew: skew * 1_000, roundTrip: 0, seen: nil, of: "https://h") }
        #expect(TokenStanding(of: record, at: now, clocks: fold.clocks) == standing)
        let remaining = TokenStanding.remaining(of: record, at: now, clocks: fold.clocks)
        #expect(remaining == (seconds - (skew ?? 0)) * 1_000)
    }

    @Test(arguments: [Expiry.untilNextIssue, .unknown])
    func `without an end nothing expires`(_ expiry: Expiry) throws {
        let record = try record(.active, expiry)
        #expect(TokenStanding(of: record, at: now.advanced(seconds: 1_000_000_000), clocks: ServerClocks()) == .active)
        #expect(TokenStanding.remaining(of: record, at: now, clocks: ServerClocks()) == nil)
    }

    @Test func `an estimate expires too`() throws {
        let record = try record(.active, .estimated(now))
        #expect(TokenStanding(of: record, at: now, clocks: ServerClocks()) == .expired)
    }

    /// What the journal says beats the clock; the first four may still be accepted.
    @Test(arguments: [
        (TokenRecord.State.active, TokenStanding.active, true), (.stillValid, .stillValid, true),
        (.revocationUnknown, .revocationUnknown, true), (.revoked, .revoked, true),
        (.notRecognized, .notRecognized, false),
        (.revokedVerified, .revokedVerified, false), (.invalid, .invalid, false), (.expired, .expired, false),
    ])
    func `the journal knows more`(
        _ state: TokenRecord.State, _ standing: TokenStanding, _ mayBeValid: Bool
    ) throws {
        let late = now.advanced(seconds: 10)
        let found = TokenStanding(
            of: try record(state, .at(now.advanced(seconds: 60))), at: late, clocks: ServerClocks())
        #expect(found == standing)
        #expect(found.mayBeValid == mayBeValid)
        if state != .active {
            #expect(TokenStanding(of: try record(state, .at(now)), at: late, clocks: ServerClocks()) == standing)
        }
    }

    @Test func `an expired token opens no door`() { #expect(!TokenStanding.expired.mayBeValid) }

    /// From the issue to the end, by the clock alone.
    @Test func `a token expires when the cluster says so`() async throws {
        let world = try await World()
        let report = try await world.issued(lifetime: 120)
        world.clock.advance(seconds: 119)
        #expect(try await world.standing(report) == .active)
        #expect(await world.cluster.isValid(token: report.token.expose()))
        world.clock.advance(seconds: 1)
        #expect(try await world.standing(report) == .expired)
        #expect(await !world.cluster.isValid(token: report.token.expose()))
    }

    /// Asking takes nothing away from what was known; another run reads the same out of the journal.
    @Test func `an expired token stays expired when the cluster refuses it`() async throws {
        let world = try await World()
        let report = try await world.issued(lifetime: 120)
        world.clock.advance(seconds: 300)
        for _ in 1...2 {
            let check = try await ValidateToken(profile: world.profile, token: .given(report.token))
                .run(in: world.workspace)
            #expect(check.verdict == .expired)
            #expect(try await world.standing(report) == .expired)
            let list = try await ListTokens().run(in: world.anotherProcess().workspace)
            let record = try #require(list.records.first { $0.fingerprint == report.record.fingerprint })
            #expect(list.standing(of: record, at: world.clock.now) == .expired)
            let row = ListedToken(record, in: list, at: world.clock.now)
            #expect(row.json["state"]?.stringValue == "expired")
            #expect(row.status == .text("expired 3m ago", .dim))
        }
    }
}
