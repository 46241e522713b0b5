import HTTPExchange
import NIOSSL
import SwiftASN1

/// Why a certificate that verifies is refused all the same: the TLS library still believes keys and digests that have
/// been broken, and names in places that no longer count (faults C9 and C11).
struct CertificateRefusal: Error, Hashable, Sendable {
    let code: TransportError.Code
    /// A phrase of ours.
    let detail: String
    /// Names or a fingerprint: text from outside.
    let offered: [String]

    /// Judges the server's own certificate for a connection to `host`; nil when nothing is wrong with it.
    init?(leaf: NIOSSLCertificate?, host: String) {
        guard let leaf, let bytes = try? leaf.toDERBytes() else {
            self.init(code: .tlsWeak, detail: "its certificate cannot be read", offered: [])
            return
        }
        if let weakness = CertificateStrength(certificate: bytes).weakness {
            self.init(code: .tlsWeak, detail: weakness, offered: [CertificateFacts.fingerprint(of: bytes)])
        } else if let refusal = CertificateRefusal(names: leaf.subjectNames, host: host) {
            self = refusal
        } else {
            return nil
        }
    }

    /// Judges what a server presents, its own certificate first. An authority that signs itself is trusted for its key,
    /// not for that signature.
    init?(chain: [NIOSSLCertificate], host: String) {
        if let refusal = CertificateRefusal(leaf: chain.first, host: host) {
            self = refusal
            return
        }
        for (place, certificate) in chain.enumerated().dropFirst() {
            guard let bytes = try? certificate.toDERBytes() else { continue }
            let strength = CertificateStrength(certificate: bytes)
            guard let weakness = strength.isSelfIssued ? strength.weaknessOfKey : strength.weakness else { continue }
            self.init(
                code: .tlsWeak, detail: "certificate \(place + 1) of its chain: \(weakness)",
                offered: [CertificateFacts.fingerprint(of: bytes)])
            return
        }
        return nil
    }

    /// A name has to stand among the alternative names (RFC 9525): the common name is a text for people, and an address
    /// is no name.
    private init?(names: [String], host: String) {
        if names.contains(where: { Self.covers($0, host) }) { return nil }
        self.init(
            code: .tlsName,
            detail: names.isEmpty
                ? "expected \(host) as an alternative name; the certificate has only a common name (CN)"
                : "expected \(host)",
            offered: names)
    }

    private init(code: TransportError.Code, detail: String, offered: [String]) {
        self.code = code
        self.detail = detail
        self.offered = offered
    }

    /// Whether a certificate for `name` is one for `host`: `*` stands for one whole label, the first.
    static func covers(_ name: String, _ host: String) -> Bool {
        if let address = IPAddress(host) { return IPAddress(name) == address }
        let (name, host) = (name.lowercased(), host.lowercased())
        guard name.hasPrefix("*."), let dot = host.firstIndex(of: ".") else { return name == host }
        return dot != host.startIndex && host[dot...] == name.dropFirst()
    }

    /// The failure of a request that was not sent for it.
    func error(peer: String) -> TransportError {
        TransportError(code, reach: .notSent, peer: peer, detail: detail, offered: offered)
    }
}

/// The key of a certificate and the digest it was signed with, as far as they decide whether it can be forged.
struct CertificateStrength: Hashable, Sendable {
    /// The length of an RSA key, in bits; nil for other kinds of keys.
    let rsaBits: Int?
    /// The name of the digest it was signed with, if that can be forged.
    let brokenDigest: String?
    /// The length of the RSA key it was signed with, in bits: a signature is as long; nil for other kinds of keys.
    let issuerBits: Int?
    /// Whether it names itself as the one who signed it.
    let isSelfIssued: Bool
    private let isReadable: Bool

    /// Bits that an RSA key has at least.
    static let shortest = 2_048

    /// - Parameter certificate: in DER.
    init(certificate: [UInt8]) {
        guard let fields = CertificateFields(certificate: certificate) else {
            (rsaBits, brokenDigest, issuerBits, isSelfIssued, isReadable) = (nil, nil, nil, false, false)
            return
        }
        let isRSA = fields.keyAlgorithm.map { [.rsaKey, .rsaPSS].contains($0) } ?? false
        rsaBits = isRSA ? fields.key.map(Self.modulusBits) ?? 0 : nil
        brokenDigest = fields.signatureAlgorithm.flatMap(Self.brokenDigest)
        let isSignedByRSA = fields.signatureAlgorithm.map { $0.type.isRSASignature } ?? false
        issuerBits = isSignedByRSA ? fields.signature.map { $0.count * 8 } : nil
        isSelfIssued = fields.issuer == fields.subject
        isReadable = fields.keyAlgorithm != nil && fields.signatureAlgorithm != nil && fields.signature != nil
    }

    /// The first weakness of all, a clause; nil when there is none.
    var weakness: String? {
        if let weaknessOfKey { return weaknessOfKey }
        if let brokenDigest { return "it is signed with \(brokenDigest), which can be forged" }
        guard let issuerBits, issuerBits < Self.shortest else { return nil }
        return "it is signed by an RSA key of \(issuerBits) bits, and \(Self.shortest) are the least"
    }

