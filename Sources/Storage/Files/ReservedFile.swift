import Glibc
import Synchronization

/// A file that was not there before, for something that exists only once: mode 0600, in a directory in which others can
/// replace nothing.
///
/// It is made before that something is asked for, so that a place that cannot be used is told in time, and has no name until
/// it is written: a run that is killed before leaves nothing under the name that was asked for. Then it is written or
/// discarded. What has come under the name meanwhile stays, and is told.
package final class ReservedFile: Sendable {
    /// As it was asked for.
    package let path: String
    /// Where it is: from the root on, links of the way followed. People are told this one.
    package let absolutePath: String
    private let name: String
    private let directory: OpenFile
    private let file: OpenFile
    /// A name beside it until then, on file systems that make no file without one.
    private let otherName: String?
    private let progress = Mutex(Progress())

    private struct Progress {
        /// Bytes that were appended.
        var appended = 0
        /// Whether it has the name that was asked for.
        var isNamed = false
    }

    /// Room that is asked of the disk at once, in bytes: more than a token and its line end need.
    private static let reserve: off_t = 32_768

    /// - Throws: `E_FILE_EXISTS` for whatever has that name, a link too; `E_FILE_…` for an unsafe directory; `E_OUT_FILE`
    ///   when the system refuses.
    package convenience init(at path: String, context: FileContext) throws(StorageError) {
        try self.init(at: path, userID: context.userID)
    }

    /// The same, for this process.
    package convenience init(at path: String, userID: UInt32 = geteuid()) throws(StorageError) {
        try self.init(at: path, userID: userID, mayBeNameless: true)
    }

    /// - Parameter mayBeNameless: whether the file system makes files without a name.
    init(at path: String, userID: UInt32, mayBeNameless: Bool) throws(StorageError) {
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
        var taken = stat()
        guard fstatat(directory.descriptor, name, &taken, AT_SYMLINK_NOFOLLOW) != 0 else {
            let detail = Self.isBlank(name, in: directory.descriptor, userID: userID) ? Self.blank : ""
            throw StorageError(.fileExists, file: path, detail: detail, errno: EEXIST)
        }
        guard errno == ENOENT else { throw Self.failure(SystemFailure(number: errno), path) }
        var otherName: String?
        do throws(SystemFailure) {
            let file = try Self.unnamed(
                in: directory.descriptor, isPossible: mayBeNameless, otherName: &otherName)
            do throws(SystemFailure) { try Self.reserveRoom(in: file) } catch {
                if let otherName { unlinkat(directory.descriptor, otherName, 0) }
                throw error
            }
            self.file = file
        } catch {
            throw Self.failure(error, path)
        }
        self.otherName = otherName
        self.path = path
        absolutePath = directoryPath == "/" ? "/" + name : directoryPath + "/" + name
        self.name = name
        self.directory = directory
    }

    /// A new file that has no name.
    ///
    /// - Parameter otherName: the one that it has all the same, where the file system needs one.
    private static func unnamed(
        in directory: Int32, isPossible: Bool, otherName: inout String?
    ) throws(SystemFailure) -> OpenFile {
        if isPossible {
            do throws(SystemFailure) {
                let file = try OpenFile(".", in: directory, flags: O_WRONLY | temporary, mode: 0o600)
                // The umask may have taken away even our own rights.
                try file.setMode(0o600)
                // By this it gets its name; it is not there where /proc is not.
                if access(link(to: file), F_OK) == 0 { return file }
            } catch {
                guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(error.number) else { throw error }
            }
        }
        let name = ".tessera-\(getpid())-" + String(UInt32.random(in: .min ... .max), radix: 16)
        otherName = name
        return try OpenFile.make(name, in: directory, flags: O_WRONLY)
    }

    /// `O_TMPFILE`, which Swift does not import.
    private static let temporary: Int32 = 0o20_000_000 | O_DIRECTORY

    private static func link(to file: borrowing OpenFile) -> String { "/proc/self/fd/\(file.descriptor)" }

    /// Gives the file its name, if nothing else has taken that.
    private func giveName() throws(StorageError) {
        let place = directory.descriptor
        do throws(SystemFailure) {
            if let otherName {
                do throws(SystemFailure) {
                    try SystemFailure.check { linkat(place, otherName, place, name, 0) }
                    unlinkat(place, otherName, 0)
                } catch {
                    // A file system without hard links: an empty file of ours holds the name for this moment.
                    guard [EPERM, EOPNOTSUPP, ENOSYS].contains(error.number) else { throw error }
                    _ = try OpenFile.make(name, in: place, flags: O_WRONLY)
                    try SystemFailure.check { renameat(place, otherName, place, name) }
                }
            } else {
                try SystemFailure.check { linkat(AT_FDCWD, Self.link(to: file), place, name, AT_SYMLINK_FOLLOW) }
            }
        } catch {
            guard error.number == EEXIST else { throw Self.failure(error, path) }
            throw StorageError(.outFile, file: path, detail: "something of this name is there meanwhile", errno: EEXIST)
        }
    }

    /// Several files: all of them, or none.
    ///
    /// - Throws: As for one of them; the others are discarded then.
    package static func all(
        at paths: [String], userID: UInt32 = geteuid()
    ) throws(StorageError) -> [ReservedFile] {
        var files: [ReservedFile] = []
        do throws(StorageError) {
            for path in paths {
                let file = try ReservedFile(at: path, userID: userID)
                if files.contains(where: { $0.absolutePath == file.absolutePath }) {
                    file.discard()
                    throw StorageError(.fileExists, file: path, detail: "it is named twice")
                }
                files.append(file)
            }
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
            try progress.withLock { progress throws(StorageError) in try finish(count, &progress) }
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
        try progress.withLock { progress throws(StorageError) in
            do throws(SystemFailure) { try file.write(all: bytes) } catch { throw Self.failure(error, path) }
            progress.appended += bytes.count
            try finish(progress.appended, &progress)
        }
    }

    /// The content is on the disk before the name is.
    private func finish(_ count: Int, _ progress: inout Progress) throws(StorageError) {
        do throws(SystemFailure) {
            // The room that was reserved and not needed.
            let descriptor = file.descriptor
            try SystemFailure.check { ftruncate(descriptor, off_t(count)) }
            try file.sync()
        } catch {
            throw Self.failure(error, path)
        }
        if !progress.isNamed {
            try giveName()
            progress.isNamed = true
        }
        do throws(SystemFailure) { try directory.syncDirectory() } catch { throw Self.failure(error, path) }
        // People look for it where they were told, whatever became of the directory that is open here.
        guard isFile(absolutePath, in: AT_FDCWD) else {
            throw StorageError(.outFile, file: path, detail: "it was removed, renamed or replaced meanwhile")
        }
    }

    /// Removes the file, unless another has taken its name.
    package func discard() {
        for name in [name, otherName].compactMap(\.self) where isFile(name, in: directory.descriptor) {
            unlinkat(directory.descriptor, name, 0)
        }
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
