import Glibc

/// A program of this machine that may be handed a secret (promise P26): nobody but root and the user can change it, or
/// any directory or link on the way to it.
struct TrustedProgram: Hashable, Sendable {
    /// Where it is, without links.
    let directory: String
    /// Its file there.
    let name: String

    enum Search: Hashable, Sendable {
        case found(TrustedProgram)
        /// The first that there is; others could change it.
        case unsafe(path: String)
        case missing
    }

    /// Looks through the directories of `PATH`, and passes over what others could change.
    static func search(_ name: String, in path: String) -> Search {
        var unsafe: String?
        for directory in path.split(separator: ":") where directory.hasPrefix("/") {
            let place = "\(directory)/\(name)"
            guard access(place, X_OK) == 0 else { continue }
            if let program = TrustedProgram(at: place) { return .found(program) }
            unsafe = unsafe ?? place
        }
        return unsafe.map { .unsafe(path: $0) } ?? .missing
    }

    /// Walks to the file step by step, following links by hand.
    ///
    /// - Returns: nil when a step could be changed by others, or when the end is no file.
    init?(at path: String) {
        guard path.hasPrefix("/"), Self.isSafe("/", S_IFDIR) else { return nil }
        var steps = path.split(separator: "/").map(String.init)[...]
        var place: [String] = []
        var links = 0
        while let step = steps.popFirst() {
            if step == "." { continue }
            if step == ".." {
                _ = place.popLast()
                continue
            }
            let here = "/" + (place + [step]).joined(separator: "/")
            if let target = Self.target(ofLink: here) {
                links += 1
                guard links <= 40 else { return nil }
                if target.hasPrefix("/") { place = [] }
                steps = target.split(separator: "/").map(String.init)[...] + steps
                continue
            }
            guard Self.isSafe(here, steps.isEmpty ? S_IFREG : S_IFDIR) else { return nil }
            place.append(step)
        }
        guard let file = place.popLast(), !place.contains(where: { $0.contains(":") }) else { return nil }
        name = file
        directory = "/" + place.joined(separator: "/")
    }

    private static func isSafe(_ path: String, _ kind: mode_t) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == kind else { return false }
        return [0, geteuid()].contains(status.st_uid) && status.st_mode & 0o022 == 0
    }

    /// Nil for what is no link.
    private static func target(ofLink path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
