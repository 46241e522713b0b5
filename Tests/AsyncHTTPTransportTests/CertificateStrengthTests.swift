import NIOSSL
import Testing

@testable import AsyncHTTPTransport

/// What of a certificate is too weak (faults C9 and C11), by its bytes.
struct CertificateStrengthTests {
    private func certificate(_ kind: TestCertificates.Kind) throws -> [UInt8] {
        let directory = try TestCertificates.shared().directory
        return try #require(try NIOSSLCertificate.fromPEMFile("\(directory)/\(kind.rawValue).pem").first).toDERBytes()
    }

    @Test func `keys and digests are read as they are`() throws {
        let good = CertificateStrength(certificate: try certificate(.good))
        #expect(good.rsaBits == nil)
        #expect(good.brokenDigest == nil)
        #expect(good.weakness == nil)
        #expect(!good.isSelfIssued)
        #expect(CertificateStrength(certificate: try certificate(.lonely)).isSelfIssued)
        #expect(CertificateStrength(certificate: try certificate(.short)).rsaBits == 1_024)
        #expect(CertificateStrength(certificate: try certificate(.short)).issuerBits == nil)
        #expect(CertificateStrength(certificate: try certificate(.under)).issuerBits == 1_024)
        #expect(CertificateStrength(certificate: try certificate(.broken)).brokenDigest == "SHA-1")
    }

    /// What cannot be read cannot be judged, and is not trusted.
    @Test func `a part of a certificate is weak`() throws {
        let bytes = try certificate(.good)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(CertificateStrength(certificate: Array(bytes.prefix(length))).weakness != nil, "\(length) bytes")
        }
    }

    /// What is asserted is that this ends, and that no length of a key is made up: a trap would end the test run.
    @Test func `a certificate with any byte changed is judged`() throws {
        let bytes = try certificate(.short)
        for index in bytes.indices {
            for value: UInt8 in [0x00, 0x02, 0x7F, 0x80, 0xFF, bytes[index] ^ 1] {
                var changed = bytes
                changed[index] = value
                // With the byte that keeps the number positive.
                #expect(CertificateStrength(certificate: changed).rsaBits ?? 0 <= 1_032)
            }
        }
    }

    @Test(
        arguments: [
            ("ts.example", "ts.example", true), ("TS.Example", "ts.example", true), ("ts.example", "TS.EXAMPLE", true),
            ("*.example", "ts.example", true), ("*.example", "a.ts.example", false), ("*.example", "example", false),
            ("*.example", ".example", false), ("t*.example", "ts.example", false), ("*", "localhost", false),
            ("ts.example.", "ts.example", false), ("127.0.0.1", "127.0.0.1", true), ("127.0.0.2", "127.0.0.1", false),
            ("*.0.0.1", "127.0.0.1", false), ("fd00::1", "fd00:0::1", true), ("::1", "localhost", false),
        ])
    func `C9: a name covers a host as a whole, with one label for a star`(name: String, host: String, covers: Bool) {
        #expect(CertificateRefusal.covers(name, host) == covers)
    }
}
