import Glibc
import Moments

/// Appends to the newest segment, and begins the next one when the month is over by our clock.
///
/// Lines go into the newest segment, under its lock; who has waited for that lock looks again whether it is still the
/// newest. A segment is begun under a lock of its own and under that of the segment before, so that no line of the one
/// before comes later. A clock that goes back begins nothing: the newest segment is written on (<doc:JournalFormat>).
struct JournalWriter {
    let folder: JournalFolder

    private var context: FileContext { folder.context }

    /// Looks at most this often for the newest segment: others begin one in a month, not without a pause.
    private static let attempts = 100

    /// Appends the line of an event.
    ///
    /// - Parameter position: up to where was read, where the decision to write rests on that.
    /// - Throws: `E_JOURNAL` when it cannot be written, `E_LOCKED`, `E_FILE_…`. The line is then not in the journal.
    func append(
        _ event: JournalEvent, isSynced: Bool, ifReadUpTo position: JournalPosition? = nil
    ) throws(StorageError) -> JournalFile.Appended {
        // What has happened is written down whatever becomes of the task; what is only meant can be left.
        let isCancellable = event.phase == .intent
        var mayBegin = true
        for _ in 0..<Self.attempts {
            let opened = try self.opened()
            let segments = try listed(in: opened)
            guard let last = segments.last else {
                try begin(isCancellable: isCancellable)
                continue
            }
            if mayBegin, last.isOver(at: context.now()) {
                // Where the next one cannot be made, a line is better in this one than nowhere.
                do throws(StorageError) { try begin(isCancellable: isCancellable) } catch { mayBegin = false }
                continue
            }
            guard let file = try JournalFile.open(last, in: opened) else { continue }
            try file.lock(isCancellable: isCancellable)
            guard try listed(in: opened).last == last, !file.isGone else { continue }
            return try file.append(
                event, isSynced: isSynced, behind: segments.dropLast(), in: opened, ifReadUpTo: position)
        }
        throw StorageError(.journal, file: folder.path, detail: "its files are replaced again and again")
    }

    /// Ends a torn last line of the journal.
    ///
    /// - Returns: whether there was one.
    func endTornLine(of segment: JournalSegment) throws(StorageError) -> Bool {
        guard let file = try JournalFile.open(segment, in: opened()) else { return false }
        try file.lock(isCancellable: true)
        return try file.endTornLine()
    }

    private func opened() throws(StorageError) -> OpenJournalFolder {
        do throws(StorageError) { return try folder.opened() } catch {
            throw JournalFile.failure(error, path: folder.path)
        }
    }

    private func listed(in opened: borrowing OpenJournalFolder) throws(StorageError) -> [JournalSegment] {
        do throws(StorageError) { return try opened.segments() } catch {
            throw JournalFile.failure(error, path: folder.path)
        }
    }

    // MARK: The next segment

    /// Begins the segment of this month, or adopts the file of an older version: one run at a time, and only where no other
    /// one has done it.
    private func begin(isCancellable: Bool) throws(StorageError) {
        let now = context.now()
        do throws(StorageError) {
            try FileLock.around(
                folder.path + "/segments", context: context, isCancellable: isCancellable
            ) { () throws(StorageError) -> Void in
                let segments = try folder.opened().segments()
                guard let last = segments.last else { return try make(SegmentName(at: now)) }
                guard last.isOver(at: now) else { return }
                if last.name == nil { return try adopt(last, behind: segments.dropLast().last, at: now) }
                try whileOthersWait(for: last) { () throws(StorageError) -> Void in try make(SegmentName(at: now)) }
            }
        } catch {
            throw JournalFile.failure(error, path: folder.path)
        }
    }

    /// Runs `work` while no other run writes to the segment, whose last line is whole then.
    private func whileOthersWait(
        for segment: JournalSegment, _ work: () throws(StorageError) -> Void
    ) throws(StorageError) {
        // Already gone: the next look at the folder tells.
        guard let file = try JournalFile.open(segment, in: folder.opened()) else { return }
        try file.lock(isCancellable: true)
        try file.endTornLine()
        try work()
        // The lock lives until here.
        withExtendedLifetime(file) {}
    }

    private func make(_ name: SegmentName) throws(StorageError) {
        let path = folder.path + "/" + name.text
        guard let place = try FilePlace.find(path, checks: context.checks) else { return }
        do throws(SystemFailure) {
            _ = try OpenFile.make(place.name, in: place.directory.descriptor, flags: O_RDWR | O_APPEND)
            try place.directory.syncDirectory()
        } catch {
            throw JournalFile.failure(error, path: path)
        }
    }

    /// Gives the file of an older version a name among the segments, as the newest one: its lines stay where they are, and a
    /// run of that version which waits for its lock writes on in it.
    private func adopt(
        _ older: JournalSegment, behind newest: JournalSegment?, at now: Instant
    ) throws(StorageError) {
        let name = newest?.name.map { $0.adopted(at: now) } ?? SegmentName(at: now)
        try whileOthersWait(for: older) { () throws(StorageError) -> Void in
            guard let newest else { return try move(older, to: name) }
            try whileOthersWait(for: newest) { () throws(StorageError) -> Void in try move(older, to: name) }
        }
    }

    private func move(_ older: JournalSegment, to name: SegmentName) throws(StorageError) {
        let path = folder.path + "/" + name.text
        guard let from = try FilePlace.find(older.path, checks: context.checks),
            let to = try FilePlace.find(path, checks: context.checks)
        else { return }
        let (source, target) = (from.directory.descriptor, to.directory.descriptor)
        do throws(SystemFailure) {
            try SystemFailure.check { renameat(source, from.name, target, to.name) }
            try to.directory.syncDirectory()
            try from.directory.syncDirectory()
        } catch {
            throw JournalFile.failure(error, path: path)
        }
    }
}
