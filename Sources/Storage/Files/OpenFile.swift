import Glibc

/// An open descriptor with one owner. It is closed when the owner lets go.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    /// Opens `name` in `directory`, or at the path itself without one. The descriptor does not survive `exec`.
    init(
        _ name: String, in directory: Int32 = AT_FDCWD, flags: Int32, mode: mode_t = 0
    ) throws(SystemFailure) {
        descriptor = try SystemFailure.check { openat(directory, name, flags | O_CLOEXEC, mode) }
    }

    /// Makes a file for us alone, where there is none of that name.
    static func make(_ name: String, in directory: Int32, flags: Int32) throws(SystemFailure) -> OpenFile {
        let file = try OpenFile(name, in: directory, flags: flags | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        // The umask may have taken away even our own rights.
        try file.setMode(0o600)
        return file
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Closes and tells whether that went well: some file systems report a failed write only here.
    consuming func close() throws(SystemFailure) {
        let descriptor = descriptor
        discard self
        // After EINTR the descriptor is gone on Linux: closing again could close another thread's.
        if Glibc.close(descriptor) == -1, errno != EINTR { throw SystemFailure(number: errno) }
    }

    borrowing func status() throws(SystemFailure) -> stat {
        var status = stat()
        try SystemFailure.check { fstat(descriptor, &status) }
        return status
    }

    borrowing func setMode(_ mode: mode_t) throws(SystemFailure) {
        try SystemFailure.check { fchmod(descriptor, mode) }
    }

    borrowing func sync() throws(SystemFailure) {
        try SystemFailure.check { fsync(descriptor) }
    }

    /// Makes the names in this directory durable. A file system that has no such call is left alone.
    borrowing func syncDirectory() throws(SystemFailure) {
        do throws(SystemFailure) { try sync() } catch {
            if error.number != EINVAL, error.number != ENOTSUP { throw error }
        }
    }

    /// Writes all of `bytes`, however many calls that takes.
    borrowing func write(all bytes: [UInt8]) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let count = try write(bytes[written...])
            if count == 0 { throw SystemFailure(number: EIO) }
            written += count
        }
    }

    /// Writes by one call, and tells how many bytes went.
    borrowing func write(_ bytes: ArraySlice<UInt8>) throws(SystemFailure) -> Int {
        let descriptor = descriptor
        return try bytes.withUnsafeBufferPointer { buffer throws(SystemFailure) in
            try SystemFailure.check { Glibc.write(descriptor, buffer.baseAddress, buffer.count) }
        }
    }

    /// Writes over the beginning of the file, by one call.
    borrowing func overwrite(with bytes: [UInt8]) throws(SystemFailure) {
        let descriptor = descriptor
        let count = try bytes.withUnsafeBufferPointer { buffer throws(SystemFailure) in
            try SystemFailure.check { pwrite(descriptor, buffer.baseAddress, buffer.count, 0) }
        }
        guard count == bytes.count else { throw SystemFailure(number: ENOSPC) }
    }

    /// Reads from `offset` until `limit` bytes are there or the file ends.
    ///
    /// A file takes its own size of memory, once, and nothing is copied, unless it grows meanwhile.
    borrowing func read(from offset: Int = 0, limit: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        let descriptor = descriptor
        // The system tells no size of some of its own files; and a limit that is small costs less than the question.
        let known = limit > Self.piece ? max(0, Int(try status().st_size) - offset) : limit
        while bytes.count < limit {
            let have = bytes.count
            let size = min(limit - have, have == 0 && known > 0 ? known : Self.piece)
            var failure: SystemFailure?
            let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                do throws(SystemFailure) {
                    count = try SystemFailure.check {
                        pread(descriptor, buffer.baseAddress, size, off_t(offset + have))
                    }
                } catch {
                    count = 0
                    failure = error
                }
            }
            if let failure { throw failure }
            if chunk.isEmpty { break }
            if have == 0 { bytes = chunk } else { bytes += chunk }
        }
        return bytes
    }

    /// What is read at once where no size is known, and behind the end.
    private static let piece = 1 << 13
}

/// A file that was read, with what the open descriptor told about it.
struct FileContents {
    let bytes: [UInt8]
    let isReadableByOthers: Bool

    /// Reads a regular file of ours, of at most `limit` bytes.
    ///
    /// - Returns: nothing when there is no such file, or only a link to nothing.
    /// - Throws: `E_FILE_…`; `tooLarge` is thrown as it is when the file is larger than `limit`.
    static func read(
        _ path: String, limit: Int, checks: FileChecks, mayBeLink: Bool = false,
        tooLarge: @autoclosure () -> StorageError
    ) throws(StorageError) -> FileContents? {
        guard let place = try FilePlace.find(path, checks: checks, mayBeLink: mayBeLink) else { return nil }
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
        try directory.ownFile(name, flags: flags, asked: path, checks: checks)
    }
}

extension OpenFile {
    /// Opens a file in this directory and checks it. Never blocks on a pipe, never follows a link.
    ///
    /// - Parameter path: what is named in errors.
    /// - Returns: nothing when it does not exist.
    borrowing func ownFile(
        _ name: String, flags: Int32, asked path: String, checks: FileChecks
    ) throws(StorageError) -> OpenFile? {
        let file: OpenFile
        do throws(SystemFailure) {
            file = try OpenFile(name, in: descriptor, flags: flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
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

/// A system call that failed.
struct SystemFailure: Error {
    let number: Int32

    /// Runs a call that gives -1 on failure, again when a signal cut it short.
    @discardableResult
    static func check<Value: SignedInteger>(_ call: () -> Value) throws(SystemFailure) -> Value {
        // A storm of signals ends some day; a hundred thousand of them is a fault of its own.
        for _ in 0..<100_000 {
            let value = call()
            if value != -1 { return value }
            if errno != EINTR { break }
        }
        throw SystemFailure(number: errno)
    }

    /// The meaning for people, one clause.
    var meaning: String {
        switch number {
        case ENOSPC: "the disk is full"
        case EDQUOT: "the disk quota is used up"
        case EROFS: "the file system is read-only"
        case EACCES, EPERM: "permission denied"
        case EIO: "the disk reports an input/output error"
        case ENOENT: "it does not exist"
        case ENOTDIR: "a part of its path is not a directory"
        case EISDIR: "it is a directory"
        case ELOOP: "its links go round in a circle"
        case EMFILE, ENFILE: "too many files are open"
        case ENAMETOOLONG: "its path is too long"
        case EFBIG: "the file would become too large"
        case EINTR: "signals kept interrupting the call"
        case ENOLCK: "the system has no locks left"
        default: "system error \(number)"
        }
    }
}
