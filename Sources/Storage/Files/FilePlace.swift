import ASCIIText
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

/// Whether a file or a directory can be trusted, judged on its opened descriptor (promises P11, P12).
struct FileChecks {
    let userID: UInt32

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

    /// Refuses a directory in which others could replace our files.
    func requireSafeDirectory(_ status: stat, path: String) throws(StorageError) {
        guard status.st_uid == userID || status.st_uid == 0 || userID == 0 else {
            throw StorageError(
                .fileOwner, file: path, detail: "the directory belongs to \(Self.userName(status.st_uid)), not to you",
                advice: "sudo chown \(Self.userName(userID)) \(Self.quoted(path))")
        }
        if status.st_mode & 0o022 != 0 {
            throw StorageError(
                .fileUnsafe, file: path,
                detail: "others could change the files in this directory (mode \(Self.octal(status.st_mode)))",
                advice: "chmod go-w \(Self.quoted(path))")
        }
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

    private static func octal(_ mode: mode_t) -> String { "0" + String(mode & 0o7777, radix: 8) }

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

/// A directory that comes into being when something is saved in it, and not before.
struct DirectoryPath {
    let path: String

    /// Creates what is missing, each part 0700 whatever the umask.
    ///
    /// - Throws: `E_ROOT_HOME` before anything is created, `E_SAVE` when the system refuses.
    func create(context: FileContext) throws(StorageError) {
        var missing: [String] = []
        var current = path
        var status = stat()
        while stat(current, &status) == -1 {
            guard errno == ENOENT, current != "/", current != "." else {
                throw Self.failure(SystemFailure(number: errno), at: current)
            }
            missing.append(current)
            current = FilePlace.split(current).parent
        }
        try requireOwnHome(status, nearest: current, context: context)
        for directory in missing.reversed() {
            do throws(SystemFailure) {
                try SystemFailure.check { mkdir(directory, 0o700) }
                // The umask may have taken away what we need ourselves.
                try SystemFailure.check { chmod(directory, 0o700) }
                try OpenFile(FilePlace.split(directory).parent, flags: O_RDONLY | O_DIRECTORY).syncDirectory()
            } catch {
                if error.number == EEXIST { continue }
                throw Self.failure(error, at: directory)
            }
        }
    }

    /// Files of root in a user's home would lock the user out of them (fault F16).
    private func requireOwnHome(_ status: stat, nearest: String, context: FileContext) throws(StorageError) {
        guard context.userID == 0, status.st_uid != 0, !context.allowsRoot else { return }
        let owner = FileChecks.userName(status.st_uid)
        throw StorageError(
            .rootHome, file: nearest,
            detail: "it belongs to \(owner), and you are root: files written here would no longer be \(owner)'s",
            advice: "sudo -u \(owner) tessera")
    }

    private static func failure(_ error: SystemFailure, at path: String) -> StorageError {
        StorageError(
            .save, file: path, detail: "the directory cannot be made: \(error.meaning)",
            errno: error.number)
    }
}

/// What is in a directory.
package enum DirectoryListing {
    /// The names, sorted, without those of the directory itself and the one above; none where it cannot be read.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
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
}
