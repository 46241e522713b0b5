import Glibc

/// Temporary files beside a file, left by a process that was killed in the middle of a save.
///
/// All of them are dead when the caller holds the lock of the file: only its holder writes any.
struct Leftovers {
    /// The names a save uses for a while.
    struct Names {
        let content: String
        let backup: String
        let old: String

        init(file: String, processID: Int32) {
            content = ".\(file).\(processID).tmp"
            backup = ".\(file).\(processID).bak.tmp"
            old = ".\(file).\(processID).old.tmp"
        }

        var all: [String] { [content, backup, old] }
    }

    private let directory: Int32
    private let directoryPath: String
    private let file: String

    init(of place: borrowing FilePlace) {
        directory = place.directory.descriptor
        directoryPath = FilePlace.split(place.path).parent
        file = place.name
    }

    /// The names that are there.
    func found() -> [String] {
        guard let stream = opendir(directoryPath) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".\(file)."), name.hasSuffix(".tmp") { names.append(name) }
        }
        return names
    }

    /// Removes what is there; what cannot be removed does no harm.
    func remove() {
        for name in found() { unlinkat(directory, name, 0) }
    }
}
