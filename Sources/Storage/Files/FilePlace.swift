import Glibc

/// Where a file really is: the opened directory and the name in it, links followed one by one.
///
/// Every directory on the way is checked on its opened descriptor, and the file itself is later opened without following
/// a link: a link that is swapped in between is refused, not followed (promises P12, P13).
struct FilePlace: ~Copyable {
    let directory: OpenFile
    let name: String
    /// Of the real file.
    let path: String
    /// Whether the path that was asked for is a link.
    let isLinked: Bool

    /// Follows `path`.
    ///
    /// - Returns: nothing when a directory on the way is missing.
    static func find(_ path: String, checks: FileChecks) throws(StorageError) -> FilePlace? {
        var current = path
        for hop in 0..<16 {
            let (parent, name) = split(current)
            guard !name.isEmpty, name != ".", name != ".." else {
                throw StorageError(.fileType, file: path, detail: "it is a directory, not a file")
            }
            let directory: OpenFile
            do throws(SystemFailure) {
                directory = try OpenFile(parent, flags: O_RDONLY | O_DIRECTORY)
            } catch {
                if error.number == ENOENT { return nil }
                let code: StorageError.Code =
                    error.number == ELOOP ? .fileLoop : error.number == ENOTDIR ? .fileType : .fileUnreadable
                throw StorageError(code, file: path, detail: error.meaning, errno: error.number)
            }
            let status: stat
            do throws(SystemFailure) { status = try directory.status() } catch {
                throw StorageError(.fileUnreadable, file: parent, detail: error.meaning, errno: error.number)
            }
            try checks.requireSafeDirectory(status, path: parent)
            guard let target = link(name, in: directory.descriptor) else {
                return FilePlace(directory: directory, name: name, path: current, isLinked: hop > 0)
            }
            current = target.hasPrefix("/") ? target : parent + "/" + target
        }
        throw StorageError(.fileLoop, file: path, detail: "its links go round in a circle")
    }

    /// Directory and last component.
    static func split(_ path: String) -> (parent: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let parent = path[..<slash]
        return (parent.isEmpty ? "/" : String(parent), String(path[path.utf8.index(after: slash)...]))
    }

    private static func link(_ name: String, in directory: Int32) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlinkat(directory, name, &target, target.count)
        return length > 0 ? String(decoding: target.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }
}
