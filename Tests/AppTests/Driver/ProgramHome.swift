import FoundationEssentials
import Glibc

/// A home directory of its own for one script, 0700, gone when the script ends.
final class ProgramHome: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/tessera-program-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var profiles: String { path + "/profiles.json" }
    var journal: String { path + "/journal.jsonl" }

    /// What a file holds; empty when there is none.
    static func text(of file: String) -> String {
        FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Writes a file as its owner would, past everything Tessera has.
    static func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file))
        chmod(file, 0o600)
    }
}
