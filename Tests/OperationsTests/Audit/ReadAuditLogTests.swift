import DemoCluster
import DisplayText
import Moments
import Operations
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

struct ReadAuditLogTests {
    private static let day: Int64 = 86_400

    private func read(
        _ world: World, days: Int64 = 1, _ selection: AuditSelection = AuditSelection()
    ) async throws(OperationError) -> AuditReport {
        let now = world.clock.now
        return try await ReadAuditLog(
            profile: world.profile, since: now.advanced(seconds: -days * Self.day), until: now, selection: selection
        ).run(in: world.workspace)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `the log comes newest first`(_ generation: Generation) async throws {
        let world = try await World(generation)
        try await world.logIn()
        world.clock.advance(seconds: 60)
        let report = try await read(world)
        #expect(report.windows.count == 1)
        #expect(report.entries.count > 10)
        #expect(report.told == report.entries.count)
        #expect(report.unread == 0)
        let times = report.entries.compactMap { $0.event.at?.milliseconds }
        #expect(times.count == report.entries.count)
        #expect(times == times.sorted(by: >))
        #expect(report.entries.first?.event.knownType == .loginSuccessful)
        // Reading is no event, here or there.
        #expect(world.journalLines.count == 2)
        #expect(report.neighbour == nil)
    }

    @Test func `a longer time is asked for in days`() async throws {
        let world = try await World()
        try await world.logIn()
        let told = Mutex<[AuditReport]>([])
        let now = world.clock.now
        let report = try await ReadAuditLog(
            profile: world.profile, since: now.advanced(seconds: -60 * 3_600), until: now
        ).run(in: world.workspace) { part in told.withLock { $0.append(part) } }
        let parts = told.withLock { $0 }
        #expect(report.windows.count == 3)
        #expect(parts.map(\.windows) == report.windows.map { [$0] })
        #expect(parts.flatMap(\.entries) == report.entries)
        #expect(parts.map(\.told).reduce(0, +) == report.told)
        #expect(world.wire.passages.count { $0.path.hasSuffix("/logs/fetch") } == 3)
        #expect(report.windows.last?.start == now.advanced(seconds: -60 * 3_600))
        #expect(Set(report.entries.compactMap(\.event.id)).count == report.entries.count)
    }

    @Test func `the lag is told where it matters`() async throws {
        let world = try await World()
        try await world.logIn()
        let now = world.clock.now
        #expect(try await read(world).incompleteFrom == now.advanced(seconds: -1_800))
        #expect(try await read(world).lagWords == "events of the last 30 minutes may still be missing")
        let old = ReadAuditLog(
            profile: world.profile, since: now.advanced(seconds: -7_200), until: now.advanced(seconds: -1_800))
        #expect(try await old.run(in: world.workspace).incompleteFrom == nil)
        let young = ReadAuditLog(profile: world.profile, since: now.advanced(seconds: -60), until: now)
        #expect(try await young.run(in: world.workspace).incompleteFrom == now.advanced(seconds: -60))
    }

    @Test func `an event on the border of two windows is told once`() async throws {
        let date = "2027-01-14T08:00:00.000Z"
        let world = try await World()
        try await world.logIn()
        let now = try #require(CalendarText(date)).instant
        let entry = #"[{"date":"\#(date)","log":"{\"id\":\"1\",\"type\":\"T\"}"}]"#
        await world.cluster.setFaults(DemoFaultPlan(rules: [.v2("logs/fetch", .lie(entry))]))
        let report = try await ReadAuditLog(
            profile: world.profile, since: now.advanced(seconds: -Self.day), until: now.advanced(seconds: Self.day)
        ).run(in: world.workspace)
        #expect(report.windows.count == 2)
        #expect(report.entries.count == 1)
    }

    @Test(arguments: [
        (AuditSelection(types: ["login_failed"]), ["LOGIN_FAILED"]),
        (AuditSelection(types: ["LOCKED"]), ["ACCOUNT_LOCKED"]),
        (AuditSelection(types: ["failed"]), ["LOGIN_FAILED", "LOGOUT_FAILED", "FAILED_TO_CREATE_AUTH_TOKEN"]),
    ])
    func `types are chosen here`(_ selection: AuditSelection, _ types: [String]) async throws {
        let world = try await World()
        try await world.logIn()
        let report = try await read(world, days: 14, selection)
        #expect(Set(report.entries.compactMap(\.event.type)) == Set(types))
        #expect(report.told > report.entries.count)
    }

    @Test func `users are chosen by name or GUID`() async throws {
        let world = try await World()
        try await world.logIn()
        let byName = try await read(world, days: 3, AuditSelection(user: "ANNA"))
        #expect(!byName.entries.isEmpty)
        #expect(byName.entries.allSatisfy { $0.event.username == "anna" })
        let guid = try #require(byName.entries.first?.event.userID)
        #expect(try await read(world, days: 3, AuditSelection(user: guid.uppercased())).entries == byName.entries)
        #expect(try await read(world, AuditSelection(user: "ann")).entries.isEmpty)
    }

    @Test func `own acts are found again by who what and when`() async throws {
        let world = try await World()
        _ = await failure { () throws(OperationError) in
            try await world.passwordLogin(World.administrator, "wrong").run(in: world.workspace)
        }
        world.clock.advance(seconds: 60)
        try await world.logIn()
        try await world.issued()
        let report = try await read(world)
        let ours = report.entries.filter(\.isLikelyOurs).compactMap(\.event.knownType)
        #expect(Set(ours) == [.loginFailed, .loginSuccessful, .tokenCreated])
        #expect(ours.count == 3)
        // Somebody else's at the same time are not ours.
        #expect(report.entries.filter(\.isLikelyOurs).allSatisfy { $0.event.username == World.administrator })
    }

    @Test func `the same act a little later is not ours`() async throws {
        let world = try await World(skew: 3_600)
        try await world.logIn()
        let now = world.clock.now.advanced(seconds: 3_600)
        func log(_ seconds: Int64) -> String {
            let date = now.advanced(seconds: seconds).timestamp
            return
                #"[{"date":"\#(date)","log":"{\"type\":\"LOGIN_SUCCESSFUL\",\"userName\":\"\#(World.administrator)\"}"}]"#
        }
        for (seconds, isOurs) in [(0, true), (9, true), (-9, true), (11, false), (-11, false)] as [(Int64, Bool)] {
            await world.cluster.setFaults(DemoFaultPlan(rules: [.v2("logs/fetch", .lie(log(seconds)))]))
            #expect(try await read(world).entries.first?.isLikelyOurs == isOurs, "\(seconds) s")
        }
    }

    /// Of two like events a second apart, ours is the one that is nearer in time, whichever the log tells first.
    @Test func `the event that is nearest to our line is ours`() async throws {
        let world = try await World(skew: 3_600)
        try await world.logIn()
        let now = world.clock.now.advanced(seconds: 3_600)
        let times = [3, 0, -2].map { now.advanced(seconds: $0).timestamp }
        let events = times.map {
            #"{"date":"\#($0)","log":"{\"type\":\"LOGIN_SUCCESSFUL\",\"userName\":\"\#(World.administrator)\"}"}"#
        }
        for order in [events, events.reversed()] {
            await world.cluster.setFaults(
                DemoFaultPlan(rules: [.v2("logs/fetch", .lie("[\(order.joined(separator: ","))]"))]))
            let entries = try await read(world).entries
            #expect(entries.map(\.isLikelyOurs) == [false, true, false])
            #expect(entries[1].event.at == now)
        }
    }

    /// The header of an answer counts whole seconds: the difference that it seems to show is none.
    @Test func `two like events within a second are told apart where the clocks agree`() async throws {
        let world = try await World()
        try await world.logIn()
        let now = world.clock.now
        let events = [Int64(0), -80].map { offset in
            let date = Instant(milliseconds: now.milliseconds + offset).timestamp
            return
                #"{"date":"\#(date)","log":"{\"type\":\"LOGIN_SUCCESSFUL\",\"userName\":\"\#(World.administrator)\"}"}"#
        }
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [.v2("logs/fetch", .lie("[\(events.joined(separator: ","))]"))]))
        #expect(try await read(world).entries.map(\.isLikelyOurs) == [true, false])
    }

    @Test func `what cannot be read is kept and seen`() async throws {
        let world = try await World(faults: [
            .v2("logs/fetch", .lie(#"[{"date":"soon","log":"garbage"},7,{"date":"2020-01-01T00:00:00Z","log":"{}"}]"#))
        ])
        try await world.logIn()
        let report = try await read(world)
        #expect(report.entries.map(\.event.unreadText) == ["7", "garbage", nil])
        #expect(report.unread == 2)
        let chosen = try await read(world, AuditSelection(user: "anna"))
        #expect(chosen.entries.isEmpty)
        #expect(chosen.unread == 2)
    }

    @Test func `a time that is none or too long is refused before anything is sent`() async throws {
        let world = try await World()
        try await world.logIn()
        let sent = world.wire.passages.count
        let now = world.clock.now
        for since in [now, now.advanced(seconds: 5), now.advanced(seconds: -31 * Self.day - 1)] {
            let error = await failure { () throws(OperationError) in
                try await ReadAuditLog(profile: world.profile, since: since, until: now).run(in: world.workspace)
            }
            #expect(error?.refusal?.code == "E_INVALID_INPUT")
        }
        #expect(world.wire.passages.count == sent)
    }

    @Test func `a session is wanted`() async throws {
        let world = try await World()
        let error = await failure { () throws(OperationError) in try await read(world) }
        #expect(error?.refusal == .notLoggedIn(profile: "prod-eu"))
        #expect(world.wire.passages.isEmpty)
    }

    @Test func `who may not read it is told`() async throws {
        let world = try await World()
        _ = try await world.passwordLogin("anna").run(in: world.workspace)
        let error = await failure { () throws(OperationError) in try await read(world) }
        #expect(error?.session?.code == .forbidden)
    }

    @Test func `a failure later on keeps what came`() async throws {
        let world = try await World(faults: [.v2("logs/fetch", nth: 3, .status(500))])
        try await world.logIn()
        let report = try await read(world, days: 5)
        #expect(report.windows.count == 2)
        #expect(report.stopped?.session?.status == 500)
        #expect(!report.entries.isEmpty)
    }

    @Test func `a session that ended there is forgotten here`() async throws {
        let world = try await World()
        try await world.logIn()
        world.clock.advance(seconds: 8 * Self.day)
        let error = await failure { () throws(OperationError) in try await read(world) }
        #expect(error?.session?.code == .sessionEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    @Test(
        arguments: [
            ("24h", -86_400), ("7d", -604_800), ("1970-01-01T00:00:10Z", nil), ("2027-01-01", nil),
        ] as [(String, Int64?)])
    func `moments as people write them`(_ text: String, _ seconds: Int64?) {
        let now = Instant(milliseconds: 1_800_000_000_000)
        let moment = AuditMoment.parse(text, now: now) { _ in 3_600 }
        if let seconds {
            #expect(moment == now.advanced(seconds: seconds))
        } else if text.hasSuffix("Z") {
            #expect(moment == Instant(milliseconds: 10_000))
        } else {
            // Midnight, an hour east of UTC.
            #expect(moment == Instant(milliseconds: 1_798_758_000_000))
        }
        for wrong in ["", "yesterday", "24", "2027-13-01", "-5h"] {
            #expect(AuditMoment.parse(wrong, now: now) { _ in 0 } == nil)
        }
    }
}
