import AsyncHTTPTransport
import HTTPExchange
import Moments
import NIOSSL
import Testing

/// The way to a cluster, step by step, over real sockets.
struct InspectionTests {
    /// 2026-11-21 08:39:55 UTC, whatever the clock of this machine says.
    private static let clock = ExchangeClock(
        now: { 0 }, wallNow: { 1_795_250_395_000 }, sleep: { _ in throw CancellationError() }
    )

    private func settings(
        _ trust: ConnectionSettings.Trust = .system, connect: Int = 600_000, proxy: ConnectionSettings.Proxy = .direct
    ) -> ConnectionSettings {
        ConnectionSettings(deadlines: .generous(connect: connect), trust: trust, proxy: proxy)
    }

    private func error<Value: Sendable>(
        of look: (AsyncHTTPTransport) async throws(TransportError) -> Value
    ) async throws -> TransportError {
        let result = try await withTransport(clock: Self.clock) { transport -> Result<Value, TransportError> in
            do throws(TransportError) { return .success(try await look(transport)) } catch { return .failure(error) }
        }
        switch result {
        case .success(let value): throw TestCertificates.Failure(description: "it succeeded: \(value)")
        case .failure(let error): return error
        }
    }

    // MARK: Names

    @Test func `a literal address is its own answer`() async throws {
        try await withTransport { transport in
            for host in ["127.0.0.1", "::1"] {
                let facts = try await transport.resolve(Origin(scheme: .https, host: host), with: settings())
                #expect(facts == NameFacts(addresses: [host], duration: 0))
            }
        }
    }

    @Test func `the machine knows itself`() async throws {
        try await withTransport { transport in
            let facts = try await transport.resolve(Origin(scheme: .https, host: "localhost"), with: settings())
            #expect(!facts.addresses.isEmpty)
            #expect(facts.addresses.allSatisfy { IPAddress($0)?.isLoopback == true })
            #expect(Set(facts.addresses).count == facts.addresses.count)
        }
    }

    /// The name cannot exist (RFC 6761).
    @Test func `a name that does not resolve`() async throws {
        let origin = Origin(scheme: .https, host: "ts.invalid")
        let error = try await error { (transport) throws(TransportError) in
            try await transport.resolve(origin, with: settings())
        }
        #expect(error.code == .dns)
        #expect(error.detail.contains("resolver"))
        #expect(error.peer == "ts.invalid:443")
    }

    // MARK: Connections

    @Test func `a port that is served and one that is not`() async throws {
        try await ScriptedServer.serving([]) { server in
            try await withTransport { transport in
                let origin = Origin(scheme: .http, host: "127.0.0.1", port: server.port)
                let facts = try await transport.connect(to: origin, with: settings())
                #expect(facts.address == "127.0.0.1")
            }
            #expect(server.requests.isEmpty)
        }
        let unserved = try UnservedPort()
        let origin = Origin(scheme: .https, host: "127.0.0.1", port: unserved.number)
        let refused = try await error { (transport) throws(TransportError) in
            try await transport.connect(to: origin, with: settings())
        }
        #expect(refused.code == .connectionRefused)
        #expect(refused.reach == .notSent)
    }

    @Test func `with a proxy it is the proxy that is connected to`() async throws {
        let cluster = Origin(scheme: .https, host: "ts.invalid")
        try await ScriptedServer.serving([]) { proxy in
            let way = settings(proxy: .http(host: "127.0.0.1", port: proxy.port, basicAuthorization: nil))
            try await withTransport { transport in
                let facts = try await transport.connect(to: cluster, with: way)
                #expect(facts.address == "127.0.0.1")
            }
        }
        let unserved = try UnservedPort()
        let way = settings(proxy: .http(host: "127.0.0.1", port: unserved.number, basicAuthorization: nil))
        let error = try await error { (transport) throws(TransportError) in
            try await transport.connect(to: cluster, with: way)
        }
        #expect(error.code == .proxy)
        #expect(error.detail == "proxy 127.0.0.1:\(unserved.number): it refused the connection")
    }

    @Test func `a cancelled look does not begin`() async throws {
        let transport = AsyncHTTPTransport(unhurriedBy: .live)
        let task = Task { () throws(TransportError) -> NameFacts in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.resolve(Origin(scheme: .https, host: "localhost"), with: ConnectionSettings())
        }
        let result = await task.result
        await transport.shutdown()
        #expect(throws: TransportError(.cancelled, reach: .notSent, peer: "localhost:443")) { try result.get() }
    }

    // MARK: TLS

