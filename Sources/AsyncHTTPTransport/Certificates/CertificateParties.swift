import SwiftASN1

/// Who a certificate is for, and who signed it: the two names of X.509 that the TLS library keeps to itself.
struct CertificateParties: Hashable, Sendable {
    let subject: String?
    let issuer: String?

    /// Returns nil unless the bytes are a certificate.
    ///
    /// - Parameter certificate: in DER.
    init?(certificate: [UInt8]) {
        guard let fields = CertificateFields(certificate: certificate) else { return nil }
        issuer = Self.text(of: fields.issuer)
        subject = Self.text(of: fields.subject)
    }

    /// `Common Name (Organisation)`, or whichever of the two there is.
    private static func text(of name: [ASN1Node]) -> String? {
        var commonName: String?
        var organisation: String?
        for attribute in name.flatMap({ $0.children(of: .set) ?? [] }) {
            guard let pair = attribute.children(of: .sequence), pair.count == 2,
                let type = try? ASN1ObjectIdentifier(derEncoded: pair[0]), let value = pair[1].text
            else { continue }
            if type == .NameAttributes.commonName { commonName = value }
            if type == .NameAttributes.organizationName { organisation = value }
        }
        guard let commonName else { return organisation }
        return organisation.map { "\(commonName) (\($0))" } ?? commonName
    }
}

extension ASN1Node {
    /// The values within; nil when this is something else.
    func children(of identifier: ASN1Identifier) -> [ASN1Node]? {
        guard self.identifier == identifier, case .constructed(let nodes) = content else { return nil }
        return Array(nodes)
    }

    /// The text of a value, in whatever string type it is written; nil when it is none.
    fileprivate var text: String? {
        guard case .primitive(let bytes) = content else { return nil }
        switch identifier {
        case .utf8String, .printableString, .ia5String, .teletexString:
            return String(decoding: bytes, as: UTF8.self)
        case .bmpString:
            let bytes = Array(bytes)
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        default:
            return nil
        }
    }
}
