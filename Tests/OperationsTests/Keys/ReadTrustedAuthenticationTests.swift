import DemoCluster
import HTTPExchange
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Keys are read on an explicit wish only, over a safe line, and the journal knows (promises P35, P68).
struct ReadTrustedAuthenticationTests {
    private func read(_ world: World, _ scope: TrustedAuthenticationScope? = nil) -> ReadTrustedAuthentication {
        ReadTrustedAuthentication(profile: world.profile, scope: scope)
    }

    @Test func `cluster and Orgs are told`() async throws {
        let world = try await World(member: "prod-us")
        try await world.logIn()
        let report = try await read(world).run(in: world.workspace)
        #expect(report.state.settings.map(\.place.subject) == ["cluster", "Sales (1)", "Finance (2)"])
        #expect(report.state.settings.map(\.isOn) == [true, true, false])
        #expect(report.state.settings.map(\.isOff) == [false, false, true])
        #expect(report.state.setting(of: .cluster)?.keys == [Secret(world.secretKey)])
        #expect(report.state.setting(of: .org(OrgReference(name: "sales")))?.place.wording == "Org Sales (1)")
        #expect(report.state.setting(of: .org(OrgReference(id: 9))) == nil)
        #expect(report.checkedAt == world.clock.now)
    }

    @Test(arguments: [
        (nil as TrustedAuthenticationScope?, ["cluster", "Orgs"]), (.cluster, ["cluster"]), (.org, ["Orgs"]),
    ])
    func `the journal keeps that keys were read`(_ scope: TrustedAuthenticationScope?, _ subjects: [String])
        async throws
    {
        let world = try await World()
        try await world.logIn()
        _ = try await read(world, scope).run(in: world.workspace)
        let line = try #require(world.journalEvents.last)
        #expect(world.journalGist.last == "note read_secret_keys ok")
        #expect(line.subjects == subjects)
        #expect(line.user == World.administrator)
        #expect(line.evidence?.status == 200)
    }

    @Test func `a refusal is in the journal too`() async throws {
        let world = try await World()
        _ = try await world.passwordLogin("anna").run(in: world.workspace)
        let error = await failure { () throws(OperationError) in try await read(world).run(in: world.workspace) }
        #expect(error?.session?.code == .forbidden)
        #expect(world.journalGist.last == "note read_secret_keys refused")
    }

    /// What cannot be kept in the journal was not read.
    @Test func `without a journal no key is shown`() async throws {
        let world = try await World()
        try await world.logIn()
        breakFile(world.home.journal)
        let error = await failure { () throws(OperationError) in try await read(world).run(in: world.workspace) }
        #expect(error?.storage != nil)
        let reveal = RevealSecretKey(profile: world.profile, place: .cluster, key: Secret("k"), way: .screen)
        let shown = await failure { () throws(OperationError) in try await reveal.run(in: world.workspace) }
        #expect(shown?.storage != nil)
    }

    @Test func `without a session nothing is asked`() async throws {
        let world = try await World()
        let error = await failure { () throws(OperationError) in try await read(world).run(in: world.workspace) }
        #expect(error?.refusal == .notLoggedIn(profile: world.profile.name))
        #expect(world.wire.passages.isEmpty)
    }

    @Test(arguments: [Generation.v1, .betaAPI, .betaTspublic, .betaQuery])
    func `older generations say why`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let error = await failure { () throws(OperationError) in try await read(world).run(in: world.workspace) }
        guard case .notInGeneration(_, generation, let reason, _) = error?.refusal else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("v2.0"))
        #expect(world.wire.passages.isEmpty)
    }

    @Test func `keys do not travel unverified`() async throws {
        var world = try await World()
        try await world.logIn()
        world.profile.trust = .insecure
        let sent = world.wire.passages.count
        let error = await failure { () throws(OperationError) in try await read(world).run(in: world.workspace) }
        #expect(error?.refusal == .insecureForSecretKey(profile: world.profile.name))
        #expect(world.wire.passages.count == sent)
    }

    @Test func `a session that has ended is forgotten`() async throws {
        let world = try await World(faults: [.v2("auth/search", .refusedCredential)])
        try await world.logIn()
        let error = await failure { () throws(OperationError) in try await read(world).run(in: world.workspace) }
        #expect(error?.session?.code == .sessionEnded)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    /// Looking at clusters, sessions and tokens never asks for keys (promise P68).
    @Test func `reading anything else sends no search`() async throws {
        let world = try await World()
        try await world.logIn()
        _ = await CheckCluster(profile: world.profile).run(in: world.workspace)
        _ = try await ReadSession(profile: world.profile).run(in: world.workspace)
        let token = try await world.issued()
        _ = try await ValidateToken(profile: world.profile, token: .given(token.token)).run(in: world.workspace)
        _ = try await ListTokens().run(in: world.workspace)
        _ = try await LogOut(profile: world.profile).run(in: world.workspace)
        #expect(world.wire.passages.count >= 6)
        #expect(world.wire.count("auth/search") == 0)
    }

    /// Fault D-2-12, promise P4: neither a good nor a bad way leaves a key in a file or in a text.
    @Test(arguments: [
        nil as DemoFaultAction?, .cutBody(after: 90), .lie(#"{"cluster_preferences":{"auth_status":1}}"#),
    ])
    func `no key is left anywhere`(_ fault: DemoFaultAction?) async throws {
        let world = try await World(member: "prod-us", faults: fault.map { [.v2("auth/search", $0)] } ?? [])
        let records = RecordedExchanges()
        let logged = world.replacingTransport(
            RecordingTransport(
                wrapping: world.wire,
                clock: ExchangeClock(now: { 0 }, wallNow: { world.clock.now.milliseconds }, sleep: { _ in })
            ) { records.add($0) })
        try await logged.logIn()
        var said = ""
        do throws(OperationError) {
            let report = try await read(logged).run(in: logged.workspace)
            for setting in report.state.settings {
                let reveal = RevealSecretKey(
                    profile: logged.profile, place: setting.place, key: Secret("k"), way: .clipboard)
                _ = try await reveal.run(in: logged.workspace)
            }
            said = "\(report)"
            dump(report, to: &said)
        } catch {
            said = "\(error) \(MessageComposer.message(for: error))"
        }
        said += records.all.map { "\($0)" }.joined() + world.home.files.map(TemporaryHome.text(of:)).joined()
        #expect(said.contains("read_secret_keys"))
        #expect(said.contains("/api/rest/2.0/auth/search"))
        for key in [world.secretKey, "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c01"] {
            #expect(!said.contains(key))
            #expect(!said.contains(key.prefix(8)))
        }
    }
}
