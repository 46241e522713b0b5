package import HTTPExchange
package import Operations
import Synchronization

/// An inspector that says what a test says, and remembers which steps were asked for.
package final class ScriptedInspector: ConnectionInspector {
    package let name: Result<NameFacts, TransportError>
    package let tcp: Result<TCPFacts, TransportError>
    package let tls: Result<TLSFacts, TransportError>
    private let steps = Mutex<[String]>([])

    package init(
        name: Result<NameFacts, TransportError> = .success(NameFacts(addresses: ["192.0.2.7"], duration: 3)),
        tcp: Result<TCPFacts, TransportError> = .success(TCPFacts(address: "192.0.2.7", duration: 12)),
        tls: Result<TLSFacts, TransportError> = .success(.test())
    ) {
        self.name = name
        self.tcp = tcp
        self.tls = tls
    }

    package var asked: [String] { steps.withLock(\.self) }

    package func resolve(_ origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> NameFacts
    {
        steps.withLock { $0.append("resolve \(origin.host)") }
        return try name.get()
    }

    package func connect(to origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TCPFacts
    {
        steps.withLock { $0.append("connect \(origin.host)") }
        return try tcp.get()
    }

    package func shakeHands(with origin: Origin, with settings: ConnectionSettings) async throws(TransportError)
        -> TLSFacts
    {
        steps.withLock { $0.append("shake hands \(origin.host)") }
        return try tls.get()
    }
}

extension TLSFacts {
    /// A certificate from 2025-01-01 to `end`, in seconds since 1970.
    package static func test(
        until end: Int64 = 2_000_000_000, problem: TransportError? = nil, version: String? = "TLS 1.3",
        authorities: AuthorityFacts? = nil
    ) -> TLSFacts {
        TLSFacts(
            protocolVersion: version,
            certificate: CertificateFacts(
                subject: "prod-eu.demo.example", issuer: "Example CA (Example)",
                validities: [CertificateFacts.Validity(notBefore: 1_735_689_600, notAfter: end)],
                names: ["prod-eu.demo.example"], fingerprint: "SHA-256 AB:CD"), problem: problem, duration: 31,
            authorities: authorities)
    }
}

extension World {
    /// The same world, with somebody who looks below HTTP, and perhaps a proxy before it.
    package func inspected(
        by inspector: ScriptedInspector, proxy: ConnectionSettings.Proxy = .direct
    ) -> Workspace {
        Workspace(
            profiles: workspace.profiles, journal: workspace.journal, held: workspace.held,
            transport: workspace.transport, inspector: inspector, now: workspace.now,
            randomBytes: workspace.randomBytes, environmentProxy: { _ in proxy }, isReadOnly: workspace.isReadOnly)
    }
}
