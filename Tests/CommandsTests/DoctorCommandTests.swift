import AsyncHTTPTransport
import DemoCluster
import DemoServer
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct DoctorCommandTests {
    private func verdicts(_ ran: World.Ran, _ place: Int = 0) throws -> [String] {
        let findings = try #require(try ran.json()["diagnoses"]?.arrayValue?[place]["findings"]?.arrayValue)
        return findings.map { "\($0["step"]?.stringValue ?? "") \($0["verdict"]?.stringValue ?? "")" }
    }

    @Test func `A healthy cluster, without a credential`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("doctor", "prod-eu", "--json")
        #expect(ran.code == .done, "\(ran.error)")
        #expect(
            try verdicts(ran).suffix(6) == [
                "http ok", "generation ok", "release skipped", "clock ok", "session skipped", "org skipped",
            ])
        let diagnosis = try #require(try ran.json()["diagnoses"]?.arrayValue?.first)
        #expect(diagnosis["speaks"]?["proposal"]?.stringValue == "v2.0")
        #expect(diagnosis["speaks"]?["v1"]?.stringValue == "yes")
        #expect(diagnosis["speaks"]?["beta-query"]?.stringValue == "no")
        let people = await world.run("doctor")
        #expect(people.output.hasPrefix("prod-eu  https://prod-eu.demo.example  v2.0\n"))
        #expect(people.output.contains("  ok       generation  v2.0, matches the profile"))
        #expect(people.output.contains(" failed"))
    }

    @Test func `With a credential it logs in, reads and logs out`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("doctor", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["logout"]?.stringValue == "ended")
        #expect(try verdicts(ran).suffix(4) == ["release ok", "clock ok", "session ok", "org ok"])
        let refused = await world.run("doctor", "--password-stdin", input: "wrong")
        #expect(refused.code == .notLoggedIn)
        #expect(refused.output.contains("failed   session"))
        #expect(world.traffic.requests.count { $0.hasSuffix("session/login") } == 2)
    }

    @Test func `The exit code is that of the first step that failed`() async throws {
        let world = try World()
        try await world.addProfile("down-dc2")
        try await world.addProfile("lab-old")
        #expect(await world.run("doctor", "down-dc2").code == .network)
        #expect(await world.run("profile", "edit", "lab-old", "--generation", "v2.0").code == .done)
        let other = await world.run("doctor", "lab-old", "--password-stdin", input: DemoFleet.password)
        #expect(other.code == .notFound)
        #expect(other.output.contains("next: `tessera profile edit lab-old --generation v1`"))
        #expect(world.traffic.requests.allSatisfy { !$0.contains("login") })
    }

    @Test func `All profiles at once, each with its own findings`() async throws {
        let world = try World()
        for member in world.fleet.members { try await world.addProfile(member.name) }
        let ran = await world.run("doctor", "--all", "--json")
        #expect(ran.code == .someFailed)
        let names = try #require(try ran.json()["diagnoses"]?.arrayValue).map { $0["profile"]?.stringValue }
        #expect(names == world.fleet.members.map(\.name))
        #expect(await world.run("doctor", "--all", "prod-eu").code == .usage)
        #expect(await world.run("doctor", "--all", "--password-stdin", input: "x").code == .usage)
    }

    @Test func `Adding a profile asks what the cluster speaks, and says so`() async throws {
        let world = try World()
        func added(_ name: String, _ more: String...) async -> World.Ran {
            await world.run(
                ["profile", "add", "\(name)-\(more.count)", "--url", "https://\(name).demo.example", "--json"] + more)
        }
        let new = await added("prod-eu")
        #expect(try new.json()["profile"]?["generation"]?.stringValue == "v2.0")
        #expect(try new.json()["generationBy"]?.stringValue == "probe")
        let old = await added("lab-old")
        #expect(try old.json()["profile"]?["generation"]?.stringValue == "v1")
        #expect(world.traffic.requests.count == 2 * ProbeQuestion.allCases.count)
        let pinned = await added("lab-old", "--generation", "beta-api")
        #expect(try pinned.json()["profile"]?["generation"]?.stringValue == "beta-api")
        #expect(try pinned.json()["generationBy"]?.stringValue == "option")
        let unasked = await added("lab-old", "--no-probe")
        #expect(try unasked.json()["generationBy"]?.stringValue == "default")
        #expect(world.traffic.requests.count == 2 * ProbeQuestion.allCases.count)
        let dead = await added("down-dc2")
        #expect(dead.code == .done)
        #expect(try dead.json()["generationBy"]?.stringValue == "default")
        #expect(dead.error.contains("W_GENERATION"))
        let told = await world.run("profile", "add", "again", "--url", "https://prod-us.demo.example")
        #expect(told.error.contains("detected v2.0"))
    }

    @Test func `A test in the wrong generation says which is spoken`() async throws {
        let world = try World()
        try await world.addProfile("lab-old")
        #expect(await world.run("profile", "edit", "lab-old", "--generation", "v2.0").code == .done)
        let ran = await world.run("profile", "test", "lab-old")
        #expect(ran.code == .notFound)
        #expect(ran.error.contains("E_NOT_ON_RELEASE"))
        #expect(ran.error.contains("the cluster supports v1"))
        #expect(ran.error.contains("tessera profile edit lab-old --generation v1"))
    }

    // MARK: Over a socket

    /// Each generation of `tessera demo serve` is found by asking, and has all its steps.
    @Test(arguments: [
        (DemoGeneration.v1, Generation.v1), (.betaAPI, .betaAPI), (.betaTspublic, .betaTspublic),
        (.betaQuery, .betaTspublic), (.v2, .v2),
    ])
    func `Over a socket each generation is found`(served: DemoGeneration, found: Generation) async throws {
        let world = try World()
        let clock = world.now
        let cluster = try #require(DemoFleet.single(now: { clock }, generation: served).cluster)
        try await LoopbackServer.serving([LoopbackServer.Listener(cluster)]) { origins in
            let url = try #require(origins.first).description
            let added = await world.live("profile", "add", "demo", "--url", url, "--username", "tsadmin", "--json")
            #expect(try added.json()["profile"]?["generation"]?.stringValue == found.rawValue, "\(added.error)")
            let ran = await world.live("doctor", "demo", "--json")
            #expect(ran.code == .done, "\(ran.output)")
            #expect(
                try verdicts(ran) == [
                    "secrets ok", "dns ok", "tcp ok", "tls skipped", "http ok", "generation ok", "release skipped",
                    "clock ok", "session skipped", "org skipped",
                ])
        }
    }

    @Test func `Over TLS the certificate is told, and refused without its authority`() async throws {
        let world = try World()
        let clock = world.now
        let cluster = try #require(DemoFleet.single(now: { clock }).cluster)
        let authority = try world.file("ca.pem", DemoCertificates.authority)
        try await LoopbackServer.serving([LoopbackServer.Listener(cluster, usesTLS: true)]) { origins in
            let url = try #require(origins.first).description
            let trusted = await world.live("profile", "add", "demo", "--url", url, "--ca-file", authority)
            #expect(trusted.code == .done, "\(trusted.error)")
            let ran = await world.live("doctor", "demo")
            #expect(ran.code == .done, "\(ran.output)")
            #expect(
                ran.output.contains("certificate for localhost (Tessera demo) by Tessera demo certificate authority"))
            let bare = await world.live("profile", "add", "bare", "--url", url, "--no-probe")
            #expect(bare.code == .done)
            let asked = await world.live("profile", "add", "asked", "--url", url)
            #expect(asked.code == .done)
            #expect(
                asked.error.contains(
                    """
                    `tessera profile edit asked --ca-file FILE` trusts your company's CA for this profile, then \
                    `tessera doctor asked` asks again
                    """))
            let refused = await world.live("doctor", "bare", "--json")
            #expect(refused.code == .tls)
            #expect(
                try verdicts(refused).prefix(5) == ["secrets ok", "dns ok", "tcp ok", "tls failed", "http skipped"])
        }
    }
}

extension World {
    /// A run over the real network of this machine.
    fileprivate func live(_ arguments: String...) async -> Ran {
        await run(arguments) { context in
            context.makeTransport = {
                let network = AsyncHTTPTransport()
                let unhurried = UnhurriedNetwork(network: network)
                return CommandContext.OpenTransport(unhurried, inspector: unhurried) { await network.shutdown() }
            }
        }
    }
}

/// The network without a deadline that a busy machine could miss.
private struct UnhurriedNetwork: HTTPTransport, ConnectionInspector {
    let network: AsyncHTTPTransport

    private func unhurried(_ settings: ConnectionSettings) -> ConnectionSettings {
        var settings = settings
        settings.deadlines = .init(connect: 600_000, firstByte: 600_000, idle: 600_000, total: 600_000)
        return settings
    }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        var request = request
        request.connection = unhurried(request.connection)
        return try await network.send(request)
    }

    func resolve(_ origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> NameFacts {
        try await network.resolve(origin, with: unhurried(settings))
    }

    func connect(to origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TCPFacts {
        try await network.connect(to: origin, with: unhurried(settings))
    }

    func shakeHands(with origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TLSFacts {
        try await network.shakeHands(with: origin, with: unhurried(settings))
    }
}
