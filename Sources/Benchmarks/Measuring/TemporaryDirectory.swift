import Glibc

/// A directory in `/tmp` for the time of a measurement.
struct TemporaryDirectory {
    let path: String

    init() throws(UsageError) {
        var template = Array("/tmp/tessera-benchmarks-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw UsageError("no directory can be made in /tmp") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Removes the files of these names, where they are there, and the directory.
    func remove(_ names: String...) {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    /// What a file holds.
    func bytes(of name: String) throws(UsageError) -> [UInt8] {
        guard let file = fopen(path + "/" + name, "r") else { throw UsageError("\(name) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        return bytes
    }
}
