import Glibc
import NIOSSL

/// A throw-away authority and server certificates with every fault, made once for each test run by `openssl`.
struct TestCertificates: Sendable {
    enum Kind: String, Sendable {
        /// For `localhost` and 127.0.0.1, valid now.
        case good
        case expired
        case early
        /// For another name.
        case other
        /// Signed by itself.
        case lonely
        /// For `localhost`, and that in its common name alone.
        case unnamed
        /// For the address 127.0.0.1 alone.
        case addressed
        /// With an RSA key of 1,024 bits.
        case short
        /// With an RSA key of 2,048 bits.
        case long
        /// Signed with SHA-1.
        case broken
        /// Under an authority with an RSA key of 1,024 bits.
        case under
        /// Under an authority that was signed with SHA-1.
        case below
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Where the files are.
    let directory: String

    /// The one set of this test run.
    static func shared() throws -> TestCertificates { try result.get() }

    private static let result = Result {
        let certificates = try TestCertificates()
        // The last test does not know that it is the last one.
        atexit { TestCertificates.remove() }
        return certificates
    }

    private static func remove() {
        guard let directory = try? result.get().directory else { return }
        try? shell("rm -r \(directory)")
    }

    var authorityFile: String { "\(directory)/ca.pem" }

    /// A server that shows this certificate and speaks TLS 1.2 or later.
    func server(_ kind: Kind) throws -> TLSConfiguration {
        try TLSConfiguration.makeServerConfiguration(
            certificateChain: NIOSSLCertificate.fromPEMFile("\(directory)/\(kind.rawValue).pem")
                .map { .certificate($0) },
            privateKey: .privateKey(
                NIOSSLPrivateKey(
                    file: "\(directory)/\([.short, .long].contains(kind) ? kind.rawValue : "leaf").key", format: .pem))
        )
    }

    /// Runs `openssl x509 -fingerprint` on a certificate, for comparison with what we show.
    func fingerprint(of kind: Kind) throws -> String {
        // Tests that run side by side ask for the same one.
        let output = "\(directory)/\(kind.rawValue).\(UInt64.random(in: .min ... .max)).fingerprint"
        let command = "openssl x509 -in \(kind.rawValue).pem -noout -fingerprint -sha256 > \(output)"
        try Self.shell("cd \(directory) && \(command)")
        let text = try read(output)
        return String(text.split(separator: "=").last ?? "").filter { $0 != "\n" }
    }

    private init() throws {
        var template = Array("/tmp/tessera-certificates-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no temporary directory can be made") }
        directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        try Self.shell("command -v openssl > \(directory)/which")
        try Self.shell("cd \(directory) && \(Self.script)")
    }

    private func read(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw Failure(description: "\(path) cannot be read") }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    private static func shell(_ script: String) throws {
        var process = pid_t()
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sh"), strdup("-c"), strdup(script), nil]
        defer { arguments.forEach { free($0) } }
        guard posix_spawn(&process, "/bin/sh", nil, nil, arguments, environ) == 0 else {
            throw Failure(description: "these tests run /bin/sh, and it cannot be started")
        }
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw Failure(
                description: "these tests need the command openssl (package openssl); it is missing or failed")
        }
    }

    /// `openssl ca` is the one command of OpenSSL 3.0 that takes dates in the past and in the future.
    private static let script = """
        exec 2> log
        set -e
        printf '%s\\n' '[ca]' 'default_ca = d' '[d]' 'new_certs_dir = .' 'database = index' 'rand_serial = yes' \
            'default_md = sha256' 'policy = p' 'unique_subject = no' '[p]' 'commonName = supplied' \
            '[req]' 'distinguished_name = n' '[n]' '[authority]' 'basicConstraints = critical, CA:true' \
            'keyUsage = critical, keyCertSign' 'subjectKeyIdentifier = hash' > config
        touch index
        printf 'subjectAltName = DNS:localhost, IP:127.0.0.1\\n' > here
        printf 'subjectAltName = DNS:other.example, DNS:*.wild.example, IP:10.1.2.3, IP:fd00::1\\n' > elsewhere
        openssl ecparam -name prime256v1 -genkey -noout -out ca.key
        openssl ecparam -name prime256v1 -genkey -noout -out leaf.key
        openssl req -new -x509 -config config -extensions authority -key ca.key -subj /CN=Tests -days 3650 -out ca.pem
        openssl req -new -config config -key leaf.key -subj /CN=localhost -out leaf.csr
        issue() {
            name=$1 extensions=$2 start=$3 end=$4
            shift 4
            openssl ca -batch -notext -config config -cert ca.pem -keyfile ca.key -in leaf.csr \
                -extfile $extensions -startdate $start -enddate $end -out $name.pem "$@" > issue.log
        }
        issue good here 20200101000000Z 20991231235959Z
        issue expired here 20200101000000Z 20200201000000Z
        issue early here 20980101000000Z 20991231235959Z
        issue other elsewhere 20200101000000Z 20991231235959Z
        openssl genrsa -out short.key 1024
        openssl req -new -config config -key short.key -subj /CN=localhost -out short.csr
        openssl req -new -config config -key short.key -subj /CN=Middle -out middle.csr
        printf 'basicConstraints = CA:false\\n' > nowhere
        printf 'subjectAltName = IP:127.0.0.1\\n' > address
        printf 'basicConstraints = critical, CA:true\\nkeyUsage = critical, keyCertSign\\n' > authority
        issue unnamed nowhere 20200101000000Z 20991231235959Z
        issue addressed address 20200101000000Z 20991231235959Z
        issue short here 20200101000000Z 20991231235959Z -in short.csr
        openssl genrsa -out long.key 2048
        openssl req -new -config config -key long.key -subj /CN=localhost -out long.csr
        issue long here 20200101000000Z 20991231235959Z -in long.csr
        issue broken here 20200101000000Z 20991231235959Z -md sha1
        issue middle authority 20200101000000Z 20991231235959Z -in middle.csr
        issue under here 20200101000000Z 20991231235959Z -cert middle.pem -keyfile short.key
        cat middle.pem >> under.pem
        openssl ecparam -name prime256v1 -genkey -noout -out upper.key
        openssl req -new -config config -key upper.key -subj /CN=Upper -out upper.csr
        issue upper authority 20200101000000Z 20991231235959Z -in upper.csr -md sha1
        issue below here 20200101000000Z 20991231235959Z -cert upper.pem -keyfile upper.key
        cat upper.pem >> below.pem
        openssl ca -batch -notext -selfsign -config config -keyfile leaf.key -in leaf.csr -extfile here \
            -startdate 20200101000000Z -enddate 20991231235959Z -out lonely.pem > issue.log
        cat ca.pem ca.key > with-key.pem
        openssl x509 -in ca.pem -outform der -out ca.der
        : > empty.pem
        cp ca.pem shared.pem
        chmod 666 shared.pem
        printf '%s\\n' '-----BEGIN CERTIFICATE-----' 'bm9uc2Vuc2U=' '-----END CERTIFICATE-----' > nonsense.pem
        """
}
