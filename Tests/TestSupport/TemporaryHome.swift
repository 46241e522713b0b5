package import Glibc
import Storage

/// A directory of its own for one test, 0700, gone when the test ends.
package final class TemporaryHome: Sendable {
    package struct Failure: Error {
        package let number: Int32
    }

    package let path: String

    package init() throws(Failure) {
        var template = Array("/tmp/tessera-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(number: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { Self.remove(path) }

    package var journalDirectory: String { path + "/journal" }
    /// The newest segment; where there is none, the one of the month of the tests.
    package var journal: String {
        let segments = DirectoryListing.names(in: journalDirectory).compactMap { SegmentName($0) }.sorted()
        return journalDirectory + "/" + (segments.last?.text ?? "2026-11.jsonl")
    }
    package var profiles: String { path + "/profiles.json" }
    package var settings: String { path + "/settings.json" }

    package func file(_ name: String) -> String { path + "/" + name }

    // MARK: Files as their owner sees them, past everything Tessera has

    package func write(_ text: String, to name: String, mode: mode_t = 0o600) throws(Failure) {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    package func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws(Failure) {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(number: errno) }
            written += count
        }
        guard fchmod(descriptor, mode) == 0 else { throw Failure(number: errno) }
    }

    package func bytes(of name: String) throws(Failure) -> [UInt8] {
        guard let bytes = Self.bytes(ofFile: file(name)) else { throw Failure(number: errno) }
        return bytes
    }

    package func text(of name: String) throws(Failure) -> String {
        String(decoding: try bytes(of: name), as: UTF8.self)
    }

    /// What the file at a path holds; empty when there is none.
    package static func text(of path: String) -> String {
        bytes(ofFile: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package func status(of name: String) -> stat? {
        var status = stat()
        return lstat(file(name), &status) == 0 ? status : nil
    }

    package func permissions(of name: String) -> mode_t? { status(of: name).map { $0.st_mode & 0o7777 } }

    /// Everything in the directory, sorted.
    package func names() -> [String] { DirectoryListing.names(in: path) }

    /// The paths of everything in the directory and below.
    package var files: [String] { Self.files(in: path) }

    private static func files(in directory: String) -> [String] {
        DirectoryListing.names(in: directory).map { directory + "/" + $0 }.flatMap { [$0] + files(in: $0) }
    }

    private static func bytes(ofFile path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += buffer[..<count]
        }
    }

    /// Removes a file, or a directory with everything in it.
    package func removeAll(_ name: String) throws(Failure) {
        if unlink(file(name)) == -1 { Self.remove(file(name)) }
        guard status(of: name) == nil else { throw Failure(number: errno) }
    }

    private static func remove(_ path: String) {
        chmod(path, 0o700)
        for name in DirectoryListing.names(in: path) {
            let inner = path + "/" + name
            if unlink(inner) == -1 { remove(inner) }
        }
        rmdir(path)
    }
}

/// Makes a file unusable for every user, root included: a directory stands in its place.
package func breakFile(_ path: String) {
    mkdir(path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }, 0o700)
    rename(path, path + ".gone")
    mkdir(path, 0o700)
}
