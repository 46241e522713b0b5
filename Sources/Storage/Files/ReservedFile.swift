import Glibc
import Synchronization

/// A file that was not there before, for something that exists only once: mode 0600, in a directory in which others can
/// replace nothing.
///
/// It is made before that something is asked for, so that a place that cannot be used is told in time. It is then either
/// written or discarded.
package final class ReservedFile: Sendable {
    /// As it was asked for.
    package let path: String
    /// Where it is: from the root on, links of the way followed. People are told this one.
    package let absolutePath: String
    private let name: String
    private let directory: OpenFile
    private let file: OpenFile
    /// Bytes that were appended.
    private let appended = Mutex(0)

    /// Room that is asked of the disk at once, in bytes: more than a token and its line end need.
    private static let reserve: off_t = 32_768

    /// - Throws: `E_FILE_EXISTS` for whatever has that name, a link too; `E_FILE_…` for an unsafe directory; `E_OUT_FILE`
    ///   when the system refuses.
    package convenience init(at path: String, context: FileContext) throws(StorageError) {
        try self.init(at: path, userID: context.userID)
    }

    /// The same, for this process.
    package init(at path: String, userID: UInt32 = geteuid()) throws(StorageError) {
        let (parent, name) = FilePlace.split(path)
        guard path != "-" else {
            throw StorageError(
                .outFile, file: path, detail: "- is no file: what goes here is not for standard output",
                advice: "./- for a file of this name")
        }
        guard !name.isEmpty, name != ".", name != ".." else {
            throw StorageError(.fileType, file: path, detail: "it is a directory, not a file")
        }
        var directoryPath = ""
        let directory = try Self.directory(parent, of: path, userID: userID, place: &directoryPath)
        let file: OpenFile
        do throws(SystemFailure) {
            file = try OpenFile(
                name, in: directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        } catch {
            guard error.number != EEXIST else {
                let detail = Self.isBlank(name, in: directory.descriptor, userID: userID) ? Self.blank : ""
                throw StorageError(.fileExists, file: path, detail: detail, errno: error.number)
            }
            throw Self.failure(error, path)
        }
        do throws(SystemFailure) {
            // The umask may have taken away even our own rights.
            try file.setMode(0o600)
            try Self.reserveRoom(in: file)
        } catch {
            unlinkat(directory.descriptor, name, 0)
            throw Self.failure(error, path)
        }
        self.path = path
        absolutePath = directoryPath == "/" ? "/" + name : directoryPath + "/" + name
        self.name = name
        self.directory = directory
        self.file = file
    }

    /// Several files: all of them, or none.
    ///
    /// - Throws: As for one of them; the others are discarded then.
    package static func all(
        at paths: [String], userID: UInt32 = geteuid()
    ) throws(StorageError) -> [ReservedFile] {
        var files: [ReservedFile] = []
        do throws(StorageError) {
            for path in paths { files.append(try ReservedFile(at: path, userID: userID)) }
            return files
        } catch {
            for file in files { file.discard() }
            throw error
        }
    }

    /// Writes all of it, and returns when the disk has it.
    ///
    /// - Throws: `E_OUT_FILE`, also where the file has lost its name meanwhile; it is discarded then.
    package func write(_ bytes: [UInt8]) throws(StorageError) {
        try write { put throws(StorageError) in try put(bytes) }
    }

    /// Writes what `fill` puts into it, piece by piece, and returns when the disk has it.
    ///
    /// - Throws: `E_OUT_FILE`, and what `fill` throws; the file is discarded then.
    package func write(
        _ fill: (_ put: ([UInt8]) throws(StorageError) -> Void) throws(StorageError) -> Void
    ) throws(StorageError) {
        do throws(StorageError) {
            var count = 0
            try fill { bytes throws(StorageError) in
                do throws(SystemFailure) { try file.write(all: bytes) } catch { throw Self.failure(error, path) }
                count += bytes.count
            }
            try finish(count)
        } catch {
            discard()
            throw error
        }
    }

    /// Writes a piece after those that were appended before, and returns when the disk has it: a secret that comes alone
    /// is not lost by what ends the program later. Several threads may do so.
    ///
    /// - Throws: `E_OUT_FILE`, also where the file has lost its name meanwhile. What is in it stays.
    package func append(_ bytes: [UInt8]) throws(StorageError) {
        try appended.withLock { count throws(StorageError) in
            do throws(SystemFailure) { try file.write(all: bytes) } catch { throw Self.failure(error, path) }
            count += bytes.count
            try finish(count)
        }
    }

    private func finish(_ count: Int) throws(StorageError) {
        do throws(SystemFailure) {
            // The room that was reserved and not needed.
            let descriptor = file.descriptor
            try SystemFailure.check { ftruncate(descriptor, off_t(count)) }
            try file.sync()
            try directory.syncDirectory()
        } catch {
            throw Self.failure(error, path)
        }
        // People look for it where they were told, whatever became of the directory that is open here.
        guard isFile(absolutePath, in: AT_FDCWD) else {
            throw StorageError(.outFile, file: path, detail: "it was removed, renamed or replaced meanwhile")
        }
    }

    /// Removes the file, unless another has taken its name.
    package func discard() {
        if isFile(name, in: directory.descriptor) { unlinkat(directory.descriptor, name, 0) }
    }

    /// Whether this very file has the name: not another one, and not a link to it.
    private func isFile(_ name: String, in directory: Int32) -> Bool {
        var now = stat()
        guard let made = try? file.status(), fstatat(directory, name, &now, AT_SYMLINK_NOFOLLOW) == 0 else {
            return false
        }
        return now.st_dev == made.st_dev && now.st_ino == made.st_ino
    }

    private static let blank =
        "nothing is in it: a run that was ended before it wrote has left it, and it may be removed"

    /// Whether a file of the user's own is empty, or room that was reserved and not written.
    private static func isBlank(_ name: String, in directory: Int32, userID: UInt32) -> Bool {
        guard let file = try? OpenFile(name, in: directory, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY),
            let status = try? file.status(), status.st_mode & S_IFMT == S_IFREG, status.st_uid == userID,
            status.st_size == 0 || status.st_size == reserve, let bytes = try? file.read(limit: Int(reserve))
        else { return false }
        return bytes.allSatisfy { $0 == 0 }
    }

    private static func directory(
        _ parent: String, of path: String, userID: UInt32, place: inout String
    ) throws(StorageError) -> OpenFile {
        // Root puts a token where a service of another user reads it.
        let checks = FileChecks(userID: userID, allowsRoot: true)
        do throws(StorageError) {
            // A directory like /tmp is safe for a new name: with the sticky bit only its owner can remove or rename it.
            let walk = try DirectoryWalk(to: parent, asked: path, checks: checks, mayBeShared: true)
            place = walk.path
            if let directory = try walk.opened(path) { return directory }
        } catch {
            guard let number = error.errno else { throw error }
            throw failure(SystemFailure(number: number), path)
        }
        throw StorageError(.outFile, file: path, detail: "its directory does not exist", errno: ENOENT)
    }

    /// A full disk is told before there is anything to write. A file system that cannot reserve says so.
    private static func reserveRoom(in file: borrowing OpenFile) throws(SystemFailure) {
        let number = posix_fallocate(file.descriptor, 0, reserve)
        if [ENOSPC, EDQUOT, EFBIG, EIO].contains(number) { throw SystemFailure(number: number) }
    }

    private static func failure(_ error: SystemFailure, _ path: String) -> StorageError {
        StorageError(.outFile, file: path, detail: error.meaning, errno: error.number)
    }
}
