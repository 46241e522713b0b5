import DemoCluster
import DisplayText
import HTTPExchange
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// Which steps a diagnosis takes, and where it stops.
struct DiagnoseClusterTests {
    private func gist(_ diagnosis: Diagnosis) -> [String] {
        diagnosis.findings.map { "\($0.step.rawValue) \($0.verdict.rawValue)" }
    }

    private func finding(_ step: DoctorStep, in diagnosis: Diagnosis) throws -> DoctorFinding {
        try #require(diagnosis.findings.first { $0.step == step })
    }

    @Test func `a healthy cluster without a session`() async throws {
        let world = try await World()
        let inspector = ScriptedInspector()
        let told = Mutex<[DoctorFinding]>([])
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(in: world.inspected(by: inspector)) {
            finding in
            told.withLock { $0.append(finding) }
        }
        #expect(
            gist(diagnosis) == [
                "secrets ok", "dns ok", "tcp ok", "tls ok", "http ok", "generation ok", "release skipped",
                "clock ok", "session skipped", "org skipped",
            ])
        let heard = told.withLock { $0 }
        #expect(heard == diagnosis.findings)
        #expect(diagnosis.findings.map(\.step) == DoctorStep.allCases)
        #expect(diagnosis.exitCode == .done)
        #expect(diagnosis.isClean)
        #expect(
            inspector.asked == [
                "resolve prod-eu.demo.example", "connect prod-eu.demo.example", "shake hands prod-eu.demo.example",
            ])
        #expect(try finding(.name, in: diagnosis).seen == "prod-eu.demo.example is 192.0.2.7, in 3 ms")
        #expect(try finding(.generation, in: diagnosis).seen == "v2.0, matches the profile; also supports v1")
    }

    /// Nothing is changed, nothing is presented, nothing is written (promise P68).
    @Test func `looking changes nothing and presents nothing`() async throws {
        let world = try await World()
        _ = await DiagnoseCluster(profile: world.profile).run(in: world.inspected(by: ScriptedInspector()))
        #expect(world.wire.passages.count == ProbeQuestion.allCases.count)
        #expect(world.wire.passages.allSatisfy { $0.safety == .read && $0.body.isEmpty })
        #expect(await world.cluster.executedChanges.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    @Test(arguments: [
        (DoctorStep.name, 1, ExitCode.network, "E_DNS"), (.tcp, 2, .network, "E_CONNECT"),
        (.tls, 3, .tls, "E_TLS_CHAIN"),
    ])
    func `a step that fails ends it, and the rest says why`(
        step: DoctorStep, place: Int, exitCode: ExitCode, code: String
    ) async throws {
        let world = try await World()
        func error(_ code: TransportError.Code) -> TransportError {
            TransportError(code, reach: .notSent, peer: "prod-eu.demo.example:443")
        }
        let inspector =
            switch step {
            case .name: ScriptedInspector(name: .failure(error(.dns)))
            case .tcp: ScriptedInspector(tcp: .failure(error(.connectionRefused)))
            default: ScriptedInspector(tls: .success(.test(problem: error(.tlsChain), version: nil)))
            }
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(in: world.inspected(by: inspector))
        #expect(diagnosis.findings.map(\.step) == DoctorStep.allCases)
        #expect(diagnosis.findings[place].verdict == .failed)
        #expect(diagnosis.findings[place].code == code)
        #expect(!diagnosis.findings[place].hints.isEmpty)
        let rest = diagnosis.findings.dropFirst(place + 1)
        #expect(rest.allSatisfy { $0.verdict == .skipped && $0.seen == "because \(step.title) failed" })
        #expect(diagnosis.exitCode == exitCode)
        #expect(world.wire.passages.isEmpty)
    }

    @Test func `behind a proxy its own steps are told`() async throws {
        let world = try await World()
        let inspector = ScriptedInspector(tcp: .success(TCPFacts(address: "192.0.2.1", duration: 2)))
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(
            in: world.inspected(
                by: inspector, proxy: .http(host: "proxy.example", port: 3_128, basicAuthorization: "c2VjcmV0")))
        #expect(try finding(.name, in: diagnosis).seen == "because the proxy proxy.example:3128 resolves the name")
        #expect(
            try finding(.tcp, in: diagnosis).seen == "the proxy proxy.example:3128 accepts connections, in 2 ms")
        #expect(try finding(.tls, in: diagnosis).verdict == .skipped)
        #expect(inspector.asked == ["connect prod-eu.demo.example"])
        #expect(!diagnosis.findings.contains { $0.seen.string.contains("c2VjcmV0") })
    }

    @Test func `a proxy that is none fails before the network`() async throws {
        var world = try await World()
        world.profile.proxy = "ftp://proxy.example"
        let inspector = ScriptedInspector()
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(in: world.inspected(by: inspector))
        #expect(diagnosis.exitCode == .usage)
        #expect(inspector.asked.isEmpty)
        #expect(world.wire.passages.isEmpty)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `an open session tells the rest`(_ generation: Generation) async throws {
        let world = try await World(generation, skew: -45)
        try await world.logIn()
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(in: world.inspected(by: ScriptedInspector()))
        #expect(try finding(.session, in: diagnosis).verdict == .ok)
        #expect(
            try finding(.session, in: diagnosis).seen.string.hasPrefix(
                "tsadmin, by password, session cookies, expires in ~"))
        #expect(try finding(.release, in: diagnosis).verdict == .ok)
        #expect(try finding(.org, in: diagnosis).seen.string.contains("cluster default"))
        let clock = try finding(.clock, in: diagnosis)
        #expect(clock.verdict == .warning)
        #expect(clock.code == "W_CLOCK")
        #expect(clock.seen == "the server's clock is 45 s behind the local clock")
        #expect(diagnosis.exitCode == .done)
        #expect(!diagnosis.isClean)
    }

    @Test func `a session that has ended is the first failure`() async throws {
        let world = try await World()
        try await world.logIn()
        world.clock.advance(seconds: 8 * 86_400)
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(in: world.inspected(by: ScriptedInspector()))
        #expect(try finding(.session, in: diagnosis).code == "E_AUTH")
        #expect(diagnosis.exitCode == .notLoggedIn)
    }

    /// Faults D22 and D-b-10: the pin is not overridden, and no credential goes to where it was not heard.
    @Test func `another generation is told, and nothing is presented there`() async throws {
        var world = try await World(.v1, member: "lab-old")
        world.profile.generation = .v2
        let visited = Mutex(false)
        let visit: @Sendable () async throws(OperationError) -> SessionReport = { () async throws(OperationError) in
            visited.withLock { $0 = true }
            throw .refused(.notLoggedIn(profile: "lab-old"))
        }
        let diagnosis = await DiagnoseCluster(profile: world.profile)
            .run(in: world.inspected(by: ScriptedInspector()), visit: visit)
        let generation = try finding(.generation, in: diagnosis)
        #expect(generation.verdict == .failed)
        #expect(generation.seen == "the profile has v2.0, which does not answer; the cluster supports v1")
        #expect(generation.hints == ["`tessera profile edit lab-old --generation v1`"])
        #expect(diagnosis.exitCode == .notFound)
        #expect(try finding(.session, in: diagnosis).verdict == .skipped)
        let wasVisited = visited.withLock { $0 }
        #expect(!wasVisited)
        #expect(diagnosis.profile.generation == .v2)
    }

    @Test func `without an inspector the answers still count`() async throws {
        let world = try await World()
        let diagnosis = await DiagnoseCluster(profile: world.profile).run(in: world.workspace)
        #expect(gist(diagnosis).prefix(5) == ["secrets ok", "dns skipped", "tcp skipped", "tls skipped", "http ok"])
    }
}
