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
        let checks = context.checks
        guard let place = try FilePlace.find(path, checks: checks) else {
            throw StorageError(.journal, file: path, detail: "its directory does not exist")
        }
        do throws(StorageError) {
            if let file = try place.openFile(flags: O_RDWR | O_APPEND, asked: path, checks: checks) { return file }
        } catch {
            throw failure(error, path: path)
        }
        guard creates else {
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

    /// What became of an append.
    struct Appended {
        /// The line before was torn and has been ended.
        var repairedTornLine = false
        /// Nothing was written, because the file is not as long as it was expected to be.
        var isOutdated = false
    }

    /// Appends the line of an event, chained to the line before.
    ///
    /// - Parameter size: how long the file is to be, where the decision to write rests on what was read so far.
    /// - Throws: what `E_JOURNAL` stands for; the line is then not in the file, however far the write had come.
    func append(
        _ event: JournalEvent, isSynced: Bool, ifSizeIs size: Int? = nil
    ) throws(StorageError) -> Appended {
        // What has happened is written down whatever becomes of the task; what is only meant can be left.
        try FileLock.acquire(file, path: path, isCancellable: event.phase == .intent, context: context)
        defer { flock(file.descriptor, LOCK_UN) }
        do throws(SystemFailure) {
            let end = Int(try file.status().st_size)
            if let size, try hasNewLines(between: size, and: end) { return Appended(isOutdated: true) }
            let last = try lastLine(before: end)
            let line = JournalLine.encode(event, after: last.mark)
            // One write for both: a crash in between must not leave the repair without its line, nor join two lines.
            let bytes = Array((last.isTorn ? "\n" + line : line).utf8)
            do throws(SystemFailure) {
                guard try file.write(bytes[...]) == bytes.count else { throw SystemFailure(number: ENOSPC) }
                if isSynced { try file.sync() }
            } catch {
                // Ours, and we hold the lock: a line whose request will not be sent must not be found later, as if it had
                // been. Should even this fail, the line has no result, and the next start asks about it.
                ftruncate(file.descriptor, off_t(end))
                throw error
            }
            return Appended(repairedTornLine: last.isTorn)
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Whether whole lines follow the place up to which the caller has read. A torn one does not count: nothing writes it while
    /// we hold the lock.
    private func hasNewLines(between start: Int, and end: Int) throws(SystemFailure) -> Bool {
        guard end > start else { return end < start }
        return try file.read(from: start, limit: end - start).contains(UInt8(ascii: "\n"))
    }

    /// The mark of the last line, and whether that line lacks its line feed.
    private func lastLine(before end: Int) throws(SystemFailure) -> (mark: String, isTorn: Bool) {
        let lineFeed = UInt8(ascii: "\n")
        var start = end
        var bytes: [UInt8] = []
        while start > 0 {
            let earlier = max(0, start - 8_192)
            bytes = try file.read(from: earlier, limit: start - earlier) + bytes
            start = earlier
            guard let last = bytes.lastIndex(where: { $0 != lineFeed }) else { continue }
            let before = bytes[..<last].lastIndex(of: lineFeed)
            guard before != nil || start == 0 else { continue }
            let line = bytes[(before.map { $0 + 1 } ?? 0)...last]
            return (JournalChain.mark(of: line), bytes.last != lineFeed)
        }
        return (JournalChain.start, false)
    }

    /// Ends a torn last line.
    ///
    /// - Returns: whether there was one.
    func endTornLine() throws(StorageError) -> Bool {
        try FileLock.acquire(file, path: path, isCancellable: true, context: context)
        defer { flock(file.descriptor, LOCK_UN) }
        do throws(SystemFailure) {
            guard try isTorn() else { return false }
            return try file.write([UInt8(ascii: "\n")][...]) == 1
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Whether the last byte is no line feed. Nothing else writes while we hold the lock.
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
