import Glibc

/// A home directory of its own for one test, 0700, gone when the test ends.
final class TemporaryHome: Sendable {
    let path: String

    init() throws(HomeError) {
        var template = Array("/tmp/tessera-operations-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw HomeError(number: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for file in files where unlink(file) != 0 { rmdir(file) }
        rmdir(path)
    }

    var journal: String { path + "/journal.jsonl" }
    var profiles: String { path + "/profiles.json" }

    /// The paths of everything in it.
    var files: [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(path + "/" + name) }
        }
        return names.sorted()
    }

    /// What a file holds now, read past everything Tessera has; empty when there is none.
    static func text(of file: String) -> String {
        let descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}

struct HomeError: Error {
    let number: Int32
}
