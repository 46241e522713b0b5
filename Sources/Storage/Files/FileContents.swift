import Glibc

/// A file that was read, with what the open descriptor told about it.
struct FileContents {
    let bytes: [UInt8]
    let isReadableByOthers: Bool

    /// Reads a regular file of ours, of at most `limit` bytes.
    ///
    /// - Returns: nothing when there is no such file, or only a link to nothing.
    /// - Throws: `E_FILE_…`; `tooLarge` is thrown as it is when the file is larger than `limit`.
    static func read(
        _ path: String, limit: Int, checks: FileChecks, tooLarge: @autoclosure () -> StorageError
    ) throws(StorageError) -> FileContents? {
        guard let place = try FilePlace.find(path, checks: checks) else { return nil }
        guard let file = try place.openFile(flags: O_RDONLY, asked: path, checks: checks) else { return nil }
        let status: stat
        let bytes: [UInt8]
        do throws(SystemFailure) {
            status = try file.status()
            // One byte more than allowed tells a file that grew meanwhile.
            bytes = status.st_size > limit ? [] : try file.read(limit: limit + 1)
        } catch {
            throw StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
        }
        if status.st_size > limit || bytes.count > limit { throw tooLarge() }
        return FileContents(bytes: bytes, isReadableByOthers: FileChecks.isReadableByOthers(status))
    }
}

extension FilePlace {
    /// Opens the file at this place and checks it. Never blocks on a pipe, never follows a link.
    ///
    /// - Returns: nothing when it does not exist.
    borrowing func openFile(flags: Int32, asked path: String, checks: FileChecks) throws(StorageError) -> OpenFile? {
        let file: OpenFile
        do throws(SystemFailure) {
            file = try OpenFile(name, in: directory.descriptor, flags: flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        } catch {
            switch error.number {
            case ENOENT: return nil
            case ELOOP:
                throw StorageError(.fileUnsafe, file: path, detail: "it was replaced by a link while it was opened")
            case ENXIO, ENODEV, EISDIR:
                throw StorageError(.fileType, file: path, detail: "it is not a regular file", errno: error.number)
            default:
                throw StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
            }
        }
        let status: stat
        do throws(SystemFailure) { status = try file.status() } catch {
            throw StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
        }
        try checks.requireOwnFile(status, path: path)
        return file
    }
}
