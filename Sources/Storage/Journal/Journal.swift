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
    /// A torn line was ended by an append, and nobody has been told.
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
