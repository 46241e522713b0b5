import Glibc

/// A file with what is to be read again.
enum OutputFile {
    /// Replaces what stands there.
    static func write(_ bytes: [UInt8], to file: String) throws(UsageError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw UsageError("\(file) cannot be written") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw UsageError("\(file) cannot be written") }
            rest = rest.dropFirst(count)
        }
    }
}
