import DemoCluster
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

/// Standing and time left go by the clock of the token's cluster, whatever ours shows.
struct ServerClockTests {
    /// Seconds that the server's clock is ahead of ours: minutes, hours, years, both ways.
    @Test(arguments: [0, 180, -180, 3_600, -3_600, 7_200, -7_200, 315_360_000, -315_360_000] as [Int64])
    func `a token just issued is active`(_ skew: Int64) async throws {
        let world = try await World(skew: skew)
        let report = try await world.issued(lifetime: 600)
        for run in [world, world.anotherProcess()] {
            let list = try await ListTokens().run(in: run.workspace)
            let record = try #require(list.records.first)
            #expect(list.standing(of: record, at: world.clock.now) == .active)
            #expect(TokenStanding.remaining(of: record, at: world.clock.now, clocks: list.clocks) == 600_000)
            #expect(list.clocks.skew(of: record.origin, at: world.clock.now) == skew * 1_000)
        }
        world.clock.advance(seconds: 599)
        #expect(try await world.standing(report) == .active)
        world.clock.advance(seconds: 1)
        #expect(try await world.standing(report) == .expired)
        #expect(await !world.cluster.isValid(token: report.token.expose()))
    }

    /// Our clock is set while the program runs: what was read of the server's before is corrected.
    @Test(arguments: [7_200, -7_200, 86_400 * 3_650] as [Int64])
    func `our clock may jump`(_ jump: Int64) async throws {
        let world = try await World()
        let wall = Mutex<Int64>(TestClock.start)
        let uptime = Mutex<Int64>(5_000)
        let workspace = Workspace(
            profiles: world.workspace.profiles, journal: world.workspace.journal, held: HeldCredentials(),
            transport: world.wire, now: { Instant(milliseconds: wall.withLock { $0 }) },
            randomBytes: world.workspace.randomBytes, environmentProxy: { _ in .direct },
            uptime: { uptime.withLock { $0 } }, isReadOnly: false)
        let report = try await world.issue(lifetime: 600).run(in: workspace)
        func left() async throws -> Int64? {
            let list = try await ListTokens().run(in: workspace)
            let now = Instant(milliseconds: wall.withLock { $0 })
            #expect(list.standing(of: report.record, at: now) == .active)
            return TokenStanding.remaining(of: report.record, at: now, clocks: list.clocks)
        }
        #expect(try await left() == 600_000)
        wall.withLock { $0 += jump * 1_000 }
        #expect(try await left() == 600_000)
        // Time that passes is no jump.
        wall.withLock { $0 += 60_000 }
        uptime.withLock { $0 += 60_000 }
        #expect(try await left() == 540_000)
    }

