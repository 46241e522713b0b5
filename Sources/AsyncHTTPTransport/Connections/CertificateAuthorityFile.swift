import Glibc
import NIOSSL

/// The PEM file with the certificate authorities of one profile.
enum CertificateAuthorityFile {
    /// Why the file cannot be used; a phrase of ours with the path, never with its content.
    struct Problem: Error {
        let reason: String
    }

    /// More than any collection of authorities needs.
    private static let largest = 4 * 1024 * 1024

    static func certificates(at path: String) throws(Problem) -> [NIOSSLCertificate] {
        let bytes = try content(of: path)
        // A view of the bytes as text is enough to find ASCII markers, whatever else is in the file.
        let text = String(decoding: bytes, as: UTF8.self)
        guard !text.contains("PRIVATE KEY-----") else {
            throw Problem(reason: "\(path) contains a private key; a CA file holds certificates only")
        }
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw Problem(reason: "\(path) holds no certificate in PEM form (a DER file has to be converted)")
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw Problem(reason: "\(path) holds a certificate that cannot be read")
        }
        return certificates
    }

    private static func content(of path: String) throws(Problem) -> [UInt8] {
        // Without O_NONBLOCK a named pipe at this path would hold us for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "does not exist" : "cannot be opened: \(String(cString: strerror(errno)))"
            throw Problem(reason: "\(path) \(reason)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(reason: "\(path) is not a regular file")
        }
        guard status.st_mode & S_IWOTH == 0 else {
            throw Problem(reason: "\(path) may be written by everybody; run chmod o-w on it after checking its content")
        }
        guard status.st_size > 0 else { throw Problem(reason: "\(path) is empty") }
        guard status.st_size <= largest else { throw Problem(reason: "\(path) is larger than 4 MiB") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Problem(reason: "\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            guard count > 0 else { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }
}
