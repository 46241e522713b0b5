import DemoCluster
import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct ImportTokenTests {
    private func imported(
        _ token: String, into world: World, user: String? = nil, isChecked: Bool
    ) async throws -> TokenReport {
        try await ImportToken(
            profile: world.profile, token: Secret(token), user: user, label: "pasted", isChecked: isChecked
        ).run(in: world.workspace)
    }

    @Test func `an unchecked import sends nothing`() async throws {
        let world = try await World()
        let report = try await imported("c29tZS10b2tlbi1vZi1hbm5h", into: world, user: "anna", isChecked: false)
        #expect(report.validation == nil)
        #expect(report.record.isImported)
        #expect(report.record.facts.user == "anna")
        #expect(report.record.facts.label == "pasted")
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalGist == ["note import_token ok"])
        #expect(await world.workspace.held.token(report.record.fingerprint, of: world.profile) != nil)
    }

    @Test func `a checked import learns whose it is`() async throws {
        let world = try await World()
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let report = try await imported(token.value, into: world, isChecked: true)
        #expect(report.validation?.verdict == .valid)
        #expect(report.record.facts.user == "anna")
        #expect(report.record.state == .active)
        #expect(report.record.lastCheckedAt == world.clock.now)
        #expect(world.wire.passages.allSatisfy { $0.safety == .read })
    }

    /// In an incident the other user would be logged out, and this token left alone.
    @Test func `a checked import refuses another user's name`() async throws {
        let world = try await World()
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let error = await failure { () throws(OperationError) in
            try await ImportToken(
                profile: world.profile, token: Secret(token.value), user: "bob", label: nil, isChecked: true
            ).run(in: world.workspace)
        }
        #expect(
            error?.refusal
                == .invalidInput(
                    field: "The user", why: "on \(world.profile.name) the token belongs to anna"))
        #expect(world.journalGist.isEmpty)
        #expect(try await imported(token.value, into: world, user: "ANNA", isChecked: true).record.facts.user == "anna")
    }

    @Test(arguments: [PresetToken.State.expired, .revokedElsewhere])
    func `a refused token is not recognized`(_ state: PresetToken.State) async throws {
        let world = try await World()
        let token = try #require(await world.cluster.preset(state, for: "anna"))
        let report = try await imported(token.value, into: world, isChecked: true)
        #expect(report.validation?.verdict == .notRecognized)
        #expect(report.record.state == .notRecognized)
    }

    /// Recorded and held before anybody is asked: a cluster that is down loses nothing.
    @Test func `a deaf cluster does not lose the token`() async throws {
        let world = try await World(faults: [DemoFaultRule(action: .closeWithoutAnswer)])
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        _ = await failure { () throws(OperationError) in
            try await ImportToken(
                profile: world.profile, token: Secret(token.value), user: nil, label: nil, isChecked: true
            ).run(in: world.workspace)
        }
        let record = try #require(try await world.records().first)
        #expect(record.isImported && record.state == .active)
        #expect(await world.workspace.held.token(record.fingerprint, of: world.profile) != nil)
    }

    @Test(arguments: [
        "", "a b", "line\nbreak", "tab\t", "caf\u{E9}", "\u{1B}[2J", String(repeating: "x", count: 65_537),
    ])
    func `text that is no token is refused`(_ text: String) async throws {
        let world = try await World()
        let verb = ImportToken(
            profile: world.profile, token: Secret(text), user: nil, label: nil, isChecked: true)
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.refusal?.code == "E_NOT_A_TOKEN")
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    @Test func `a recorded token keeps its facts`() async throws {
        let world = try await World()
        let token = Secret("shown-token")
        let facts = TokenFacts(
            fingerprint: Fingerprint(of: token), kind: "full", user: "anna", generation: .v2,
            createdAt: world.clock.now.advanced(seconds: -260),
            expiry: .at(world.clock.now.advanced(seconds: 40)), label: "demo")
        try await RecordToken(profile: world.profile, token: token, facts: facts).run(in: world.workspace)
        let record = try #require(try await world.records().first)
        #expect(record.facts == facts)
        #expect(record.recordedAt == facts.createdAt, "a token is as old as it is")
        #expect(await world.workspace.held.token(record.fingerprint, of: world.profile) == token)
        #expect(world.wire.passages.isEmpty)
    }
}
