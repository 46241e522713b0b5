import ASCIIText
import Crypto
import HTTPExchange
import Moments
import NIOSSL

extension CertificateFacts {
    /// More names than these are of no use in a message.
    private static let mostNames = 20

    /// Nil for an empty chain.
    init?(chain: [NIOSSLCertificate]) {
        guard let leaf = chain.first, let bytes = try? leaf.toDERBytes() else { return nil }
        let parties = CertificateParties(certificate: bytes)
        self.init(
            subject: parties?.subject, issuer: parties?.issuer,
            validities: chain.map { Validity(notBefore: Int64($0.notValidBefore), notAfter: Int64($0.notValidAfter)) },
            names: Array(leaf.subjectNames.prefix(Self.mostNames)),
            fingerprint: "SHA-256 \(Self.colonSeparated(Array(SHA256.hash(data: bytes))))")
    }

    /// `AB:CD:...`, as other tools print fingerprints.
    private static func colonSeparated(_ bytes: [UInt8]) -> String {
        bytes.map { Hexadecimal.text([$0], isUppercase: true) }.joined(separator: ":")
    }

    /// Says which of the reasons it is: time first, because an authority's signature on an expired certificate is
    /// refused with the same words as an unknown authority.
    ///
    /// - Parameter now: what our clock says, in seconds since 1970 UTC.
    func explain(_ error: TransportError, host: String, now: Int64) -> TransportError {
        let clock = "this machine's clock says \(Instant(seconds: now).utcText)"
        if let expired = validities.first(where: { now > $0.notAfter }) {
            return error.being(
                .tlsExpired, "valid until \(Instant(seconds: expired.notAfter).utcText); \(clock)", [fingerprint])
        }
        if let early = validities.first(where: { now < $0.notBefore }) {
            return error.being(
                .tlsNotYetValid, "valid from \(Instant(seconds: early.notBefore).utcText); \(clock)", [fingerprint])
        }
        if error.code == .tlsName {
            return error.being(.tlsName, "expected \(host)", names)
        }
        return error.being(.tlsChain, error.detail, [fingerprint])
    }
}

extension TransportError {
    fileprivate func being(_ code: Code, _ detail: String, _ offered: [String]) -> TransportError {
        TransportError(code, reach: reach, peer: peer, detail: detail, offered: offered)
    }
}

extension NIOSSLCertificate {
    /// DNS names and addresses of the certificate, in its order.
    fileprivate var subjectNames: [String] {
        _subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self)
            case .ipAddress: IPAddress(bytes: Array(name.contents))?.description
            default: nil
            }
        }
    }
}
