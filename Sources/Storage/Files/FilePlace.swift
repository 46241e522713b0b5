import ASCIIText
import Glibc

/// Where a file really is: the opened directory and the name in it.
///
/// Every component of the way is checked on its opened descriptor (``DirectoryWalk``), and the file itself is later opened
/// without following a link: a link that is swapped in between is refused, not followed (promises P12, P13).
struct FilePlace: ~Copyable {
    let directory: OpenFile
    let name: String
    /// Of the real file.
    let path: String
    /// Whether the path that was asked for is a link.
    let isLinked: Bool

    /// Goes to `path`.
    ///
    /// - Parameter mayBeLink: whether the file itself may be a link, as people keep what they edit among their dotfiles.
    ///   What Tessera alone writes is no link.
    /// - Returns: nil when a directory on the way is missing.
    static func find(
        _ path: String, checks: FileChecks, mayBeLink: Bool = false
    ) throws(StorageError) -> FilePlace? {
        var current = path
        for hop in 0..<16 {
            let (parent, name) = split(current)
            guard !name.isEmpty, name != ".", name != ".." else {
                throw StorageError(.fileType, file: path, detail: "it is a directory, not a file")
            }
            guard let directory = try OpenDirectory.find(parent, asked: path, checks: checks) else { return nil }
            guard let target = try directory.target(ofLink: name) else {
                return FilePlace(directory: directory.file, name: name, path: current, isLinked: hop > 0)
            }
            guard mayBeLink else { throw OpenDirectory.refusal(ofLink: path, to: target) }
            current = target
        }
        throw StorageError(.fileLoop, file: path, detail: "its links go round in a circle")
    }

    /// Directory and last component.
    static func split(_ path: String) -> (parent: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let parent = path[..<slash]
        return (parent.isEmpty ? "/" : String(parent), String(path[path.utf8.index(after: slash)...]))
    }
}

/// Whether a file or a directory can be trusted, judged on its opened descriptor (promises P11, P12).
struct FileChecks {
    let userID: UInt32
    /// Root may use the directories of other users.
    var allowsRoot = false

    /// Refuses what is no regular file of ours, or what others could change.
    func requireOwnFile(_ status: stat, path: String) throws(StorageError) {
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(.fileType, file: path, detail: "it is \(Self.kind(status)), not a file")
        }
        guard status.st_uid == userID else {
            throw StorageError(
                .fileOwner, file: path, detail: "it belongs to \(Self.userName(status.st_uid)), not to you",
                advice: "sudo chown \(Self.userName(userID)) \(Self.quoted(path))")
        }
        if status.st_mode & 0o022 != 0 {
            throw StorageError(
                .fileUnsafe, file: path, detail: "others could change it (mode \(Self.octal(status.st_mode)))",
                advice: "chmod 600 \(Self.quoted(path))")
        }
    }

    /// Refuses a directory in which others could replace what is in it.
    ///
    /// - Parameters:
    ///   - root: who owns `/`.
    ///   - mayBeShared: whether others may write to it where the sticky bit keeps them from the files of their neighbours.
    func requireSafeDirectory(
        _ status: stat, path: String, root: UInt32, mayBeShared: Bool
    ) throws(StorageError) {
        try requireTrusted(status.st_uid, "the directory", path, root: root)
        if status.st_mode & 0o022 != 0, !(mayBeShared && status.st_mode & S_ISVTX != 0) {
            throw StorageError(
                .fileUnsafe, file: path,
                detail: "others could change the files in this directory (mode \(Self.octal(status.st_mode)))",
                advice: "chmod go-w \(Self.quoted(path))")
        }
    }

    /// Refuses the word of another user.
    ///
    /// - Parameter root: who owns `/`: root, but in a container that knows no root, where its number stands for everything
    ///   that belongs to no user of the container. Its word counts everywhere, whatever is checked.
    func requireTrusted(_ owner: UInt32, _ what: String, _ path: String, root: UInt32) throws(StorageError) {
        guard owner != userID, owner != 0, owner != root else { return }
        guard userID != 0 || !allowsRoot else { return }
        let name = Self.userName(owner)
        let chown = "sudo chown \(what == "the link" ? "-h " : "")\(Self.userName(userID)) \(Self.quoted(path))"
        throw StorageError(
            .fileOwner, file: path, detail: "\(what) belongs to \(name), not to you",
            // What is another user's own is not given to root.
            advice: userID == 0 ? "sudo -u \(name) tessera" : chown)
    }

    /// What root is told whose file would come into a directory of another user: files of root in a user's home would lock
    /// the user out of them (fault F16).
    func wording(_ error: StorageError, onTheWayTo directory: String) -> StorageError {
        guard error.code == .fileOwner, userID == 0 else { return error }
        var nearest = directory
        var status = stat()
        while stat(nearest, &status) == -1 {
            guard errno == ENOENT, nearest != "/", nearest != "." else { return error }
            nearest = FilePlace.split(nearest).parent
        }
        guard status.st_uid != 0 else { return error }
        let name = Self.userName(status.st_uid)
        return StorageError(
            .rootHome, file: nearest,
            detail: "it belongs to \(name), and you are root: files written here would no longer be \(name)'s",
            advice: "sudo -u \(name) tessera")
    }

    /// Whether others may read the file.
    static func isReadableByOthers(_ status: stat) -> Bool { status.st_mode & 0o044 != 0 }

    private static func kind(_ status: stat) -> String {
        switch status.st_mode & S_IFMT {
        case S_IFDIR: "a directory"
        case S_IFIFO: "a named pipe"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        case S_IFLNK: "a link"
        default: "something else"
        }
    }

    static func octal(_ mode: mode_t) -> String { "0" + String(mode & 0o7777, radix: 8) }

    /// The user's name, or the number where it has none.
    static func userName(_ id: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4_096)
        guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return String(id)
        }
        return String(cString: name)
    }

    /// The command that puts the last good copy of a file back.
    static func restoring(_ file: String, from backup: String) -> String {
        "cp -p \(quoted(backup)) \(quoted(file))"
    }

    /// The path as a shell reads it back.
    static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy {
            $0.isASCIIAlphanumeric || "/._-+".utf8.contains($0)
        }
        return isPlain && !path.isEmpty
            ? path
            : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

/// What is in a directory.
package enum DirectoryListing {
    /// The names, sorted, without those of the directory itself and the one above; none where it cannot be read.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        return ((try? names(of: stream)) ?? []).sorted()
    }

    /// The names in an opened directory, in no order.
    static func names(in directory: borrowing OpenFile) throws(SystemFailure) -> [String] {
        let original = directory.descriptor
        let copy = try SystemFailure.check { fcntl(original, F_DUPFD_CLOEXEC, 0) }
        guard let stream = fdopendir(copy) else {
            let failure = SystemFailure(number: errno)
            close(copy)
            throw failure
        }
        // The copy shares its place with the original.
        rewinddir(stream)
        return try names(of: stream)
    }

    /// Reads the stream to its end, and closes it.
    private static func names(of stream: OpaquePointer) throws(SystemFailure) -> [String] {
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw SystemFailure(number: errno) }
        return names
    }
}
