import HTTPExchange
import NIOSSL

/// The PEM file with the certificate authorities of one profile, as certificates.
enum CertificateAuthorityFile {
    typealias Problem = AuthorityFile.Problem

    static func certificates(at path: String) throws(Problem) -> [NIOSSLCertificate] {
        let bytes = try AuthorityFile.bytes(at: path)
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw Problem(reason: "\(path) holds a certificate that cannot be read")
        }
        return certificates
    }
}
