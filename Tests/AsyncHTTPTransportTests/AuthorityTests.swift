import Dispatch
import HTTPExchange
import NIOSSL
import Testing

@testable import AsyncHTTPTransport

/// Which authorities a connection is judged by: the system's, or those that the environment names.
struct AuthorityTests {
    private static let ok = [ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]

    /// What becomes of a request to a server with a certificate of the tests' own authority.
    private func outcome(
        _ variables: [String: String], trust: ConnectionSettings.Trust = .system
    ) async throws -> Result<Int, TransportError> {
        let certificates = try TestCertificates.shared()
        return try await ScriptedServer.serving(Self.ok, tls: try certificates.server(.good)) { server in
            try await withTransport(authorities: AuthorityEnvironment(variables: variables)) { transport in
                let request = ExchangeRequest.local(port: server.port, scheme: .https, host: "localhost", trust: trust)
                do throws(TransportError) { return .success(try await transport.send(request).status) } catch {
                    return .failure(error)
                }
            }
        }
    }

    private func failure(_ variables: [String: String]) async throws -> TransportError {
        switch try await outcome(variables) {
        case .success(let status): throw TestCertificates.Failure(description: "it was trusted, status \(status)")
        case .failure(let error): return error
        }
    }

    @Test func `a file of the environment is trusted`() async throws {
        let file = try TestCertificates.shared().authorityFile
        #expect(try await outcome(["SSL_CERT_FILE": file]) == .success(200))
        #expect(try await outcome(["SSL_CERT_FILE": file, "SSL_CERT_DIR": "/nowhere"]) == .success(200))
    }

    @Test func `so are directories of the environment, whatever else is in them`() async throws {
        let directory = try TestCertificates.shared().directory
        #expect(try await outcome(["SSL_CERT_DIR": directory]) == .success(200))
        #expect(try await outcome(["SSL_CERT_DIR": "/nowhere:\(directory)"]) == .success(200))
    }

    @Test func `a profile's own file goes beside them`() async throws {
        let certificates = try TestCertificates.shared()
        let own = ConnectionSettings.Trust.additional(caFile: certificates.authorityFile)
        #expect(
            try await outcome(["SSL_CERT_FILE": "/nowhere.pem", "SSL_CERT_DIR": "/nowhere"], trust: own)
                == .success(200))
        #expect(try await outcome(["SSL_CERT_FILE": "/nowhere.pem"], trust: .insecure) == .success(200))
    }

    @Test(arguments: [
        ("missing.pem", "does not exist"), ("empty.pem", "is empty"), ("shared.pem", "can be written by others"),
        ("with-key.pem", "contains a private key"), ("nonsense.pem", "cannot be read"),
    ])
    func `a file that cannot be used is named where it is missed`(_ name: String, _ reason: String) async throws {
        let path = "\(try TestCertificates.shared().directory)/\(name)"
        let error = try await failure(["SSL_CERT_FILE": path])
        #expect(error.code == .tlsChain)
        #expect(error.detail.hasPrefix("SSL_CERT_FILE: \(path)"))
        #expect(error.detail.contains(reason))
    }

    @Test func `where the authorities come from explains a refusal`() async throws {
        let certificates = try TestCertificates.shared()
        let lonely = "\(certificates.directory)/lonely.pem"
        let error = try await failure(["SSL_CERT_FILE": lonely])
        #expect(error.code == .tlsChain)
        #expect(error.detail.hasPrefix("trusted CAs come from SSL_CERT_FILE \(lonely)"))
        let fingerprint = try certificates.fingerprint(of: .good)
        #expect(error.offered == ["SHA-256 \(fingerprint)"])
        // The system's own need no word.
        #expect(try await failure([:]).detail.isEmpty || AuthorityStore(AuthorityEnvironment()).facts.isEmpty)
    }

    @Test func `a handshake tells them, too`() async throws {
        let certificates = try TestCertificates.shared()
        let environment = AuthorityEnvironment(variables: ["SSL_CERT_FILE": certificates.authorityFile])
        let facts = try await ScriptedServer.serving([], tls: try certificates.server(.good)) { server in
            try await withTransport(authorities: environment) { transport in
                try await transport.shakeHands(
                    with: Origin(scheme: .https, host: "localhost", port: server.port),
                    with: ConnectionSettings(deadlines: .generous()))
            }
        }
        #expect(facts.problem == nil)
        #expect(facts.authorities?.places.first == "SSL_CERT_FILE \(certificates.authorityFile)")
    }

    @Test func `a machine without authorities is named as such, and a profile's own file still counts`() throws {
        let bare = AuthorityStore.SystemPlaces(standard: ["/nowhere"], other: [], directory: "/nowhere")
        let store = AuthorityStore(AuthorityEnvironment(), places: bare)
        #expect(store.facts.isEmpty)
        #expect(store.facts.explanation == "this machine has no CA certificates (package ca-certificates)")
        let file = try TestCertificates.shared().authorityFile
        let configuration = try TLSConfiguration.forClient(.additional(caFile: file), store)
        #expect(configuration.trustRoots == .certificates([]))
        #expect(
            configuration.additionalTrustRoots == [.certificates(try CertificateAuthorityFile.certificates(at: file))])
        // A context can be made of it, so that a refusal is one of the certificate.
        _ = try NIOSSLContext(configuration: configuration)
        _ = try NIOSSLContext(configuration: .forClient(.system, store))
    }

    @Test func `what another distribution has is found`() throws {
        let file = try TestCertificates.shared().authorityFile
        let places = AuthorityStore.SystemPlaces(
            standard: ["/nowhere"], other: ["/nowhere", file], directory: "/nowhere")
        let store = AuthorityStore(AuthorityEnvironment(), places: places)
        #expect(store.facts == AuthorityFacts(places: [file], problems: [], isChosen: false))
        #expect(store.roots == .file(file))
    }

    @Test(.timeLimit(.minutes(60)))
    func `while files are read from a slow disk, the program goes on`() async {
        let disk = DispatchSemaphore(value: 0)
        // More readers than the program has threads: were they its threads, nothing could end the wait.
        let readers = 64
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<readers { group.addTask { await offLoops { disk.wait() } } }
            group.addTask { for _ in 0..<readers { disk.signal() } }
        }
    }

    @Test(
        arguments: [
            ([:], nil, nil), (["SSL_CERT_FILE": "", "SSL_CERT_DIR": ""], nil, nil),
            (["SSL_CERT_FILE": "/a"], "/a", nil),
            (["SSL_CERT_DIR": "/a:/b"], nil, ["/a", "/b"]), (["SSL_CERT_DIR": ":/a:"], nil, ["/a"]),
        ] as [([String: String], String?, [String]?)])
    func `variables`(_ variables: [String: String], _ file: String?, _ directories: [String]?) {
        let environment = AuthorityEnvironment(variables: variables)
        #expect(environment.file == file)
        #expect(environment.directories == directories)
    }
}
