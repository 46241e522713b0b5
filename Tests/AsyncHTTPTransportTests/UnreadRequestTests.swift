import AsyncHTTPTransport
import HTTPExchange
import NIOSSL
import Testing

/// A server that refuses the connection has executed nothing, also where a part of the request is on its way already.
struct UnreadRequestTests {
    private static let ok = [ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]

    /// The error of a change, sent to a server that must not see it.
    private func failure(
        of request: (Int, TestCertificates) -> ExchangeRequest, adjust: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> TransportError? {
        let certificates = try TestCertificates.shared()
        var tls = try certificates.server(.good)
        tls.trustRoots = .file(certificates.authorityFile)
        adjust(&tls)
        return try await ScriptedServer.serving(Self.ok, tls: tls) { server in
            let error = try await withTransport { transport in
                await AsyncHTTPTransportTests.failure(of: request(server.port, certificates), on: transport)
            }
            #expect(server.requests.isEmpty)
            return error
        }
    }

    /// TLS 1.3 lets a client send while its certificate, or that there is none, is still to be judged.
    @Test(arguments: [TLSVersion.tlsv12, .tlsv13], [ExchangeRequest.Safety.read, .change])
    func `C14 a server that requires a client certificate has executed nothing`(
        _ version: TLSVersion, _ safety: ExchangeRequest.Safety
    ) async throws {
        let error = try await failure { port, certificates in
            .local(
                safety, port: port, scheme: .https, host: "localhost", body: "{}",
                trust: .additional(caFile: certificates.authorityFile))
        } adjust: { tls in
            tls.certificateVerification = .noHostnameVerification
            tls.maximumTLSVersion = version
        }
        #expect(error?.code == (version == .tlsv13 ? .tlsClientCertificate : .tlsHandshake))
        #expect(version == .tlsv13 || error?.detail.contains("client certificate") == true)
        #expect(error?.reach == .notSent)
    }

    @Test(arguments: [ExchangeRequest.Safety.read, .change])
    func `a server of TLS on an http address has executed nothing`(_ safety: ExchangeRequest.Safety) async throws {
        let error = try await failure { port, _ in .local(safety, port: port, body: "{}") }
        #expect(error?.code == .tlsHandshake)
        #expect(error?.detail == "the port speaks TLS; is it https:// instead of http://?")
        #expect(error?.reach == .notSent)
    }

    @Test(arguments: ["\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{50}", "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{46}"])
    func `an alert in answer to plain http is no answer`(_ alert: String) async throws {
        let error = try await AsyncHTTPTransportTests.failure(after: [.send(alert), .close]) {
            .local(.change, port: $0)
        }
        #expect(error?.code == .tlsHandshake)
        #expect(error?.reach == .notSent)
    }

    @Test(arguments: [
        "<center>The plain HTTP request was sent to HTTPS port</center>",
        "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
        "Client sent an HTTP request to an HTTPS server.\n", "This combination of host and port requires TLS.",
    ])
    func `a page that says so is no answer either`(_ page: String) async throws {
        let text = "HTTP/1.1 400 Bad Request\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"
        let error = try await AsyncHTTPTransportTests.failure(after: [.send(text)]) { .local(.change, port: $0) }
        #expect(error?.code == .tlsHandshake)
        #expect(error?.reach == .notSent)
    }

    @Test func `nor is a page that misses the client certificate`() async throws {
        let certificates = try TestCertificates.shared()
        let page = "<center>No required SSL certificate was sent</center>"
        let text = "HTTP/1.1 400 Bad Request\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"
        let error = try await ScriptedServer.serving([.send(text)], tls: try certificates.server(.good)) { server in
            try await withTransport { transport in
                await AsyncHTTPTransportTests.failure(
                    of: .local(.change, port: server.port, scheme: .https, trust: .insecure), on: transport)
            }
        }
        #expect(error?.code == .tlsClientCertificate)
        #expect(error?.reach == .notSent)
    }

    /// The handshake was agreed to: the server had the request in its hands.
    @Test(arguments: [[ScriptedServer.Step.reset], [.close], [.send("HTTP/1.1 200 OK\r\n"), .reset]])
    func `a connection over TLS that ends after the request leaves a change in doubt`(
        _ steps: [ScriptedServer.Step]
    ) async throws {
        let certificates = try TestCertificates.shared()
        try await ScriptedServer.serving(steps, tls: try certificates.server(.good)) { server in
            try await withTransport { transport in
                let request = ExchangeRequest.local(.change, port: server.port, scheme: .https, trust: .insecure)
                let error = await AsyncHTTPTransportTests.failure(of: request, on: transport)
                #expect(error?.code == .connectionLost)
                #expect(error?.reach == .maybeSent)
            }
            #expect(server.requests.count == 1)
        }
    }
}
