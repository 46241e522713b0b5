import EncryptedVault
import Glibc
package import Moments

/// The journal: one line for each event, appended by every run of Tessera, never rewritten; a segment for each month.
///
/// Each line goes down by one `write` under a short lock on the segment; intents and results are on disk when
/// ``append(_:)`` returns. Readers take whole lines only, so a line of another run that is not yet complete waits for
/// the next reading (<doc:JournalFormat>). All of it is done on a thread of its own.
package actor Journal {
    /// Of the segments. `nil` when there is no place for it; then nothing can be appended, and so nothing can be changed on a
    /// cluster.
    package nonisolated let directory: String?
    private let folder: JournalFolder?
    private nonisolated let executor = FileExecutor("journal")
    private var position = JournalPosition()
    /// A torn line was ended by an append, and no reading has told it yet.
    private var repairedUntold = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter directory: ``Locations/journal``. The file of an older version is beside it, ``Locations/olderJournal``.
    package init(directory: String?, context: FileContext) {
        self.directory = directory
        folder = directory.map { JournalFolder(path: $0, context: context) }
    }

    /// The file in which the damage is.
    package nonisolated func path(of damage: JournalDamage) -> String {
        guard let directory else { return "" }
        return SegmentName(damage.segment).map { directory + "/" + $0.text } ?? JournalFolder.older(of: directory)
    }

    /// Appends one line. Intents and results are synced to the disk before this returns.
    ///
    /// - Throws: `E_JOURNAL` when it cannot be written, `E_LOCKED`, `E_FILE_…`. The line is then not in the journal.
    package func append(_ event: JournalEvent) async throws(StorageError) {
        let appended = try writer().append(event, isSynced: event.isSynced)
        repairedUntold = repairedUntold || appended.repairedTornLine
    }

    /// Appends one line if nothing was appended since the last reading, by this run or another: for a decision that rests
    /// on what was read.
    ///
    /// - Returns: whether it was appended; otherwise read again, and decide anew.
    /// - Throws: what ``append(_:)`` throws.
    package func appendIfUnchanged(_ event: JournalEvent) async throws(StorageError) -> Bool {
        let appended = try writer().append(event, isSynced: event.isSynced, ifReadUpTo: position)
        return !appended.isOutdated
    }

    private func writer() throws(StorageError) -> JournalWriter {
        guard let folder else { throw Locations.noHome }
        return JournalWriter(folder: folder)
    }

    /// Adds the journal up to its last line, and repairs a torn one. A missing journal is an empty one.
    ///
    /// What is read next by ``readNew()`` follows.
    ///
    /// - Parameter reach: a checkpoint is only good for what still matters.
    package func addUp(_ reach: JournalReach = .everything) async throws(StorageError) -> JournalSummary {
        guard let folder else {
            position = JournalPosition()
            return JournalSummary(contents: JournalContents(isFromStart: position.takeStart()), fold: JournalFold())
        }
        let place = CheckpointFile(folder: folder)
        let known = place.read()
        if reach != .everything, let known, let summary = try addUp(after: known.checkpoint, in: folder) {
            saveCheckpoint(of: summary, in: place, size: known.size, after: known)
            return summary
        }
        return try addUp(everythingAfter: known, in: place) { _ in }
    }

    /// Adds the whole journal up, and goes through its lines in the same reading; see ``reduce(since:into:_:)``.
    package func addUp<Value: Sendable>(
        into value: Value, _ update: @Sendable (inout Value, JournalEvent) -> Void
    ) async throws(StorageError) -> (summary: JournalSummary, value: Value) {
        guard let folder else { return (try await addUp(.everything), value) }
        let place = CheckpointFile(folder: folder)
        var value = value
        let summary = try addUp(everythingAfter: place.read(), in: place) { update(&value, $0) }
        return (summary, value)
    }

    /// - Parameters:
    ///   - known: the checkpoint that is there; it says nothing that the journal does not say, but that a line was there.
    ///   - take: told of each line.
    private func addUp(
        everythingAfter known: CheckpointFile.Known?, in place: CheckpointFile, _ take: (JournalEvent) -> Void
    ) throws(StorageError) -> JournalSummary {
        position = JournalPosition()
        if let known {
            position.check.seek(known.checkpoint.mark, line: known.checkpoint.lines, of: known.checkpoint.segment)
        }
        var fold = JournalFold()
        let contents = try read { event in
            fold.apply(event)
            take(event)
        }
        let summary = JournalSummary(contents: contents, fold: fold)
        saveCheckpoint(of: summary, in: place, size: known?.size ?? 0)
        return summary
    }

    /// Adds up the lines behind a checkpoint; `nil` when it does not fit the journal, or leaves out what they are about.
    private func addUp(
        after checkpoint: JournalCheckpoint, in folder: JournalFolder
    ) throws(StorageError) -> JournalSummary? {
        guard let start = try JournalReader(folder: folder).position(after: checkpoint) else { return nil }
        position = start
        var fold = checkpoint.fold
        var contents = try read(isOpening: true) { fold.apply($0) }
        // Another file has taken its place in this very moment; or a line is missed that may stand before the checkpoint.
        guard !contents.isFromStart, !fold.needsWholeJournal,
            !contents.damage.contains(where: { $0.kind == .lostLines })
        else {
            repairedUntold = repairedUntold || contents.repairedTornLine
            return nil
        }
        contents.isFromStart = true
        contents.unreadableLines += checkpoint.unreadableLines
        return JournalSummary(contents: contents, fold: fold)
    }

    /// - Parameter known: the checkpoint that the summary goes on from.
    private func saveCheckpoint(
        of summary: JournalSummary, in place: CheckpointFile, size: Int, after known: CheckpointFile.Known? = nil
    ) {
        guard position.check.isSound, place.isDue(newBytes: position.bytes, size: size),
            let line = try? JournalReader(folder: place.folder).lastLine(before: position)
        else { return }
        let now = place.folder.context.now()
        let clocks = summary.fold.clocks
        let (kept, rows) = summary.fold.leavingOut { record in
            record.ended(at: now, clocks: clocks).map {
                $0 > TokenRecord.timeInSight + JournalCheckpoint.margin
            } ?? false
        }
        let checkpoint = JournalCheckpoint(
            at: now, segment: position.segment, offset: position.offset, length: line.count,
            digest: SHA256Digest(of: line).hexadecimal, lines: position.check.line,
            unreadableLines: summary.contents.unreadableLines, seals: position.seals, fold: kept)
        place.write(checkpoint, rows, after: known)
    }

    /// The list of all tokens, by what was read last and the rows that its checkpoint left out.
    ///
    /// - Parameter fold: over all that was read.
    /// - Returns: nil where the lines have to be read for it: the rows are not there as they were written, or a segment that
    ///   was complete has been changed since.
    package func records(of fold: JournalFold) async -> TokenRows? {
        guard let folder, let part = fold.leftOut.file, !fold.needsWholeJournal,
            (try? JournalReader(folder: folder).isUnchanged(before: position)) == true
        else { return nil }
        let file = EndedFile(folder: folder)
        return try? fold.records { take throws(StorageError) in try file.read(part, take) }
    }

    /// Reads the whole journal, and repairs a torn last line. A missing journal is an empty one.
    package func load() async throws(StorageError) -> JournalContents {
        position = JournalPosition()
        return try readEvents()
    }

    /// Reads what was appended since the last reading, by this run or another; everything, with
    /// ``JournalContents/isFromStart``, when the file was replaced or cut.
    package func readNew() async throws(StorageError) -> JournalContents { try readEvents() }

    /// Goes through the journal beside the other readings: what ``readNew()`` tells next does not change.
    ///
    /// - Parameter moment: lines that were written before it need not be told, and are told only where they stand in the
    ///   same segment as later ones; nil for all lines.
    package func reduce<Value: Sendable>(
        since moment: Instant? = nil, into value: Value, _ update: @Sendable (inout Value, JournalEvent) -> Void
    ) async throws(StorageError) -> Value {
        guard let folder else { return value }
        var value = value
        var position = JournalPosition()
        // A line goes into a segment of its month or, when the clock has gone back, of a later one.
        let reader = JournalReader(folder: folder, first: moment.map { SegmentName(at: $0) })
        let contents = try reader.read(from: &position) { update(&value, $0) }
        repairedUntold = repairedUntold || contents.repairedTornLine
        return value
    }

    /// Copies the lines as they are, up to the last line feed, in the order of the journal; none where there is no journal.
    ///
    /// - Returns: how many bytes.
    /// - Throws: what reading throws, and what writing to the file throws.
    package func copy(to file: ReservedFile) async throws(StorageError) -> Int {
        var count = 0
        if let folder, let real = realpath(folder.path, nil) {
            defer { free(real) }
            // There it would be read as a month of the journal.
            guard String(cString: real) != FilePlace.split(file.absolutePath).parent else {
                file.discard()
                throw StorageError(.outFile, file: file.path, detail: "it would be in the directory of the journal")
            }
        }
        try file.write { put throws(StorageError) in
            guard let folder else { return }
            try JournalReader(folder: folder).copy { bytes throws(StorageError) in
                count += bytes.count
                try put(bytes)
            }
        }
        return count
    }

    /// Judges an exported copy, of whatever machine.
    ///
    /// - Throws: `E_FILE_UNREADABLE`, `E_FILE_TYPE`.
    package func verify(copyAt path: String) async throws(StorageError) -> JournalCopy { try JournalCopy(at: path) }

    private func readEvents() throws(StorageError) -> JournalContents {
        var events: [JournalEvent] = []
        var contents = try read { events.append($0) }
        contents.events = events
        return contents
    }

    /// - Parameter tell: gets each event; the contents have none.
    private func read(
        isOpening: Bool = false, _ tell: (JournalEvent) -> Void
    ) throws(StorageError) -> JournalContents {
        guard let folder else { return JournalContents(isFromStart: position.takeStart()) }
        var contents = try JournalReader(folder: folder).read(from: &position, isOpening: isOpening, tell)
        contents.repairedTornLine = contents.repairedTornLine || repairedUntold
        repairedUntold = false
        return contents
    }
}

