import EncryptedVault
import Glibc

/// How far the journal has been read.
struct JournalPosition {
    /// The name of the segment.
    var segment: String { check.segment }
    /// Bytes from its start, always after a line feed.
    var offset = 0
    /// Which file it is.
    private(set) var file: FileIdentity?
    /// What the lines so far say of the chain.
    var check = JournalChainCheck()
    /// How many have been read, in all segments.
    var bytes = 0
    /// Of the segments that were read to their end, and are followed by others.
    private(set) var seals: [SegmentSeal] = []
    private(set) var isStart = true

    init() {}

    /// Behind the line of a checkpoint.
    fileprivate init(after checkpoint: JournalCheckpoint, in segment: JournalSegment, _ file: FileIdentity) {
        offset = checkpoint.offset
        self.file = file
        check = JournalChainCheck(after: checkpoint.lines, of: segment.title, mark: checkpoint.mark)
        seals = checkpoint.seals
        isStart = false
    }

    /// Goes to the beginning of a segment, or on in the same file, whose name may be another one by now.
    fileprivate mutating func enter(_ segment: JournalSegment, _ file: FileIdentity) {
        if self.file == file { return check.rename(to: segment.title) }
        offset = 0
        check.enter(segment.title, mayBeginChain: segment.mayBeginChain)
        self.file = file
    }

    /// Has come to the end of a segment to which no line is added.
    fileprivate mutating func seal(_ seal: SegmentSeal) {
        seals.removeAll { $0.segment == seal.segment }
        seals.append(seal)
    }

    /// Whether nothing has been read yet; false from then on.
    mutating func takeStart() -> Bool {
        defer { isStart = false }
        return isStart
    }

    /// What was read has to be there still, in whatever file.
    fileprivate mutating func restart() {
        let last = check
        self = JournalPosition()
        if last.line > 0 { check.seek(last.mark, line: last.line, of: last.segment) }
    }
}

/// Reads whole lines of the journal from a position on, over all its segments.
struct JournalReader {
    let folder: JournalFolder
    /// Segments before this one are passed over, but for the last of them: lines go on there while the next one cannot be
    /// begun. Nil for none.
    var first: SegmentName?

    /// Looks at most this often at what is there: a file is adopted once, not without a pause.
    private static let attempts = 100

    /// - Parameters:
    ///   - isOpening: a torn last line is repaired, as it is when everything is read.
    ///   - tell: gets each event, in the order of the journal.
    func read(
        from position: inout JournalPosition, isOpening: Bool = false, _ tell: (JournalEvent) -> Void
    ) throws(StorageError) -> JournalContents {
        var contents = JournalContents()
        for attempt in 0..<Self.attempts {
            let opened = try folder.opened()
            if attempt == 0, isOpening || position.isStart { seekHead(from: &position, in: opened) }
            let segments = withoutPassedOver(try opened.segments())
            let start = try index(of: position, in: segments, opened)
            if start == nil, position.file != nil { position.restart() }
            let repairs = isOpening || position.isStart || contents.isFromStart
            if position.takeStart() { contents.isFromStart = true }
            let rest = segments[(start ?? 0)...]
            if try readSegments(rest, opened, from: &position, repairs, into: &contents, tell) { break }
        }
        position.check.endSearch()
        contents.damage = position.check.damage
        return contents
    }

    /// The line that was synced last has to come, unless a position is behind it.
    private func seekHead(from position: inout JournalPosition, in opened: borrowing OpenJournalFolder) {
        guard let head = JournalHeadFile.read(in: opened) else { return }
        let isPassed =
            head.segment == position.segment
            ? head.offset <= position.offset : position.seals.contains { $0.segment == head.segment }
        if !isPassed { position.check.seek(head.mark, line: head.line, of: head.segment) }
    }

    private func withoutPassedOver(_ segments: [JournalSegment]) -> [JournalSegment] {
        // The file of an older version has no name, and is the last one.
        let passed = segments.prefix { segment in
            guard let first, let name = segment.name else { return false }
            return name < first
        }
        return Array(segments.dropFirst(max(0, passed.count - 1)))
    }

    /// Where the file of a position stands by now; `nil` when it was replaced, cut or removed.
    private func index(
        of position: JournalPosition, in segments: [JournalSegment], _ opened: borrowing OpenJournalFolder
    ) throws(StorageError) -> Int? {
        guard let known = position.file else { return nil }
        // It has its name still, or has been adopted, as one of the newest.
        let byName = segments.firstIndex { $0.title == position.segment }
        for index in [byName].compactMap(\.self) + segments.indices.reversed() {
            guard let file = try opened.open(segments[index], flags: O_RDONLY) else { continue }
            let status = try status(of: file, segments[index])
            if FileIdentity(status) == known { return status.st_size < position.offset ? nil : index }
        }
        return nil
    }

    /// - Returns: false when one of them has gone meanwhile.
    private func readSegments(
        _ segments: ArraySlice<JournalSegment>, _ opened: borrowing OpenJournalFolder,
        from position: inout JournalPosition, _ repairs: Bool, into contents: inout JournalContents,
        _ tell: (JournalEvent) -> Void
    ) throws(StorageError) -> Bool {
        for (index, segment) in zip(segments.indices, segments) {
            guard let file = try opened.open(segment, flags: O_RDONLY) else { return false }
            let status = try status(of: file, segment)
            position.enter(segment, FileIdentity(status))
            let isLast = index == segments.endIndex - 1
            let lines = SegmentLines(path: segment.path, isComplete: !isLast)
            let isRest = try lines.read(file, from: &position, into: &contents, tell)
            // Without the right to write, the torn line waits; whole lines before it are read all the same.
            if isRest, repairs, (try? JournalWriter(folder: folder).endTornLine(of: segment)) == true {
                contents.repairedTornLine = true
                _ = try lines.read(file, from: &position, into: &contents, tell)
            }
            if !isLast { position.seal(SegmentSeal(segment.title, status)) }
        }
        return true
    }

