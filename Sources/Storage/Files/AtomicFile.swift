import Glibc

/// Replaces a file as a whole: a reader finds the old content or the new one, also after a crash
/// (promises P11 to P15). The caller holds the lock of the file.
///
/// Foundation's atomic write will not do: it makes the file 0666 less the umask, replaces a link by a file, and never
/// syncs the directory (fault X1).
struct AtomicFile {
    /// As it was asked for.
    let path: String
    let context: FileContext
    /// Whether the file may be a link: it stays one, and its target is replaced.
    var mayBeLink = false
    /// Whether a copy is kept beside it: not of what can be made again.
    var keepsBackup = true

    private var checks: FileChecks { context.checks }

    /// Puts `bytes` in the place of the file, 0600, and the same bytes beside it as `.bak`: the last good copy is what was
    /// saved last, whatever an editor does to the file afterwards. It is a file of its own, because some editors write
    /// into the file that is there.
    ///
    /// - Throws: `E_FILE_…` when the place is not safe, `E_SAVE` when the system refuses; no temporary file is left.
    func replace(with bytes: [UInt8]) throws(StorageError) {
        guard let place = try FilePlace.find(path, checks: checks, mayBeLink: mayBeLink) else {
            throw StorageError(.save, file: path, detail: "its directory does not exist", errno: ENOENT)
        }
        let isNew = try place.openFile(flags: O_RDONLY, asked: path, checks: checks) == nil
        if isNew, place.isLinked {
            throw StorageError(
                .fileType, file: path, detail: "it is a link to \(place.path), which does not exist; nothing was saved",
                advice: "rm \(FileChecks.quoted(path))")
        }
        Leftovers(of: place).remove()
        let directory = place.directory.descriptor
        let names = Leftovers.Names(file: place.name, processID: context.processID)
        defer {
            for name in names.all { unlinkat(directory, name, 0) }
        }
        let hasOld: Bool
        do throws(SystemFailure) {
            try write(bytes, as: names.content, in: place)
            if keepsBackup { try write(bytes, as: names.backup, in: place) }
            hasOld = isNew ? false : try keepOld(of: place, as: names.old)
            try SystemFailure.check { renameat(directory, names.content, directory, place.name) }
        } catch {
            throw StorageError(.save, file: path, detail: error.meaning, errno: error.number)
        }
        do throws(SystemFailure) { try place.directory.syncDirectory() } catch {
            let isBack = takeBack(place, isNew: isNew, old: hasOld ? names.old : nil)
            throw StorageError(
                isBack ? .save : .saveUnconfirmed, file: path, detail: error.meaning, errno: error.number)
        }
        if keepsBackup { keepBackup(names.backup, of: place) }
    }

    /// Puts the old file in its place again: what the disk did not confirm is not called saved.
    ///
    /// - Returns: whether the old file stands there.
    private func takeBack(_ place: borrowing FilePlace, isNew: Bool, old: String?) -> Bool {
        let directory = place.directory.descriptor
        if isNew { return unlinkat(directory, place.name, 0) == 0 }
        guard let old else { return false }
        return renameat(directory, old, directory, place.name) == 0
    }

    private func write(
        _ bytes: [UInt8], as name: String, in place: borrowing FilePlace
    ) throws(SystemFailure) {
        let file = try OpenFile(
            name, in: place.directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        // The umask may have taken away even our own rights.
        try file.setMode(0o600)
        try file.write(all: bytes)
        try file.sync()
        try file.close()
    }

    /// A second name for the old content, until the new one is confirmed. File systems without hard links have none.
    ///
    /// - Returns: whether there is one.
    private func keepOld(of place: borrowing FilePlace, as name: String) throws(SystemFailure) -> Bool {
        let directory = place.directory.descriptor
        do throws(SystemFailure) {
            try SystemFailure.check { linkat(directory, place.name, directory, name, 0) }
            return true
        } catch {
            if [EPERM, ENOTSUP, EMLINK, ENOSYS].contains(error.number) { return false }
            throw error
        }
    }

    /// The file is saved, and its copy follows. Where that fails, there is no copy rather than an older one: following
    /// the advice to use it must lose nothing that was saved.
    private func keepBackup(_ name: String, of place: borrowing FilePlace) {
        let directory = place.directory.descriptor
        if renameat(directory, name, directory, place.name + ".bak") == -1 {
            unlinkat(directory, place.name + ".bak", 0)
        }
        try? place.directory.syncDirectory()
    }
}

/// Temporary files beside a file, left by a process that ended in the middle of a save.
///
/// All of them are abandoned when the caller has the lock of the file: only its holder writes any.
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
        DirectoryListing.names(in: directoryPath).filter { $0.hasPrefix(".\(file).") && $0.hasSuffix(".tmp") }
    }

    /// Removes what is there; what cannot be removed does no harm.
    func remove() {
        for name in found() { unlinkat(directory, name, 0) }
    }

    /// Removes at the next start what an interrupted save of `file` left behind, unless another process is saving.
    static func sweep(beside file: String, context: FileContext, mayBeLink: Bool = false) {
        guard let place = try? FilePlace.find(file, checks: context.checks, mayBeLink: mayBeLink) else { return }
        let leftovers = Leftovers(of: place)
        guard !leftovers.found().isEmpty,
            let lock = FileLock(existing: FileLock.path(of: file), context: context)
        else { return }
        leftovers.remove()
        withExtendedLifetime(lock) {}
    }
}

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
        var directoryPath = ""
        let directory = try Self.directory(parent, of: path, userID: userID, place: &directoryPath)
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
