import HTTPExchange

/// Looks below HTTP at clusters that have no network: what it sees is the same on every machine.
struct ProgramInspector: ConnectionInspector {
    func resolve(_ origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> NameFacts {
        NameFacts(addresses: ["192.0.2.7", "2001:db8::7"], duration: 4)
    }

    func connect(to origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TCPFacts {
        guard !origin.host.hasPrefix("down") else {
            throw TransportError(.connectionRefused, reach: .notSent, peer: "\(origin.host):\(origin.port)")
        }
        return TCPFacts(address: "192.0.2.7", duration: 21)
    }

    func shakeHands(with origin: Origin, with settings: ConnectionSettings) async throws(TransportError) -> TLSFacts {
        // 2024-01-01 to 2046-06-01.
        let validity = CertificateFacts.Validity(notBefore: 1_704_067_200, notAfter: 2_411_424_000)
        return TLSFacts(
            protocolVersion: "TLS 1.3",
            certificate: CertificateFacts(
                subject: "*.demo.example", issuer: "Tessera demo certificate authority (Tessera demo)",
                validities: [validity], names: ["*.demo.example"], fingerprint: "SHA-256 AB:CD"),
            problem: nil, duration: 58)
    }
}
