import DemoServer
import HTTPExchange

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

    /// Serves so many healthy clusters until it is killed; prints their ports.
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
