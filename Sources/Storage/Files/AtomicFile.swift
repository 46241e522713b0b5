import Glibc

/// Replaces a file as a whole: whoever reads it, and whatever kills us, finds the old content or the new one
/// (promises P11 to P15). The caller holds the lock of the file.
///
/// Foundation's atomic write will not do: it makes the file 0666 less the umask, replaces a link by a file, and never
/// syncs the directory (promises, section 0.1).
struct AtomicFile {
    /// As it was asked for; a link stays a link, and its target is replaced.
    let path: String
    let context: FileContext

    private var checks: FileChecks { FileChecks(userID: context.userID) }

    /// Puts `bytes` in the place of the file, 0600, and keeps the old one beside it as `.bak`.
    ///
    /// - Throws: `E_FILE_…` when the place is not safe, `E_SAVE` when the system refuses; no temporary file is left.
    func replace(with bytes: [UInt8]) throws(StorageError) {
        guard let place = try FilePlace.find(path, checks: checks) else {
            throw StorageError(.save, file: path, detail: "its directory does not exist", errno: ENOENT)
        }
        let isNew = try place.openFile(flags: O_RDONLY, asked: path, checks: checks) == nil
        if isNew, place.isLinked {
            throw StorageError(
                .fileType, file: path, detail: "it is a link to \(place.path), which does not exist; nothing was saved",
                advice: "rm \(FileChecks.quoted(path))")
        }
        Leftovers(of: place).remove()
        let names = Leftovers.Names(file: place.name, processID: context.processID)
        let hasBackup: Bool
        do throws(SystemFailure) {
            try write(bytes, as: names.content, in: place)
            hasBackup = isNew ? false : try keepBackup(of: place, by: names.backup)
            try SystemFailure.check {
                renameat(place.directory.descriptor, names.content, place.directory.descriptor, place.name)
            }
        } catch {
            unlinkat(place.directory.descriptor, names.content, 0)
            unlinkat(place.directory.descriptor, names.backup, 0)
            throw StorageError(.save, file: path, detail: error.meaning, errno: error.number)
        }
        do throws(SystemFailure) { try place.directory.syncDirectory() } catch {
            takeBack(place, isNew: isNew, hasBackup: hasBackup, by: names.backup)
            throw StorageError(.save, file: path, detail: error.meaning, errno: error.number)
        }
    }

    /// Puts the old file in its place again: what the disk did not confirm is not called saved.
    private func takeBack(_ place: borrowing FilePlace, isNew: Bool, hasBackup: Bool, by name: String) {
        let directory = place.directory.descriptor
        if isNew {
            unlinkat(directory, place.name, 0)
        } else if hasBackup, linkat(directory, place.name + ".bak", directory, name, 0) == 0 {
            renameat(directory, name, directory, place.name)
            unlinkat(directory, name, 0)
        }
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

    /// A second name for the old content. File systems without hard links have no backup.
    ///
    /// - Returns: whether there is one.
    private func keepBackup(of place: borrowing FilePlace, by name: String) throws(SystemFailure) -> Bool {
        let directory = place.directory.descriptor
        do throws(SystemFailure) {
            try SystemFailure.check { linkat(directory, place.name, directory, name, 0) }
        } catch {
            if [EPERM, ENOTSUP, EMLINK, ENOSYS].contains(error.number) { return false }
            throw error
        }
        try SystemFailure.check { renameat(directory, name, directory, place.name + ".bak") }
        // Two names of one file: the rename above then does nothing, by the standard, and leaves both.
        unlinkat(directory, name, 0)
        return true
    }
}
