import Glibc

/// One segment of the journal, opened for appending.
struct JournalFile: ~Copyable {
    private let segment: JournalSegment
    private let folder: JournalFolder
    private let file: OpenFile

    private init(_ segment: JournalSegment, _ folder: JournalFolder, _ file: consuming OpenFile) {
        self.segment = segment
        self.folder = folder
        self.file = file
    }

    /// Opens a segment; `nil` when it is not there.
    ///
    /// - Throws: `E_JOURNAL` when the system refuses, `E_FILE_…` when it is unsafe.
    static func open(
        _ segment: JournalSegment, in folder: borrowing OpenJournalFolder
    ) throws(StorageError) -> JournalFile? {
        do throws(StorageError) {
            guard let file = try folder.open(segment, flags: O_RDWR | O_APPEND) else { return nil }
            return JournalFile(segment, folder.folder, file)
        } catch {
            throw Self.failure(error, path: segment.path)
        }
    }

    /// Waits for the lock of the segment, which the file has until it is let go of.
    ///
    /// - Parameter isCancellable: whether the wait ends with the task.
    borrowing func lock(isCancellable: Bool) throws(StorageError) {
        try FileLock.acquire(file, path: segment.path, isCancellable: isCancellable, context: folder.context)
    }

    /// Whether the segment has been removed, or replaced, since it was opened.
    var isGone: Bool { (try? file.status()).map { $0.st_nlink == 0 } ?? true }

    /// What became of an append.
    struct Appended {
        /// The line before was torn and has been ended.
        var repairedTornLine = false
        /// Nothing was written, because lines follow those that were read.
        var isOutdated = false
    }

    /// Appends the line of an event, chained to the line before. The caller has the lock.
    ///
    /// - Parameters:
    ///   - earlier: the segments before this one.
    ///   - opened: where they are.
    ///   - position: up to where was read, where the decision to write rests on that.
    /// - Throws: what `E_JOURNAL` stands for; the line is then not in the file, however far the write had come.
    borrowing func append(
        _ event: JournalEvent, isSynced: Bool, behind earlier: ArraySlice<JournalSegment>,
        in opened: borrowing OpenJournalFolder, ifReadUpTo position: JournalPosition?
    ) throws(StorageError) -> Appended {
        do throws(SystemFailure) {
            let status = try file.status()
            let end = Int(status.st_size)
            if let position, try isOutdated(position, FileIdentity(status), end, isFirst: earlier.isEmpty) {
                return Appended(isOutdated: true)
            }
            let last = try file.lastLine(before: end)
            let isTorn = last?.isTorn ?? false
            let mark: String
            if let last { mark = last.mark } else { mark = try self.mark(behind: earlier, in: opened) }
            // One write for both: a crash in between must not leave the repair without its line, nor join two lines.
            let line = Array(JournalLine.encode(event, after: mark).utf8)
            let bytes = (isTorn ? [UInt8(ascii: "\n")] : []) + line
            do throws(SystemFailure) {
                guard try file.write(bytes[...]) == bytes.count else { throw SystemFailure(number: ENOSPC) }
                if isSynced { try file.sync() }
            } catch {
                // Ours, and we hold the lock: a line whose request will not be sent must not be found later, as if it had
                // been. Should even this fail, the line has no result, and the next start asks about it.
                ftruncate(file.descriptor, off_t(end))
                throw error
            }
            if isSynced {
                JournalHeadFile.note(
                    JournalChain.mark(of: line.dropLast()), endOf: file, named: segment.title, at: end + bytes.count,
                    isAccepted: event.action == .acceptDamage, in: opened)
            }
            return Appended(repairedTornLine: isTorn)
        } catch {
            throw Self.failure(error, path: segment.path)
        }
    }

    /// What the first line of the segment is chained to.
    private borrowing func mark(
        behind earlier: ArraySlice<JournalSegment>, in opened: borrowing OpenJournalFolder
    ) throws(SystemFailure) -> String {
        do throws(StorageError) {
            // The run that made the file may have stopped before its name was on the disk.
            try folder.syncDirectory(of: segment)
            return try opened.lastMark(of: earlier)
        } catch {
            throw SystemFailure(number: error.errno ?? EIO)
        }
    }

    /// Whether whole lines follow the place up to which the caller has read. A torn one does not count: nothing writes it while
    /// we hold the lock.
    private borrowing func isOutdated(
        _ position: JournalPosition, _ identity: FileIdentity, _ end: Int, isFirst: Bool
    ) throws(SystemFailure) -> Bool {
        // A file that was not there may have been made since; that is no news as long as it has no line.
        guard position.file == identity || position.file == nil && isFirst else { return true }
        guard end > position.offset else { return end < position.offset }
        return try file.read(from: position.offset, limit: end - position.offset).contains(UInt8(ascii: "\n"))
    }

    /// Ends a torn last line. The caller has the lock: nothing else writes.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    borrowing func endTornLine() throws(StorageError) -> Bool {
        do throws(SystemFailure) {
            let size = Int(try file.status().st_size)
            let lineFeed = [UInt8(ascii: "\n")]
            guard size > 0, try file.read(from: size - 1, limit: 1) != lineFeed else { return false }
            return try file.write(lineFeed[...]) == 1
        } catch {
            throw Self.failure(error, path: segment.path)
        }
    }

    static func failure(_ error: SystemFailure, path: String) -> StorageError {
        StorageError(.journal, file: path, detail: error.meaning, errno: error.number)
    }

    /// A save that failed is, for the journal, a reason to refuse the request.
    static func failure(_ error: StorageError, path: String) -> StorageError {
        guard error.code == .save || error.code == .fileUnreadable, let number = error.errno else { return error }
        return failure(SystemFailure(number: number), path: path)
    }
}
