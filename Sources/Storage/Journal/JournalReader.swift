import EncryptedVault
import Glibc

/// How far a journal file has been read.
struct JournalPosition {
    /// Bytes from the start, always after a line feed.
    var offset = 0
    /// Which file it was.
    var file: (device: UInt, inode: UInt)?
    /// What the lines so far say of the chain.
    var check = JournalChainCheck()
    private var isStart = true

    init() {}

    /// Behind the line of a checkpoint.
    init(after checkpoint: JournalCheckpoint, in file: (device: UInt, inode: UInt)) {
        offset = checkpoint.offset
        self.file = file
        check = JournalChainCheck(after: checkpoint.lines, mark: checkpoint.mark)
        isStart = false
    }

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

    /// - Parameters:
    ///   - isOpening: a torn last line is repaired, as it is when everything is read.
    ///   - tell: gets each event, in the order of the file.
    func read(
        from position: inout JournalPosition, isOpening: Bool = false, _ tell: (JournalEvent) -> Void
    ) throws(StorageError) -> JournalContents {
        guard let file = try open() else {
            if position.offset > 0 || position.file != nil { position.restart() }
            position.file = nil
            return JournalContents(isFromStart: position.takeStart())
        }
        let (identity, size) = try state(of: file)
        if let known = position.file, known != identity || size < position.offset { position.restart() }
        position.file = identity
        var contents = JournalContents(isFromStart: position.takeStart())
        let isRest = try readLines(of: file, from: &position, into: &contents, tell)
        // Without the right to write, the torn line waits; whole lines before it are read all the same.
        if isRest, contents.isFromStart || isOpening,
            let writer = try? JournalFile(path: path, context: context, creates: false),
            (try? writer.endTornLine()) == true
        {
            contents.repairedTornLine = true
            _ = try readLines(of: file, from: &position, into: &contents, tell)
        }
        contents.damage = position.check.damage
        return contents
    }

    /// Which file it is, when the line of a checkpoint stands where it stood; `nil` when it does not.
    func identity(holding checkpoint: JournalCheckpoint) throws(StorageError) -> (device: UInt, inode: UInt)? {
        guard let file = try open() else { return nil }
        let (identity, size) = try state(of: file)
        let start = checkpoint.offset - checkpoint.length - 1
        guard start >= 0, size >= checkpoint.offset else { return nil }
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try file.read(from: max(0, start - 1), limit: checkpoint.offset - max(0, start - 1))
        } catch {
            throw failure(error)
        }
        let lineFeed = UInt8(ascii: "\n")
        // From one line feed to the next, unless it is the first line.
        let line = bytes.dropFirst(start > 0 ? 1 : 0).dropLast()
        guard line.count == checkpoint.length, bytes.last == lineFeed, start == 0 || bytes.first == lineFeed,
            SHA256Digest(of: line).hexadecimal == checkpoint.digest
        else { return nil }
        return identity
    }

    /// The line that ends at a position, as it was when it was read; `nil` when it is another one, or too long for a
    /// checkpoint.
    func lastLine(before position: JournalPosition) throws(StorageError) -> ArraySlice<UInt8>? {
        guard position.offset > 0, let known = position.file, let file = try open() else { return nil }
        guard try state(of: file).identity == known else { return nil }
        let start = max(0, position.offset - 16 * JournalLine.limit)
        let bytes: [UInt8]
        do throws(SystemFailure) { bytes = try file.read(from: start, limit: position.offset - start) } catch {
            throw failure(error)
        }
        guard bytes.count == position.offset - start, bytes.last == UInt8(ascii: "\n") else { return nil }
        let before = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))
        guard before != nil || start == 0 else { return nil }
        let line = bytes[(before.map { $0 + 1 } ?? 0)..<bytes.count - 1]
        return !line.isEmpty && JournalChain.mark(of: line) == position.check.mark ? line : nil
    }

    /// Every line, as it is.
    func wholeLines() throws(StorageError) -> [UInt8] {
        guard let file = try open() else { return [] }
        let size = try state(of: file).size
        do throws(SystemFailure) {
            let bytes = try file.read(limit: size)
            return Array(bytes[..<(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)])
        } catch {
            throw failure(error)
        }
    }

    private func open() throws(StorageError) -> OpenFile? {
        guard let place = try FilePlace.find(path, checks: checks) else { return nil }
        return try place.openFile(flags: O_RDONLY, asked: path, checks: checks)
    }

    private func state(
        of file: borrowing OpenFile
    ) throws(StorageError) -> (identity: (device: UInt, inode: UInt), size: Int) {
        do throws(SystemFailure) {
            let status = try file.status()
            return ((UInt(status.st_dev), UInt(status.st_ino)), Int(status.st_size))
        } catch {
            throw failure(error)
        }
    }

    /// - Returns: whether bytes without a line feed are left at the end.
    private func readLines(
        of file: borrowing OpenFile, from position: inout JournalPosition, into contents: inout JournalContents,
        _ tell: (JournalEvent) -> Void
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
                take(bytes[start..<end], into: &contents, &position.check, tell)
                start = end + 1
            }
            position.offset += start
            rest = Array(bytes[start...])
        }
    }

    private func take(
        _ line: ArraySlice<UInt8>, into contents: inout JournalContents, _ check: inout JournalChainCheck,
        _ tell: (JournalEvent) -> Void
    ) {
        // An empty line is what a repair leaves when two runs were quick to repair.
        if line.isEmpty { return check.skipEmptyLine() }
        let read = JournalLine.read(Array(line))
        check.take(line, read)
        if let event = read?.event {
            tell(event)
        } else {
            contents.unreadableLines += 1
        }
    }

    private func failure(_ error: SystemFailure) -> StorageError {
        StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
    }
}
