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

    private var checks: FileChecks { FileChecks(userID: context.userID) }

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
