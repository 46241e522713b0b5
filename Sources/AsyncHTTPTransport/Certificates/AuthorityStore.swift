import Glibc
import HTTPExchange
import NIOPosix
import NIOSSL

/// The certificate authorities that this machine trusts, as far as they can be read.
struct AuthorityStore: Sendable {
    /// Where the distributions keep them.
    struct SystemPlaces {
        /// Those that ``NIOSSLTrustRoots/default`` looks at, the file first.
        var standard = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
        /// What other distributions have.
        var other = [
            "/etc/ssl/ca-bundle.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
        ]
        var directory = "/etc/ssl/certs"
    }

    let roots: NIOSSLTrustRoots
    /// Beside the roots: those of the environment.
    let more: [NIOSSLCertificate]
    let facts: AuthorityFacts

    init(_ environment: AuthorityEnvironment, places: SystemPlaces = SystemPlaces()) {
        let systemFile = (places.standard + places.other).first { Self.size(of: $0) > 0 }
        let systemDirectory = Self.names(in: places.directory).isEmpty ? nil : places.directory
        guard environment.file != nil || environment.directories != nil else {
            let found = [systemFile, systemDirectory].compactMap(\.self)
            let isStandard = systemFile.map(places.standard.contains) ?? (systemDirectory != nil)
            roots = isStandard ? .default : systemFile.map { .file($0) } ?? .certificates([])
            more = []
            facts = AuthorityFacts(places: found, problems: [], isChosen: false)
            return
        }
        var named = Named()
        if let file = environment.file { named.add(file: file) }
        for directory in environment.directories ?? [] { named.add(directory: directory) }
        // What the environment does not name stays as the system has it.
        let rest = environment.file == nil ? systemFile : environment.directories == nil ? systemDirectory : nil
        roots = rest.map { .file($0) } ?? .certificates([])
        more = Array(named.certificates)
        facts = AuthorityFacts(
            places: named.places + [rest].compactMap(\.self), problems: named.problems, isChosen: true)
    }

    /// What the variables name.
    private struct Named {
        var certificates: Set<NIOSSLCertificate> = []
        var places: [String] = []
        var problems: [String] = []

        mutating func add(file: String) {
            do throws(CertificateAuthorityFile.Problem) {
                certificates.formUnion(try CertificateAuthorityFile.certificates(at: file))
                places.append("SSL_CERT_FILE \(file)")
            } catch {
                problems.append("SSL_CERT_FILE: \(error.reason)")
            }
        }

        /// Every file in it that holds certificates; such a directory holds other files and links to the same ones, too.
        mutating func add(directory: String) {
            let found = AuthorityStore.names(in: directory).compactMap { name in
                try? CertificateAuthorityFile.certificates(at: "\(directory)/\(name)")
            }
            if found.isEmpty {
                problems.append("SSL_CERT_DIR: \(directory) holds no certificate that can be read")
            } else {
                certificates.formUnion(found.joined())
                places.append("SSL_CERT_DIR \(directory)")
            }
        }
    }

    /// Reads them on a thread that may wait for a disk: a directory of certificates takes tens of milliseconds, a file on a
    /// network disk as long as it likes.
    static func read(_ environment: AuthorityEnvironment) async -> AuthorityStore {
        await offLoops { AuthorityStore(environment) }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

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

/// Does work that may wait for a disk on a thread made for that, so that no event loop and no executor waits with it.
func offLoops<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        NIOThreadPool.singleton.submit { _ in continuation.resume(returning: work()) }
    }
}
