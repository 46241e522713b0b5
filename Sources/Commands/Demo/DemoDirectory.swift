import DisplayText
import Glibc
import Storage

/// A directory of mode 0700 for one run of the demo, never in `/tmp` (promise P10).
struct DemoDirectory {
    let path: String
    /// The directories above it that had to be made, the uppermost first.
    private let made: [String]

    /// - Parameters:
    ///   - parent: where to make it; under the runtime directory of the user where there is one, else beside the
    ///     journal, when absent.
    ///   - accountHome: of the user's account, for where the environment names no home.
    init(
        environment: [String: String], parent: String? = nil, accountHome: String? = nil, random: (Int) -> [UInt8]
    ) throws(CommandProblem) {
        let suffix = random(6).map { String($0, radix: 36) }.joined()
        guard let parent = parent ?? Self.parent(environment, accountHome) else {
            throw .file(path: "HOME", why: "it is not set, so there is no place for the demo's files", advice: nil)
        }
        path = "\(parent)/tessera-demo-\(suffix)"
        made = Self.ancestors(of: path).filter { mkdir($0, 0o700) == 0 }
        guard mkdir(path, 0o700) == 0 else {
            throw .file(path: path, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
        }
    }

    /// Writes a file of mode 0600.
    ///
    /// - Returns: its path.
    func write(_ text: String, to name: String) throws(CommandProblem) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .file(path: file, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .file(path: file, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
        }
        return file
    }

    /// Removes the directory and the files that were written into it.
    func remove() {
        guard let directory = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(directory)
        for name in names { unlink("\(path)/\(name)") }
        // Those above stay when something else has come into them meanwhile.
        for directory in [path] + made.reversed() { rmdir(directory) }
    }

    private static func parent(_ environment: [String: String], _ accountHome: String?) -> String? {
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/"), access(runtime, W_OK) == 0 {
            return runtime
        }
        return Locations(environment: environment, accountHome: accountHome).state
    }

    /// The directories above `path` that may be missing, the uppermost first.
    private static func ancestors(of path: String) -> [String] {
        var result: [String] = []
        var rest = Substring(path)
        while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
            rest = rest[..<slash]
            result.append(String(rest))
        }
        return result.reversed()
    }
}