    /// Ours was behind in an earlier run, and is right again: the reading of that run does not make an end that is not there.
    @Test func `a reading of a clock that was wrong ends nothing`() async throws {
        let world = try await World()
        let report = try await world.issued(lifetime: 3_600)
        _ = try await ValidateToken(profile: world.profile, token: .given(report.token))
            .run(in: world.anotherProcess(ahead: -172_800).workspace)
        let later = world.anotherProcess()
        let list = try await ListTokens().run(in: later.workspace)
        let token = ListedToken(try #require(list.records.first), in: list, at: world.clock.now)
        #expect(token.standing == .active)
        #expect(token.remaining == nil)
        #expect(token.timeLeft == "may be expired")
        #expect(token.status == .text("may be expired", .warning))
        #expect(list.expiring(within: 60_000, of: nil, at: world.clock.now).count == 1)
        // By both clocks it is over.
        #expect(list.standing(of: token.record, at: world.clock.now.advanced(seconds: 3_600)) == .expired)
        // The cluster is asked, and it is clear.
        _ = await CheckCluster(profile: world.profile).run(in: later.workspace)
        let asked = try await ListTokens().run(in: later.workspace)
        #expect(TokenStanding.remaining(of: token.record, at: world.clock.now, clocks: asked.clocks) == 3_600_000)
        // It stays clear for the next run, and is written once.
        _ = await CheckCluster(profile: world.profile).run(in: world.anotherProcess().workspace)
        let next = try await ListTokens().run(in: world.anotherProcess().workspace)
        #expect(TokenStanding.remaining(of: token.record, at: world.clock.now, clocks: next.clocks) == 3_600_000)
        #expect(world.journalGist.count { $0 == "note read_clock ok" } == 1)
    }

    /// Ours was ahead in an earlier run: by its reading the server's clock would have gone back.
    @Test(arguments: [3_600, 90 * 86_400] as [Int64])
    func `a reading that takes a server back is not used`(_ ahead: Int64) async throws {
        let world = try await World()
        _ = try await world.issue(lifetime: 600).run(in: world.anotherProcess(ahead: ahead).workspace)
        let list = try await ListTokens().run(in: world.anotherProcess().workspace)
        let record = try #require(list.records.first)
        let now = world.clock.now
        #expect(TokenStanding.remaining(of: record, at: now, clocks: list.clocks) == 600_000)
        #expect(list.standing(of: record, at: now.advanced(seconds: 599)) == .active)
        #expect(list.standing(of: record, at: now.advanced(seconds: 600)) == .expired)
        #expect(list.clocks.skew(of: record.origin, at: now) == 0)
    }

    /// A cluster that tells no time, and our clock two hours ahead: the server is right, arithmetic is not.
    @Test func `a validation wins over arithmetic`() throws {
        let now = Instant(milliseconds: TestClock.start)
        var record = TokenRecord(
            origin: "https://h", profileID: "p", profileName: "p",
            fingerprint: try #require(Fingerprint("0123456789ab")),
            facts: TokenFacts(fingerprint: nil, expiry: .at(now.advanced(seconds: -3_600))), state: .active,
            isImported: false, recordedAt: now)
        #expect(TokenStanding(of: record, at: now, clocks: ServerClocks()) == .expired)
        record.acceptedAt = now
        #expect(TokenStanding(of: record, at: now, clocks: ServerClocks()) == .active)
        #expect(TokenStanding.remaining(of: record, at: now, clocks: ServerClocks()) == nil)
    }

    @Test func `the smallest round trip wins until a clock is set`() {
        let now = Instant(milliseconds: TestClock.start)
        var clocks = ServerClocks()
        clocks.observe(skew: 5_000, roundTrip: 400, seen: nil, of: "https://h")
        clocks.observe(skew: 5_300, roundTrip: 20, seen: nil, of: "https://h")
        #expect(clocks.skew(of: "https://h", at: now) == 5_300)
        clocks.observe(skew: 4_900, roundTrip: 900, seen: nil, of: "https://h")
        #expect(clocks.skew(of: "https://h", at: now) == 5_300)
        // No error of reading explains an hour: somebody set a clock.
        clocks.observe(skew: 3_605_000, roundTrip: 900, seen: nil, of: "https://h")
        #expect(clocks.skew(of: "https://h", at: now) == 3_605_000)
        clocks.ourClockJumped(by: 3_600_000)
        #expect(clocks.skew(of: "https://h", at: now) == 5_000)
        #expect(clocks.skew(of: "https://other", at: now) == nil)
    }

    /// The clock of a gateway is not the cluster's.
    @Test func `only the cluster tells the time`() async throws {
        let world = try await World()
        let report = try await world.issued(lifetime: 600)
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [
                DemoFaultRule(
                    action: .answer(
                        status: 502, headers: ["Date": "Thu, 01 Jan 2099 00:00:00 GMT"], body: Array("gateway".utf8)))
            ]))
        _ = await failure { () throws(OperationError) in
            try await ValidateToken(profile: world.profile, token: .given(report.token)).run(in: world.workspace)
        }
        #expect(try await world.standing(report) == .active)
    }
}
