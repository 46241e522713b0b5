import Glibc

/// A file that was not there before, for something that exists only once: mode 0600, in a directory in which others can
/// replace nothing.
///
/// It is made before that something is asked for, so that a place that cannot be used is told in time. It is then either
/// written or discarded.
package final class ReservedFile: Sendable {
    /// As it was asked for.
    package let path: String
    private let name: String
    private let directory: OpenFile
    private let file: OpenFile

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
        guard !name.isEmpty, name != ".", name != ".." else {
            throw StorageError(.fileType, file: path, detail: "it is a directory, not a file")
        }
        let directory = try Self.directory(parent, of: path, userID: userID)
        let file: OpenFile
        do throws(SystemFailure) {
            file = try OpenFile(
                name, in: directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        } catch {
            guard error.number != EEXIST else {
                throw StorageError(.fileExists, file: path, detail: "", errno: error.number)
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
        self.name = name
        self.directory = directory
        self.file = file
    }

    /// Writes all of it, and returns when the disk has it.
    ///
    /// - Throws: `E_OUT_FILE`; the file is discarded then.
    package func write(_ bytes: [UInt8]) throws(StorageError) {
        do throws(SystemFailure) {
            try file.write(all: bytes)
            // The room that was reserved and not needed.
            let descriptor = file.descriptor
            try SystemFailure.check { ftruncate(descriptor, off_t(bytes.count)) }
            try file.sync()
            try directory.syncDirectory()
        } catch {
            discard()
            throw Self.failure(error, path)
        }
    }

    /// Removes the file, unless another has taken its name.
    package func discard() {
        var now = stat()
        guard let made = try? file.status(), fstatat(directory.descriptor, name, &now, AT_SYMLINK_NOFOLLOW) == 0,
            now.st_dev == made.st_dev, now.st_ino == made.st_ino
        else { return }
        unlinkat(directory.descriptor, name, 0)
    }

    private static func directory(
        _ parent: String, of path: String, userID: UInt32
    ) throws(StorageError) -> OpenFile {
        let directory: OpenFile
        do throws(SystemFailure) { directory = try OpenFile(parent, flags: O_RDONLY | O_DIRECTORY) } catch {
            throw error.number == ENOENT
                ? StorageError(.outFile, file: path, detail: "its directory does not exist", errno: ENOENT)
                : failure(error, path)
        }
        let status: stat
        do throws(SystemFailure) { status = try directory.status() } catch { throw failure(error, path) }
        // A directory like /tmp is safe for a new name: with the sticky bit only its owner can remove or rename it.
        if status.st_mode & S_ISVTX == 0 {
            try FileChecks(userID: userID).requireSafeDirectory(status, path: parent)
        }
        return directory
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