    /// The weakness of the key alone.
    var weaknessOfKey: String? {
        guard isReadable else { return "its certificate cannot be read" }
        guard let rsaBits, rsaBits < Self.shortest else { return nil }
        return "its RSA key has \(rsaBits) bits, and \(Self.shortest) are the least"
    }

    /// The length of the first number of an RSA key: 0 when there is none.
    private static func modulusBits(_ key: ArraySlice<UInt8>) -> Int {
        guard let node = try? DER.parse(Array(key)), let modulus = node.children(of: .sequence)?.first,
            modulus.identifier == .integer, case .primitive(let bytes) = modulus.content
        else { return 0 }
        let digits = bytes.drop { $0 == 0 }
        return digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0)
    }

    private static func brokenDigest(_ algorithm: CertificateFields.Algorithm) -> String? {
        switch algorithm.type {
        case .md2WithRSA: "MD2"
        case .md5WithRSA: "MD5"
        case .sha1WithRSA, .sha1WithRSAOfOIW, .sha1WithECDSA, .sha1WithDSA: "SHA-1"
        case .rsaPSS:
            switch algorithm.digest {
            // Where no digest is named, it is SHA-1 (RFC 4055, 3.1).
            case .sha1, nil: "SHA-1"
            case .md5: "MD5"
            default: nil
            }
        default: nil
        }
    }
}

/// The fields of a certificate that the TLS library keeps to itself, as they stand in it (RFC 5280, section 4.1). The
/// bytes come from outside.
struct CertificateFields {
    /// How something was signed.
    struct Algorithm {
        let type: ASN1ObjectIdentifier
        /// The digest that its parameters name, as RSASSA-PSS has it.
        let digest: ASN1ObjectIdentifier?

        fileprivate init?(_ node: ASN1Node?) {
            guard let parts = node?.children(of: .sequence), let first = parts.first,
                let type = try? ASN1ObjectIdentifier(derEncoded: first)
            else { return nil }
            self.type = type
            let hash = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
            let tagged = parts.dropFirst().first?.children(of: .sequence)?.first?.children(of: hash)?.first
            digest = tagged?.children(of: .sequence)?.first.flatMap { try? ASN1ObjectIdentifier(derEncoded: $0) }
        }
    }

    let issuer: [ASN1Node]
    let subject: [ASN1Node]
    let keyAlgorithm: ASN1ObjectIdentifier?
    let key: ArraySlice<UInt8>?
    let signatureAlgorithm: Algorithm?
    let signature: ArraySlice<UInt8>?

    /// Returns nil unless the bytes are a certificate.
    ///
    /// - Parameter certificate: in DER.
    init?(certificate: [UInt8]) {
        guard let file = try? DER.parse(certificate), let signed = file.children(of: .sequence),
            let fields = signed.first?.children(of: .sequence)
        else { return nil }
        // Serial number, algorithm, issuer, validity, subject, key; before them the version, where it is told.
        let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        let known = Array(fields.first?.identifier == version ? fields.dropFirst() : fields[...])
        guard known.count >= 5, let issuer = known[2].children(of: .sequence),
            let subject = known[4].children(of: .sequence)
        else { return nil }
        self.issuer = issuer
        self.subject = subject
        let owned = known.dropFirst(5).first?.children(of: .sequence)
        keyAlgorithm = Algorithm(owned?.first)?.type
        key = owned?.dropFirst().first?.bits
        signatureAlgorithm = Algorithm(signed.dropFirst().first)
        signature = signed.dropFirst(2).first?.bits
    }
}

extension ASN1Node {
    /// The bytes of a string of bits, which begins with the number of those that do not count.
    fileprivate var bits: ArraySlice<UInt8>? {
        guard identifier == .bitString, case .primitive(let bytes) = content else { return nil }
        return bytes.dropFirst()
    }
}

extension ASN1ObjectIdentifier {
    /// PKCS #1 with SHA-2 beside the broken digests, and RSASSA-PSS.
    fileprivate var isRSASignature: Bool {
        let sha2: [Self] = [11, 12, 13, 14].map { [1, 2, 840, 113_549, 1, 1, $0] }
        return (sha2 + [.rsaPSS, .md2WithRSA, .md5WithRSA, .sha1WithRSA, .sha1WithRSAOfOIW]).contains(self)
    }

    fileprivate static let rsaKey: Self = [1, 2, 840, 113_549, 1, 1, 1]
    fileprivate static let rsaPSS: Self = [1, 2, 840, 113_549, 1, 1, 10]
    fileprivate static let md2WithRSA: Self = [1, 2, 840, 113_549, 1, 1, 2]
    fileprivate static let md5WithRSA: Self = [1, 2, 840, 113_549, 1, 1, 4]
    fileprivate static let sha1WithRSA: Self = [1, 2, 840, 113_549, 1, 1, 5]
    fileprivate static let sha1WithRSAOfOIW: Self = [1, 3, 14, 3, 2, 29]
    fileprivate static let sha1WithECDSA: Self = [1, 2, 840, 10_045, 4, 1]
    fileprivate static let sha1WithDSA: Self = [1, 2, 840, 10_040, 4, 3]
    fileprivate static let sha1: Self = [1, 3, 14, 3, 2, 26]
    fileprivate static let md5: Self = [1, 2, 840, 113_549, 2, 5]
}
