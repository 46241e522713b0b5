import ASCIIText
import AsyncHTTPTransport
import DemoCluster
import FoundationEssentials
import Glibc
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// What a load is put on: a throw-away home with profiles, and the verb behind `tessera status`.
enum LoadWorld {
    static func healthyCluster(latency: Int) -> SimulatedCluster? {
        DemoFleet.single(now: { ExchangeClock.live.wallNow() }, seed: 7, latencyMilliseconds: latency).cluster
    }

    /// Reads the profiles from a file and looks at all of them; seconds, and how many were reachable.
    static func status(of addresses: [(host: String, port: Int)]) async throws -> (seconds: Double, reachable: Int) {
        var template = Array("/tmp/tessera-load-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw UsageError("no directory can be made in /tmp") }
        let directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try write(addresses, to: directory + "/profiles.json")
        let transport = AsyncHTTPTransport()
        let workspace = workspace(in: directory, on: transport)
        let clock = ContinuousClock()
        let start = clock.now
        let profiles = try await ListProfiles().run(in: workspace).profiles
        let statuses = await CheckClusters(profiles: profiles).run(in: workspace)
        let (seconds, attoseconds) = (clock.now - start).components
        await transport.shutdown()
        let reachable = statuses.count { if case .reachable = $0.state { true } else { false } }
        return (Double(seconds) + Double(attoseconds) / 1e18, reachable)
    }

    private static func write(_ addresses: [(host: String, port: Int)], to file: String) throws {
        let profiles = addresses.enumerated().map { number, address in
            """
            {"id":"\(UUIDText.random())","name":"cluster-\(number)",\
            "url":"http://\(address.host):\(address.port)","generation":"v2.0","username":"tsadmin"}
            """
        }
        let text = "{\"version\":1,\"profiles\":[\(profiles.joined(separator: ",\n"))]}\n"
        try Data(text.utf8).write(to: URL(filePath: file))
        chmod(file, 0o600)
    }

    private static func workspace(in directory: String, on transport: AsyncHTTPTransport) -> Workspace {
        let now: @Sendable () -> Instant = { Instant(milliseconds: ExchangeClock.live.wallNow()) }
        let files = FileContext.live(now: now, allowsRoot: true)
        return Workspace(
            profiles: ProfileStore(file: directory + "/profiles.json", context: files),
            journal: Journal(file: directory + "/journal.jsonl", context: files), held: HeldCredentials(),
            transport: RetryingTransport(wrapping: transport, isRefusal: \.isNestedRefusal), now: now,
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            environmentProxy: { _ in .direct }, isReadOnly: true)
    }
}
