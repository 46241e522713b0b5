import AsyncHTTPTransport
import HTTPExchange
import HTTPTypes
import NIOSSL
import Testing

struct TrustTests {
    private static let ok = [ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]

    /// 2026-11-21 08:39:55 UTC, whatever the clock of this machine says.
    private static let clock = ExchangeClock(
        now: { 0 }, wallNow: { 1_795_250_395_000 }, sleep: { _ in throw CancellationError() }
    )

    /// One request with a credential to a server with this certificate; the server must not see it when it fails.
    private func outcome(
        _ kind: TestCertificates.Kind, trust: ConnectionSettings.Trust?, host: String = "localhost",
        adjust: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> Result<Int, TransportError> {
        let certificates = try TestCertificates.shared()
        var tls = try certificates.server(kind)
        adjust(&tls)
        let trust = trust ?? .additional(caFile: certificates.authorityFile)
        return try await ScriptedServer.serving(Self.ok, tls: tls) { server in
            try await withTransport(clock: Self.clock) { transport in
                let request = ExchangeRequest.local(
                    .change, port: server.port, scheme: .https, host: host, headers: [.authorization: "Bearer abc"],
                    trust: trust
                )
                do throws(TransportError) {
                    return .success(try await transport.send(request).status)
                } catch {
                    #expect(server.requests.isEmpty)
                    #expect(error.reach == .notSent)
                    return .failure(error)
                }
            }
        }
    }

    private func failure(
        _ kind: TestCertificates.Kind, trust: ConnectionSettings.Trust? = nil, host: String = "localhost",
        adjust: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> TransportError {
        switch try await outcome(kind, trust: trust, host: host, adjust: adjust) {
        case .success(let status):
            throw TestCertificates.Failure(description: "the connection was accepted with status \(status)")
        case .failure(let error):
            return error
        }
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a certificate of the profile's own authority is accepted`(_ host: String) async throws {
        #expect(try await outcome(.good, trust: nil, host: host) == .success(200))
    }

    @Test func `without the CA file its authority is unknown, and the fingerprint is shown`() async throws {
        let error = try await failure(.good, trust: .system)
        #expect(error.code == .tlsChain)
        let fingerprint = try TestCertificates.shared().fingerprint(of: .good)
        #expect(error.offered == ["SHA-256 \(fingerprint)"])
    }

    @Test func `a certificate signed by itself is not trusted`() async throws {
        let fingerprint = try TestCertificates.shared().fingerprint(of: .lonely)
        for trust in [ConnectionSettings.Trust?.none, .system] {
            let error = try await failure(.lonely, trust: trust)
            #expect(error.code == .tlsChain)
            #expect(error.offered == ["SHA-256 \(fingerprint)"])
        }
    }

    @Test func `an expired certificate is told with its date and our clock`() async throws {
        let error = try await failure(.expired)
        #expect(error.code == .tlsExpired)
        #expect(
            error.detail
                == "valid until 2020-02-01 00:00:00 UTC; this machine's clock says 2026-11-21 08:39:55 UTC"
        )
    }

    @Test func `so is one that is not valid yet`() async throws {
        let error = try await failure(.early)
        #expect(error.code == .tlsNotYetValid)
        #expect(
            error.detail
                == "valid from 2098-01-01 00:00:00 UTC; this machine's clock says 2026-11-21 08:39:55 UTC"
        )
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a certificate for another name is refused, with the names it is for`(_ host: String) async throws {
        let error = try await failure(.other, host: host)
        #expect(error.code == .tlsName)
        #expect(error.detail == "expected \(host)")
        #expect(error.offered == ["other.example", "*.wild.example", "10.1.2.3", "fd00::1"])
    }

    @Test func `C9: a name in the common name alone is none`() async throws {
        let error = try await failure(.unnamed)
        #expect(error.code == .tlsName)
        #expect(
            error.detail == "expected localhost as an alternative name; the certificate has only a common name (CN)")
        #expect(error.offered.isEmpty)
    }

    /// The address of the connection is one thing, and the name that was asked for another.
    @Test func `C9: an address is not the name`() async throws {
        let error = try await failure(.addressed)
        #expect(error.code == .tlsName)
        #expect(error.offered == ["127.0.0.1"])
        #expect(try await outcome(.addressed, trust: nil, host: "127.0.0.1") == .success(200))
    }

    @Test(arguments: [
        (TestCertificates.Kind.short, "its RSA key has 1024 bits, and 2048 are the least"),
        (.broken, "it is signed with SHA-1, which can be forged"),
        (.under, "it is signed by an RSA key of 1024 bits, and 2048 are the least"),
    ])
    func `C11: a certificate that can be forged is refused, with its weakness`(
        _ kind: TestCertificates.Kind, _ weakness: String
    ) async throws {
        let error = try await failure(kind)
        #expect(error.code == .tlsWeak)
        #expect(error.detail == weakness)
        let fingerprint = try TestCertificates.shared().fingerprint(of: kind)
        #expect(error.offered == ["SHA-256 \(fingerprint)"])
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `C11: an RSA key of 2048 bits is enough, and SHA-1 in the handshake is not`(_ version: TLSVersion) async throws
    {
        #expect(try await outcome(.long, trust: nil) { $0.maximumTLSVersion = version } == .success(200))
        let error = try await failure(.long) {
            $0.maximumTLSVersion = version
            $0.signingSignatureAlgorithms = [.rsaPkcs1Sha1]
            // The others of TLS 1.2 sign nothing.
            $0.cipherSuites = "ECDH+AESGCM"
        }
        #expect(error.code == .tlsHandshake)
    }

    /// Both are asked at once, and one of them later: no connection to such a server carries any of them.
    @Test func `C11: so is every other request to that server`() async throws {
        let certificates = try TestCertificates.shared()
        try await ScriptedServer.serving(Self.ok, tls: try certificates.server(.short)) { server in
            try await withTransport(clock: Self.clock) { transport in
                let request = ExchangeRequest.local(
                    port: server.port, scheme: .https, host: "localhost",
                    trust: .additional(caFile: certificates.authorityFile))
                async let first = AsyncHTTPTransportTests.failure(of: request, on: transport)
                async let second = AsyncHTTPTransportTests.failure(of: request, on: transport)
                let third = await AsyncHTTPTransportTests.failure(of: request, on: transport)
                #expect(await [first?.code, second?.code, third?.code] == [.tlsWeak, .tlsWeak, .tlsWeak])
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        TestCertificates.Kind.expired, .early, .other, .lonely, .unnamed, .addressed, .short, .broken, .under, .below,
    ])
    func `an insecure profile accepts what it finds`(_ kind: TestCertificates.Kind) async throws {
        #expect(try await outcome(kind, trust: .insecure) == .success(200))
    }

    @Test(arguments: [ConnectionSettings.Trust?.none, .insecure])
    func `TLS 1.1 is too weak`(_ trust: ConnectionSettings.Trust?) async throws {
        let error = try await failure(.good, trust: trust) {
            $0.minimumTLSVersion = .tlsv1
            $0.maximumTLSVersion = .tlsv11
        }
        #expect(error.code == .tlsWeak)
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"])
    func `a port that does not speak TLS is told apart`(_ greeting: String) async throws {
        try await ScriptedServer.serving([], greeting: greeting) { server in
            try await withTransport { transport in
                let request = ExchangeRequest.local(.change, port: server.port, scheme: .https, trust: .insecure)
                let error = await AsyncHTTPTransportTests.failure(of: request, on: transport)
                #expect(error?.code == .tlsHandshake)
                #expect(error?.detail.contains("http://") == true)
                #expect(error?.reach == .notSent)
            }
        }
    }

    @Test(arguments: [
        ("missing.pem", "does not exist"), ("empty.pem", "is empty"), ("ca.der", "holds no certificate in PEM form"),
        ("with-key.pem", "contains a private key"), ("shared.pem", "can be written by others"),
        ("nonsense.pem", "holds a certificate that cannot be read"), ("", "is not a regular file"),
    ])
    func `a CA file that cannot be used is refused with the reason, before any connection`(
        _ name: String, _ reason: String
    ) async throws {
        let path = "\(try TestCertificates.shared().directory)/\(name)"
        try await ScriptedServer.serving(Self.ok) { server in
            try await withTransport { transport in
                let request = ExchangeRequest.local(
                    port: server.port, scheme: .https, trust: .additional(caFile: path)
                )
                let error = await AsyncHTTPTransportTests.failure(of: request, on: transport)
                #expect(error?.code == .caFile)
                #expect(error?.reach == .notSent)
                #expect(error?.detail.hasPrefix("\(path) \(reason)") == true)
            }
            #expect(server.connections == 0)
        }
    }
}
