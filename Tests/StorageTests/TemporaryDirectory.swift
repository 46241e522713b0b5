import Dispatch
import Glibc
import Synchronization
import ThoughtSpotSessions

@testable import Storage

/// A directory of its own for one test, 0700, gone when the test ends.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/tessera-storage-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure(number: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { Self.remove(path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws {
        let opened = try OpenFile(file(name), flags: O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
        try opened.write(all: bytes)
        try opened.setMode(mode)
    }

    func bytes(of name: String) throws -> [UInt8] {
        try OpenFile(file(name), flags: O_RDONLY).read(limit: 64 << 20)
    }

    func text(of name: String) throws -> String { String(decoding: try bytes(of: name), as: UTF8.self) }

    func status(of name: String) -> stat? {
        var status = stat()
        return lstat(file(name), &status) == 0 ? status : nil
    }

    func permissions(of name: String) -> mode_t? { status(of: name).map { $0.st_mode & 0o7777 } }

    /// Everything in the directory, sorted.
    func names() -> [String] { Self.names(in: path) }

    private static func names(in path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
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

    private static func remove(_ path: String) {
        chmod(path, 0o700)
        for name in names(in: path) {
            let inner = path + "/" + name
            if unlink(inner) == -1 { remove(inner) }
        }
        rmdir(path)
    }
}

extension FileContext {
    /// A context whose waiting takes no time, and whose clock stands still.
    static func still(processID: Int32 = 4_711, slept: Slept? = nil) -> FileContext {
        FileContext(
            now: { Instant(milliseconds: 1_795_251_165_123) },
            wait: { signal, milliseconds in
                slept?.add(milliseconds)
                return signal.wait(timeout: .now()) == .success
            }, processID: processID, hostName: "bastion", userID: geteuid())
    }
}

/// Adds up what was slept.
final class Slept: Sendable {
    private let total = Mutex(0)

    var milliseconds: Int { total.withLock { $0 } }

    func add(_ milliseconds: Int) { total.withLock { $0 += milliseconds } }
}

/// What `body` throws, or nothing.
func storageError(_ body: () throws(StorageError) -> Void) -> StorageError? {
    do throws(StorageError) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// The same values in every run: SplitMix64.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
