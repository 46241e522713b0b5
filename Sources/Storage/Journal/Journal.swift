import Glibc

/// The journal file: one line for each event, appended by every run of Tessera, never rewritten.
///
/// Each line goes down by one `write` under a short lock on the file itself; intents and results are on disk when
/// ``append(_:)`` returns. Readers take whole lines only, so a line of another run that is not yet complete waits for
/// the next reading (<doc:JournalFormat>). All of it is done on a thread of its own.
package actor Journal {
    /// Nothing when there is no place for it; then nothing can be appended, and so nothing can be changed on a cluster.
    package nonisolated let file: String?
    private let context: FileContext
    private nonisolated let executor = FileExecutor("journal")
    private var position = JournalPosition()
    /// A torn line was ended by an append, and no reading has told it yet.
    private var repairedUntold = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter file: ``Locations/journal``.
    package init(file: String?, context: FileContext) {
        self.file = file
        self.context = context
    }

    /// Appends one line. Intents and results are synced to the disk before this returns.
    ///
    /// - Throws: `E_JOURNAL` when it cannot be written, `E_LOCKED`, `E_FILE_…`. The line is then not in the file.
    package func append(_ event: JournalEvent) async throws(StorageError) {
        let writer = try JournalFile(path: file, context: context)
        let appended = try writer.append(event, isSynced: event.phase != .note)
        repairedUntold = repairedUntold || appended.repairedTornLine
    }

    /// Appends one line if nothing was appended since the last reading, by this run or another: for a decision that rests
    /// on what was read.
    ///
    /// - Returns: whether it was appended; otherwise read again, and decide anew.
    /// - Throws: what ``append(_:)`` throws.
    package func appendIfUnchanged(_ event: JournalEvent) async throws(StorageError) -> Bool {
        let writer = try JournalFile(path: file, context: context)
        let appended = try writer.append(event, isSynced: event.phase != .note, ifSizeIs: position.offset)
        return !appended.isOutdated
    }

    /// Reads the whole journal, and repairs a torn last line. A missing file is an empty journal.
    package func load() async throws(StorageError) -> JournalContents {
        position = JournalPosition()
        return try read()
    }

    /// Reads what was appended since the last reading, by this run or another; everything, with
    /// ``JournalContents/isFromStart``, when the file was replaced or cut.
    package func readNew() async throws(StorageError) -> JournalContents {
        try read()
    }

    /// Reads the whole journal beside the other readings: what ``readNew()`` tells next does not change.
    package func readAll() async throws(StorageError) -> JournalContents {
        guard let file else { return JournalContents(isFromStart: true) }
        var position = JournalPosition()
        let contents = try JournalReader(path: file, context: context).read(from: &position)
        repairedUntold = repairedUntold || contents.repairedTornLine
        return contents
    }

    private func read() throws(StorageError) -> JournalContents {
        guard let file else {
            return JournalContents(isFromStart: position.takeStart())
        }
        let reader = JournalReader(path: file, context: context)
        var contents = try reader.read(from: &position)
        contents.repairedTornLine = contents.repairedTornLine || repairedUntold
        repairedUntold = false
        return contents
    }
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

/// How far a journal file has been read.
struct JournalPosition {
    /// Bytes from the start, always after a line feed.
    var offset = 0
    /// Which file it was.
    var file: (device: UInt, inode: UInt)?
    /// What the lines so far say of the chain.
    var check = JournalChainCheck()
    private var isStart = true

    /// Whether nothing has been read yet; false from then on.
    mutating func takeStart() -> Bool {
        defer { isStart = false }
        return isStart
    }

    mutating func restart() {
        offset = 0
        check = JournalChainCheck()
        isStart = true
    }
}

/// Reads whole lines of the journal file from a position on.
struct JournalReader {
    let path: String
    let context: FileContext

    private var checks: FileChecks { context.checks }

    func read(from position: inout JournalPosition) throws(StorageError) -> JournalContents {
        guard let place = try FilePlace.find(path, checks: checks),
            let file = try place.openFile(flags: O_RDONLY, asked: path, checks: checks)
        else {
            if position.offset > 0 || position.file != nil { position.restart() }
            position.file = nil
            return JournalContents(isFromStart: position.takeStart())
        }
        let status: stat
        do throws(SystemFailure) { status = try file.status() } catch { throw failure(error) }
        let identity = (device: UInt(status.st_dev), inode: UInt(status.st_ino))
        if let known = position.file, known != identity || status.st_size < position.offset { position.restart() }
        position.file = identity
        var contents = JournalContents(isFromStart: position.takeStart())
        let isRest = try readLines(of: file, from: &position, into: &contents)
        // Without the right to write, the torn line waits; whole lines before it are read all the same.
        if isRest, contents.isFromStart, let writer = try? JournalFile(path: path, context: context, creates: false),
            (try? writer.endTornLine()) == true
        {
            contents.repairedTornLine = true
            _ = try readLines(of: file, from: &position, into: &contents)
        }
        contents.damage = position.check.damage
        return contents
    }

    /// - Returns: whether bytes without a line feed are left at the end.
    private func readLines(
        of file: borrowing OpenFile, from position: inout JournalPosition, into contents: inout JournalContents
    ) throws(StorageError) -> Bool {
        var rest: [UInt8] = []
        while true {
            let chunk: [UInt8]
            do throws(SystemFailure) {
                chunk = try file.read(from: position.offset + rest.count, limit: 1 << 20)
            } catch {
                throw failure(error)
            }
            if chunk.isEmpty { return !rest.isEmpty }
            let bytes = rest.isEmpty ? chunk : rest + chunk
            var start = 0
            while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                take(bytes[start..<end], into: &contents, &position.check)
                start = end + 1
            }
            position.offset += start
            rest = Array(bytes[start...])
        }
    }

    private func take(
        _ line: ArraySlice<UInt8>, into contents: inout JournalContents, _ check: inout JournalChainCheck
    ) {
        // An empty line is what a repair leaves when two runs were quick to repair.
        if line.isEmpty { return check.skipEmptyLine() }
        let read = JournalLine.read(Array(line))
        check.take(line, read)
        if let event = read?.event {
            contents.events.append(event)
        } else {
            contents.unreadableLines += 1
        }
    }

    private func failure(_ error: SystemFailure) -> StorageError {
        StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
    }
}
