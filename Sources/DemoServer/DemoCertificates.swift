import NIOSSL

/// The certificates the demo servers show: a demo authority, and a certificate for `localhost`, `127.0.0.1` and `::1`.
///
/// All are valid from 2024 to June 2046. They protect nothing: the server's key is public, being part of the program,
/// and the authority's key was thrown away.
package enum DemoCertificates {
    /// The authority, in PEM: what a profile trusts through its CA file.
    package static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBzzCCAXWgAwIBAgIUHgl/zcubmHjt4RmMhz4mN+8tWXUwCgYIKoZIzj0EAwIw
        RDEVMBMGA1UECgwMVGVzc2VyYSBkZW1vMSswKQYDVQQDDCJUZXNzZXJhIGRlbW8g
        Y2VydGlmaWNhdGUgYXV0aG9yaXR5MB4XDTI0MDEwMTAwMDAwMFoXDTQ2MDYwMTAw
        MDAwMFowRDEVMBMGA1UECgwMVGVzc2VyYSBkZW1vMSswKQYDVQQDDCJUZXNzZXJh
        IGRlbW8gY2VydGlmaWNhdGUgYXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEAkLtabIagq3WLLoSh/VcqgS1TiD9GEjCOfXH10JZhIYRLv164AQHUqcR
        280P6hkvjbtHOIc2bnfMz4OoxF6iKKNFMEMwEgYDVR0TAQH/BAgwBgEB/wIBADAO
        BgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFAMrKvA19tgotZpP+h6iJFZseKQMMAoG
        CCqGSM49BAMCA0gAMEUCIQDlkzXTAwaI0cGaHO3Rp/f9xw9y90d/IFKWqHdS16MH
        GQIgEYgqqe+fdwoym3YKbC2Ywhy/dnCIEvfTYvgDu4wm8bs=
        -----END CERTIFICATE-----

        """

    /// The server, in PEM, signed by `authority`.
    package static let server = """
        -----BEGIN CERTIFICATE-----
        MIICFTCCAbygAwIBAgIUJ516y7Krz74xtoMZg6SL+vbourwwCgYIKoZIzj0EAwIw
        RDEVMBMGA1UECgwMVGVzc2VyYSBkZW1vMSswKQYDVQQDDCJUZXNzZXJhIGRlbW8g
        Y2VydGlmaWNhdGUgYXV0aG9yaXR5MB4XDTI0MDEwMTAwMDAwMFoXDTQ2MDYwMTAw
        MDAwMFowKzEVMBMGA1UECgwMVGVzc2VyYSBkZW1vMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ6KUjB5bB9tTmZwdRNZPsSsOq0
        lhaxntU4qMbKid4qzsNkOFpgs+Rp4Ak/+2TNHxxBckBLi//NwFF1DEOO3wuoo4Gk
        MIGhMCwGA1UdEQQlMCOCCWxvY2FsaG9zdIcEfwAAAYcQAAAAAAAAAAAAAAAAAAAA
        ATAMBgNVHRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEF
        BQcDATAfBgNVHSMEGDAWgBQDKyrwNfbYKLWaT/oeoiRWbHikDDAdBgNVHQ4EFgQU
        CahGlUTU7369woQmGnynoAvnM78wCgYIKoZIzj0EAwIDRwAwRAIgGAPraJduUbEL
        X9P5ZmRbs+vpyKQDrvbKbQ+I+ZknavECIHxZwyog8Go7yoCn89eSw3XX/azn3ZGH
        zZVJUY+C6S5Q
        -----END CERTIFICATE-----

        """

    /// The server's private key, in PEM (PKCS 8, P-256).
    package static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9P9i1x73UHNbmsSY
        5plhX0lEorfyaUk2v2m8Zco9cj2hRANCAAQ6KUjB5bB9tTmZwdRNZPsSsOq0lhax
        ntU4qMbKid4qzsNkOFpgs+Rp4Ak/+2TNHxxBckBLi//NwFF1DEOO3wuo
        -----END PRIVATE KEY-----

        """
}

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
