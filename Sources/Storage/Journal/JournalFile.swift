import Glibc

/// The journal file, opened for appending.
struct JournalFile: ~Copyable {
    private let path: String
    private let context: FileContext
    private let file: OpenFile

    /// Opens the file; makes it, and the directories above it, when they are missing and `creates` says so.
    init(path: String?, context: FileContext, creates: Bool = true) throws(StorageError) {
        file = try Self.open(path, context: context, creates: creates)
        self.path = path ?? ""
        self.context = context
    }

    private static func open(_ path: String?, context: FileContext, creates: Bool) throws(StorageError) -> OpenFile {
        guard let path else { throw Locations.noHome }
        if creates {
            do throws(StorageError) {
                try DirectoryPath(path: FilePlace.split(path).parent).create(context: context)
            } catch {
                throw failure(error, path: path)
            }
        }
        let checks = FileChecks(userID: context.userID)
        guard let place = try FilePlace.find(path, checks: checks) else {
            throw StorageError(.journal, file: path, detail: "its directory does not exist")
        }
        do throws(StorageError) {
            if let file = try place.openFile(flags: O_RDWR | O_APPEND, asked: path, checks: checks) { return file }
        } catch {
            throw failure(error, path: path)
        }
        guard creates, !place.isLinked else {
            throw StorageError(.journal, file: path, detail: "it does not exist")
        }
        do throws(SystemFailure) {
            let flags = O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW
            let file = try OpenFile(place.name, in: place.directory.descriptor, flags: flags, mode: 0o600)
            try file.setMode(0o600)
            try place.directory.syncDirectory()
            return file
        } catch {
            // Another run was quicker.
            if error.number == EEXIST,
                let file = try place.openFile(flags: O_RDWR | O_APPEND, asked: path, checks: checks)
            {
                return file
            }
            throw failure(error, path: path)
        }
    }

    /// Appends a line, which brings its line feed.
    ///
    /// - Returns: whether the line before was torn and has been ended.
    func append(_ line: [UInt8], isSynced: Bool) throws(StorageError) -> Bool {
        try FileLock.acquire(file, path: path, context: context)
        defer { flock(file.descriptor, LOCK_UN) }
        do throws(SystemFailure) {
            let size = off_t(try file.status().st_size)
            let isTorn = try isTorn()
            // One write for both: a crash in between must not leave the repair without its line, nor join two lines.
            let bytes = isTorn ? [UInt8(ascii: "\n")] + line : line
            let count = try file.write(bytes[...])
            if count < bytes.count {
                // Ours, and we hold the lock: half a line is taken back rather than left to be repaired.
                ftruncate(file.descriptor, size)
                throw SystemFailure(number: ENOSPC)
            }
            if isSynced { try file.sync() }
            return isTorn
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Ends a torn last line.
    ///
    /// - Returns: whether there was one.
    func endTornLine() throws(StorageError) -> Bool {
        try FileLock.acquire(file, path: path, context: context)
        defer { flock(file.descriptor, LOCK_UN) }
        do throws(SystemFailure) {
            guard try isTorn() else { return false }
            return try file.write([UInt8(ascii: "\n")][...]) == 1
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Whether the last byte is no line feed. Nobody else is writing: we hold the lock.
    private func isTorn() throws(SystemFailure) -> Bool {
        let size = Int(try file.status().st_size)
        guard size > 0 else { return false }
        return try file.read(from: size - 1, limit: 1) != [UInt8(ascii: "\n")]
    }

    private static func failure(_ error: SystemFailure, path: String) -> StorageError {
        StorageError(.journal, file: path, detail: error.meaning, errno: error.number)
    }

    /// A save that failed is, for the journal, a reason to refuse the request.
    private static func failure(_ error: StorageError, path: String) -> StorageError {
        guard error.code == .save || error.code == .fileUnreadable, let number = error.errno else { return error }
        return failure(SystemFailure(number: number), path: path)
    }
}
