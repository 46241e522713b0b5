import ASCIIText
import Glibc

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
