import NIOSSL
import Testing

@testable import AsyncHTTPTransport

/// The bytes of a certificate are those of whoever answers: whatever they are, they are read or refused.
struct CertificatePartiesTests {
    /// One value of DER, of less than 64 KiB.
    private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count
        let head: [UInt8] =
            length < 0x80
            ? [UInt8(length)]
            : length < 0x100 ? [0x81, UInt8(length)] : [0x82, UInt8(length >> 8), UInt8(length & 0xFF)]
        return [tag] + head + content
    }

    private static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap(\.self)) }

    /// `2.5.4.3` is the common name, `2.5.4.10` the organisation.
    private static func attribute(_ type: UInt8, _ text: [UInt8], tag: UInt8 = 0x0C) -> [UInt8] {
        value(0x31, sequence(value(0x06, [0x55, 0x04, type]), value(tag, text)))
    }

    private static func certificate(
        issuer: [UInt8], subject: [UInt8], version: [UInt8] = value(0xA0, value(0x02, [2]))
    ) -> [UInt8] {
        let fields = [version, value(0x02, [1]), sequence(), issuer, sequence(), subject, sequence()]
        return sequence(value(0x30, fields.flatMap(\.self)), sequence(), value(0x03, [0]))
    }

    private static let name = sequence(attribute(3, Array("Anna".utf8)), attribute(10, Array("Acme".utf8)))

    @Test func `both names are told, with the organisation`() throws {
        let bytes = Self.certificate(issuer: Self.sequence(Self.attribute(10, Array("Root".utf8))), subject: Self.name)
        let parties = try #require(CertificateParties(certificate: bytes))
        #expect(parties.subject == "Anna (Acme)")
        #expect(parties.issuer == "Root")
    }

    @Test func `a certificate of the first version tells none`() throws {
        let bytes = Self.certificate(issuer: Self.name, subject: Self.sequence(), version: [])
        let parties = try #require(CertificateParties(certificate: bytes))
        #expect(parties.issuer == "Anna (Acme)")
        #expect(parties.subject == nil)
    }

    @Test(
        arguments: [
            (0x0C, Array("é".utf8), "é"), (0x13, Array("a".utf8), "a"), (0x16, Array("a".utf8), "a"),
            (0x14, [0xFF], "\u{FFFD}"), (0x1E, [0x00, 0x61, 0xD8, 0x3D, 0xDE, 0x00], "a😀"), (0x1E, [0x00], ""),
            (0x02, [1], nil),
        ] as [(UInt8, [UInt8], String?)])
    func `a name is text of any of the string types`(tag: UInt8, content: [UInt8], expected: String?) throws {
        let name = Self.sequence(Self.attribute(3, content, tag: tag))
        let parties = try #require(CertificateParties(certificate: Self.certificate(issuer: name, subject: name)))
        #expect(parties.subject == expected)
        #expect(parties.issuer == expected)
    }

    @Test func `a part of a certificate is none`() {
        let bytes = Self.certificate(issuer: Self.name, subject: Self.name)
        for length in bytes.indices {
            #expect(CertificateParties(certificate: Array(bytes.prefix(length))) == nil, "\(length) bytes")
        }
        #expect(CertificateParties(certificate: Self.sequence()) == nil)
        #expect(CertificateParties(certificate: Self.sequence(Self.sequence())) == nil)
    }

    /// What is asserted is that this ends: a trap would end the test run.
    @Test func `a certificate with any byte changed is read or refused`() throws {
        let certificates = try TestCertificates.shared()
        let real = try #require(try NIOSSLCertificate.fromPEMFile("\(certificates.directory)/good.pem").first)
        for bytes in [try real.toDERBytes(), Self.certificate(issuer: Self.name, subject: Self.name)] {
            let whole = try #require(CertificateParties(certificate: bytes))
            var read = 0
            for index in bytes.indices {
                for value: UInt8 in [
                    0x00, 0x1F, 0x30, 0x31, 0x7F, 0x80, 0x84, 0xFF, bytes[index] ^ 1, bytes[index] &+ 1,
                ] {
                    var changed = bytes
                    changed[index] = value
                    if CertificateParties(certificate: changed) != nil { read += 1 }
                }
            }
            #expect(read > 0)
            #expect(CertificateParties(certificate: bytes) == whole)
        }
    }

    /// A parser that descends without a limit overflows the stack here.
    @Test func `deep nesting is refused`() {
        var bytes: [UInt8] = []
        for _ in 0..<10_000 { bytes = [0x30, 0x80] + bytes }
        #expect(CertificateParties(certificate: bytes) == nil)
        var nested = Self.sequence()
        while nested.count < 60_000 { nested = Self.sequence(nested) }
        #expect(CertificateParties(certificate: nested) == nil)
    }
}