    private func handshake(
        _ kind: TestCertificates.Kind, trust: ConnectionSettings.Trust? = nil, host: String = "localhost",
        adjust: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> TLSFacts {
        let certificates = try TestCertificates.shared()
        var tls = try certificates.server(kind)
        adjust(&tls)
        return try await ScriptedServer.serving([], tls: tls) { server in
            let facts = try await withTransport(clock: Self.clock) { transport in
                try await transport.shakeHands(
                    with: Origin(scheme: .https, host: host, port: server.port),
                    with: settings(trust ?? .additional(caFile: certificates.authorityFile)))
            }
            #expect(server.requests.isEmpty)
            return facts
        }
    }

    @Test func `a good certificate is told in full`() async throws {
        let facts = try await handshake(.good)
        #expect(facts.problem == nil)
        #expect(facts.protocolVersion == "TLS 1.3")
        let certificate = try #require(facts.certificate)
        #expect(certificate.subject == "localhost")
        #expect(certificate.issuer == "Tests")
        #expect(certificate.names == ["localhost", "127.0.0.1"])
        #expect(Instant(seconds: try #require(certificate.end)).utcText == "2099-12-31 23:59:59 UTC")
        let fingerprint = try TestCertificates.shared().fingerprint(of: .good)
        #expect(certificate.fingerprint == "SHA-256 \(fingerprint)")
    }

    @Test func `the version is the one that was agreed on`() async throws {
        #expect(try await handshake(.good) { $0.maximumTLSVersion = .tlsv12 }.protocolVersion == "TLS 1.2")
    }

    @Test(arguments: [
        (TestCertificates.Kind.expired, TransportError.Code.tlsExpired), (.early, .tlsNotYetValid), (.other, .tlsName),
        (.lonely, .tlsChain),
    ])
    func `a refused certificate is told all the same`(
        kind: TestCertificates.Kind, code: TransportError.Code
    ) async throws {
        let facts = try await handshake(kind)
        #expect(facts.problem?.code == code)
        #expect(facts.protocolVersion == nil)
        #expect(facts.certificate?.subject == "localhost")
        #expect(facts.certificate?.issuer == (kind == .lonely ? "localhost" : "Tests"))
    }

    @Test(arguments: [
        (TestCertificates.Kind.unnamed, TransportError.Code.tlsName, "expected localhost as an alternative name"),
        (.short, .tlsWeak, "its RSA key has 1024 bits"), (.broken, .tlsWeak, "it is signed with SHA-1"),
        (.under, .tlsWeak, "it is signed by an RSA key of 1024 bits"),
        (.below, .tlsWeak, "certificate 2 of its chain: it is signed with SHA-1"),
    ])
    func `C11: a certificate that verifies and is worth nothing is told, wherever it stands in the chain`(
        kind: TestCertificates.Kind, code: TransportError.Code, detail: String
    ) async throws {
        let facts = try await handshake(kind)
        #expect(facts.problem?.code == code)
        #expect(facts.problem?.reach == .notSent)
        #expect(facts.problem?.detail.hasPrefix(detail) == true)
        #expect(facts.certificate?.subject == "localhost")
        #expect(try await handshake(kind, trust: .insecure).problem == nil)
    }

    @Test func `an insecure profile sees the same certificate and no problem`() async throws {
        let facts = try await handshake(.expired, trust: .insecure)
        #expect(facts.problem == nil)
        #expect(Instant(seconds: try #require(facts.certificate?.end)).utcText == "2020-02-01 00:00:00 UTC")
    }

    @Test func `a port that does not speak TLS`() async throws {
        try await ScriptedServer.serving([], greeting: "SSH-2.0-OpenSSH_9.2\r\n") { server in
            let origin = Origin(scheme: .https, host: "127.0.0.1", port: server.port)
            let error = try await error { (transport) throws(TransportError) in
                try await transport.shakeHands(with: origin, with: settings())
            }
            #expect(error.code == .tlsHandshake)
            #expect(error.detail.contains("http://"))
        }
    }

    @Test func `a server that says nothing ends at the deadline`() async throws {
        try await ScriptedServer.serving([]) { server in
            let origin = Origin(scheme: .https, host: "127.0.0.1", port: server.port)
            let error = try await error { (transport) throws(TransportError) in
                try await transport.shakeHands(with: origin, with: settings(connect: 200))
            }
            #expect(error.phase == .handshake)
        }
    }

    @Test func `a CA file that cannot be used is refused before any connection`() async throws {
        let unserved = try UnservedPort()
        let origin = Origin(scheme: .https, host: "127.0.0.1", port: unserved.number)
        let error = try await error { (transport) throws(TransportError) in
            try await transport.shakeHands(with: origin, with: settings(.additional(caFile: "/nowhere.pem")))
        }
        #expect(error.code == .caFile)
    }
}