extension JournalEvent {
    /// Whether it has to be on the disk before anything else is done: what changes a cluster, and what a person accepts.
    fileprivate var isSynced: Bool { phase != .note || action == .acceptDamage }
}

/// How much of the journal a reading is to tell.
package enum JournalReach: Hashable, Sendable {
    /// The tokens that may still matter, and all requests whose outcome is unknown.
    case current
    /// Every token there ever was; lines that were added up before are not read again where what they came to is at hand.
    case everyToken
    /// Every token there ever was, by a reading of every line.
    case everything
}

/// The journal, added up.
package struct JournalSummary: Sendable {
    /// Without events.
    package let contents: JournalContents
    package let fold: JournalFold
}

/// What a reading of the journal gave.
package struct JournalContents: Hashable, Sendable {
    /// In the order of the file.
    package var events: [JournalEvent]
    /// A line that a crash had cut off was ended; its text stays in the file.
    package var repairedTornLine: Bool
    /// Lines that are no events, torn ones among them. They stay in the file.
    package var unreadableLines: Int
    /// Where the whole file, as far as it has been read, is not what was written, and no person has accepted that.
    package var damage: [JournalDamage]
    /// The events are the whole file: what was known before is to be discarded.
    package var isFromStart: Bool

    package init(
        events: [JournalEvent] = [], repairedTornLine: Bool = false, unreadableLines: Int = 0,
        damage: [JournalDamage] = [], isFromStart: Bool = false
    ) {
        self.events = events
        self.repairedTornLine = repairedTornLine
        self.unreadableLines = unreadableLines
        self.damage = damage
        self.isFromStart = isFromStart
    }
}
