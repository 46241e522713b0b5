import Glibc

/// The PEM file with the certificate authorities of one profile: what can be said of it without a TLS library. A profile
/// is checked here when it is saved, and the transport again when it connects (fault C13).
package enum AuthorityFile {
    /// Why the file cannot be used; a phrase of ours with the path, never with its content.
    package struct Problem: Error, Hashable, Sendable {
        package let reason: String

        package init(reason: String) {
            self.reason = reason
        }
    }

    /// More than any collection of authorities needs.
    private static let largest = 4 * 1024 * 1024

    /// The content of a regular file that only its owner or group can change, with certificates in it and no key.
    package static func bytes(at path: String) throws(Problem) -> [UInt8] {
        let bytes = try content(of: path)
        // A view of the bytes as text is enough to find ASCII markers, whatever else is in the file.
        let text = String(decoding: bytes, as: UTF8.self)
        guard !text.contains("PRIVATE KEY-----") else {
            throw Problem(reason: "\(path) contains a private key; a CA file holds certificates only")
        }
        var rest = text[...]
        var count = 0
        while let begin = rest.firstRange(of: "-----BEGIN CERTIFICATE-----") {
            rest = rest[begin.upperBound...]
            guard let end = rest.firstRange(of: "-----END CERTIFICATE-----"), isCertificate(rest[..<end.lowerBound])
            else {
                throw Problem(reason: "\(path) holds a certificate that cannot be read")
            }
            rest = rest[end.upperBound...]
            count += 1
        }
        guard count > 0 else {
            throw Problem(reason: "\(path) holds no certificate in PEM form (a DER file has to be converted)")
        }
        return bytes
    }

    /// Whether the text is Base64 of one DER sequence, with nothing missing at its end: a file that was cut is told.
    private static func isCertificate(_ text: Substring) -> Bool {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for scalar in text.unicodeScalars {
            let value: UInt32
            switch scalar {
            case "A"..."Z": value = scalar.value - 65
            case "a"..."z": value = scalar.value - 71
            case "0"..."9": value = scalar.value + 4
            case "+": value = 62
            case "/": value = 63
            case "=", " ", "\t", "\r", "\n": continue
            default: return false
            }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes.count > 2 && bytes[0] == 0x30 && lengthOfSequence(bytes) == bytes.count
    }

    /// The length of a DER value with its head; nil for a length that no certificate has.
    private static func lengthOfSequence(_ bytes: [UInt8]) -> Int? {
        let first = Int(bytes[1])
        if first < 0x80 { return first + 2 }
        let digits = first & 0x7F
        guard (1...3).contains(digits), bytes.count > digits + 2 else { return nil }
        return bytes[2..<(digits + 2)].reduce(0) { $0 << 8 | Int($1) } + digits + 2
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
            throw Problem(reason: "\(path) can be written by others; run chmod o-w on it after checking its content")
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
