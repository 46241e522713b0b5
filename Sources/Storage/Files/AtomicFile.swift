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
        let file = try OpenFile.make(name, in: place.directory.descriptor, flags: O_WRONLY)
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
    ///
    /// - Parameter locked: the file whose lock it is saved under; nil for its own.
    static func sweep(
        beside file: String, lockedAs locked: String? = nil, context: FileContext, mayBeLink: Bool = false
    ) {
        guard let place = try? FilePlace.find(file, checks: context.checks, mayBeLink: mayBeLink) else { return }
        let leftovers = Leftovers(of: place)
        guard !leftovers.found().isEmpty,
            let lock = FileLock(existing: FileLock.path(of: locked ?? file), context: context)
        else { return }
        leftovers.remove()
        withExtendedLifetime(lock) {}
    }
}
