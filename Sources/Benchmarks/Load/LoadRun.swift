import ASCIIText
import AsyncHTTPTransport
import DemoCluster
import DemoServer
import FoundationEssentials
import Glibc
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// `--load COUNT`: looks at so many clusters at once, as `tessera status` does, and says what that costs (promise P76).
///
/// The healthy ones are served by a process of their own, so that only the client's descriptors and memory count.
enum LoadRun {
    /// How long a healthy cluster takes for an answer.
    private static let latency = 200

    static func run(count: Int) async throws {
        let width = 32
        print("\(count) clusters".padded(to: width) + "   seconds   peak RSS MiB   descriptors   answers")
        let server = try ServerProcess(arguments: ["--serve-load", "\(count)"])
        defer { server.end() }
        guard let line = server.readLine() else { throw UsageError("the load server did not start") }
        let ports = line.split(separator: ",").compactMap { Int($0) }
        try await report("healthy, \(latency) ms each", ports.map { (host: "127.0.0.1", port: $0) }, width)
        guard let unserved = ReservedPort() else { throw UsageError("no port is free") }
        try await report("refusing", hosts(count, port: unserved.port), width)
        let silent = try SilentPort()
        try await report("silent", hosts(count, port: silent.port), width)
    }

    /// Serves so many healthy clusters until it is ended; prints their ports.
    static func serve(count: Int) async throws {
        let listeners = (0..<count).compactMap { _ in LoadWorld.healthyCluster(latency: latency) }
            .map { LoopbackServer.Listener($0) }
        try await LoopbackServer.run(listeners) { origins in
            print(origins.map { "\($0.port)" }.joined(separator: ","))
            flushOutput()
        }
    }

    /// Addresses of this machine, each a host of its own.
    private static func hosts(_ count: Int, port: Int) -> [(host: String, port: Int)] {
        (0..<count).map { (host: "127.1.\($0 / 250).\($0 % 250 + 1)", port: port) }
    }

    private static func report(_ name: String, _ addresses: [(host: String, port: Int)], _ width: Int) async throws {
        let watch = ProcessWatch()
        let (seconds, reachable) = try await watch.during { try await LoadWorld.status(of: addresses) }
        let cells = [
            ("\((seconds * 100).rounded() / 100)", 10), ("\(watch.peakResidentMebibytes)", 15),
            ("\(watch.peakDescriptors)", 14), ("\(reachable) of \(addresses.count)", 10),
        ]
        print(
            cells.reduce(name.padded(to: width)) { line, cell in
                line + String(repeating: " ", count: max(1, cell.1 - cell.0.count)) + cell.0
            })
        flushOutput()
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

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
            journal: Journal(directory: directory + "/journal", context: files), held: HeldCredentials(),
            transport: RetryingTransport(
                wrapping: LimitedTransport(wrapping: transport), isRefusal: \.isNestedRefusal), now: now,
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } },
            environmentProxy: { _ in .direct }, isReadOnly: true)
    }
}
