import NIOSSL

extension TLSConfiguration {
    /// The demo servers' side of https: TLS 1.2 or later with the certificate of `DemoCertificates`.
    static func demo() throws -> TLSConfiguration {
        let certificates = try NIOSSLCertificate.fromPEMBytes([UInt8](DemoCertificates.server.utf8))
        let key = try NIOSSLPrivateKey(bytes: [UInt8](DemoCertificates.serverKey.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
