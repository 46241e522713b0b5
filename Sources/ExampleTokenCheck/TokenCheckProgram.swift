import AsyncHTTPTransport
import Glibc
import HTTPExchange
import Moments
import ThoughtSpotSessions

/// `example-token-check URL GENERATION USER [CA-FILE]`, with the password on the first line of the input and the secret
/// key, where there is one, on the second.
///
/// It uses the public products only, as a program outside this package would:
/// `swift run ExampleTokenCheck http://127.0.0.1:8080 v2.0 tsadmin < secrets`.
@main
struct TokenCheckProgram {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst().map(\.self)
        guard (3...4).contains(arguments.count), let origin = Origin(url: arguments[0]),
            let generation = Generation(rawValue: arguments[1]), let password = readLine()
        else {
            let names = Generation.allCases.map(\.rawValue).joined(separator: "|")
            print("usage: ExampleTokenCheck URL \(names) USER [CA-FILE]; the password is read from the input")
            exit(2)
        }
        let trust: ConnectionSettings.Trust = arguments.count == 4 ? .additional(caFile: arguments[3]) : .system
        let transport = AsyncHTTPTransport()
        let client = SessionClient(
            generation: generation,
            address: ClusterAddress(origin: origin, connection: ConnectionSettings(trust: trust)),
            transport: OriginGuard(wrapping: transport, origin: origin), userAgent: "example-token-check/1",
            now: { Instant(milliseconds: ExchangeClock.live.wallNow()) })
        let check = TokenCheck(
            service: client, username: arguments[2], password: Secret(password),
            secretKey: readLine().map(Secret.init), say: { print($0) })
        var status: Int32 = 0
        do throws(SessionError) {
            try await check.run()
        } catch {
            print(report(error))
            status = 1
        }
        await transport.shutdown()
        exit(status)
    }

    /// What failed, what became of it, and what Support would ask for.
    private static func report(_ error: SessionError) -> String {
        var lines = ["\(error.operation) at \(error.origin): \(error.code.rawValue)"]
        if let detail = error.detail { lines.append(detail) }
        if let text = error.serverText { lines.append("the server said: \(printable(text))") }
        if error.execution != .notExecuted { lines.append("it may have happened: look before doing it again") }
        if let incident = error.incident { lines.append("incident \(printable(incident))") }
        return lines.joined(separator: "\n")
    }
}

extension Origin {
    /// `https://ts.example.com:8443`, and nothing behind it.
    init?(url: String) {
        guard let mark = url.firstRange(of: "://"), let scheme = Scheme(rawValue: String(url[..<mark.lowerBound]))
        else {
            return nil
        }
        let parts = url[mark.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, !host.contains("/"), parts.count <= 2 else { return nil }
        let port = parts.count == 2 ? Int(parts[1]) : scheme.defaultPort
        guard let port, (1...65_535).contains(port) else { return nil }
        self.init(scheme: scheme, host: String(host), port: port)
    }
}