    /// Whether the segments before that of a position are those that were read, and have not been changed since.
    func isUnchanged(before position: JournalPosition) throws(StorageError) -> Bool {
        let segments = try folder.opened().segments().prefix { $0.title != position.segment }
        return segments.map(\.title) == position.seals.map(\.segment)
            && zip(position.seals, segments).allSatisfy { $0.fits($1) }
    }

    /// Behind the line of a checkpoint, when it stands where it stood; `nil` when it does not.
    func position(after checkpoint: JournalCheckpoint) throws(StorageError) -> JournalPosition? {
        let opened = try folder.opened()
        let segments = try opened.segments()
        if let segment = segments.first(where: { $0.title == checkpoint.segment }) {
            return try position(after: checkpoint, in: segment, opened)
        }
        // It may have been made before the file of an older version was adopted.
        guard checkpoint.segment == FilePlace.split(folder.older).name else { return nil }
        for segment in segments.reversed() {
            if let position = try position(after: checkpoint, in: segment, opened) { return position }
        }
        return nil
    }

    private func position(
        after checkpoint: JournalCheckpoint, in segment: JournalSegment, _ opened: borrowing OpenJournalFolder
    ) throws(StorageError) -> JournalPosition? {
        guard let file = try opened.open(segment, flags: O_RDONLY) else { return nil }
        let status = try status(of: file, segment)
        let start = checkpoint.offset - checkpoint.length - 1
        guard start >= 0, status.st_size >= checkpoint.offset else { return nil }
        let bytes = try read(file, segment, from: max(0, start - 1), to: checkpoint.offset)
        let lineFeed = UInt8(ascii: "\n")
        // From one line feed to the next, unless it is the first line.
        let line = bytes.dropFirst(start > 0 ? 1 : 0).dropLast()
        guard line.count == checkpoint.length, bytes.last == lineFeed, start == 0 || bytes.first == lineFeed,
            SHA256Digest(of: line).hexadecimal == checkpoint.digest
        else { return nil }
        return JournalPosition(after: checkpoint, in: segment, FileIdentity(status))
    }

    /// The line that ends at a position, as it was when it was read; `nil` when it is another one, or too long for a
    /// checkpoint.
    func lastLine(before position: JournalPosition) throws(StorageError) -> ArraySlice<UInt8>? {
        guard position.offset > 0, let known = position.file else { return nil }
        let opened = try folder.opened()
        guard let segment = try opened.segments().first(where: { $0.title == position.segment }),
            let file = try opened.open(segment, flags: O_RDONLY),
            FileIdentity(try status(of: file, segment)) == known
        else { return nil }
        let start = max(0, position.offset - 16 * JournalLine.limit)
        let bytes = try read(file, segment, from: start, to: position.offset)
        guard bytes.count == position.offset - start, bytes.last == UInt8(ascii: "\n") else { return nil }
        let before = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))
        guard before != nil || start == 0 else { return nil }
        let line = bytes[(before.map { $0 + 1 } ?? 0)..<bytes.count - 1]
        return !line.isEmpty && JournalChain.mark(of: line) == position.check.mark ? line : nil
    }

    /// Gives every line to `put` as it is, in the order of the journal, in large pieces.
    func copy(_ put: ([UInt8]) throws(StorageError) -> Void) throws(StorageError) {
        var copied: Set<FileIdentity> = []
        for _ in 0..<Self.attempts {
            let opened = try folder.opened()
            let segments = try opened.segments()
            var isWhole = true
            for segment in segments {
                guard let file = try opened.open(segment, flags: O_RDONLY) else {
                    // Adopted meanwhile: it has another name now.
                    isWhole = false
                    break
                }
                guard copied.insert(FileIdentity(try status(of: file, segment))).inserted else { continue }
                try copy(file, segment, isComplete: segment != segments.last, put)
            }
            if isWhole { return }
        }
    }

    private func copy(
        _ file: borrowing OpenFile, _ segment: JournalSegment, isComplete: Bool,
        _ put: ([UInt8]) throws(StorageError) -> Void
    ) throws(StorageError) {
        let lineFeed = UInt8(ascii: "\n")
        var offset = 0
        var rest: [UInt8] = []
        while true {
            let chunk = try read(file, segment, from: offset, to: offset + 1 << 20)
            guard !chunk.isEmpty else { break }
            offset += chunk.count
            let end = chunk.lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
            if end > 0 {
                try put(rest + chunk[..<end])
                rest = Array(chunk[end...])
            } else {
                rest += chunk
            }
        }
        if isComplete, !rest.isEmpty { try put(rest + [lineFeed]) }
    }

    private func read(
        _ file: borrowing OpenFile, _ segment: JournalSegment, from start: Int, to end: Int
    ) throws(StorageError) -> [UInt8] {
        do throws(SystemFailure) { return try file.read(from: start, limit: end - start) } catch {
            throw StorageError(.fileUnreadable, file: segment.path, detail: error.meaning, errno: error.number)
        }
    }

    private func status(of file: borrowing OpenFile, _ segment: JournalSegment) throws(StorageError) -> stat {
        do throws(SystemFailure) { return try file.status() } catch {
            throw StorageError(.fileUnreadable, file: segment.path, detail: error.meaning, errno: error.number)
        }
    }
}
