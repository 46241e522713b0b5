import EncryptedVault
import Glibc
import Moments
import StrictJSON

/// The fold over the journal up to a line, without the tokens that ended long ago: opening a journal of years costs what
/// still matters (<doc:JournalFormat>).
///
/// It is derived: where it is missing, damaged, or does not fit the journal, the whole journal is read.
struct JournalCheckpoint: Hashable {
    /// How long after a token has left the list it stays in a checkpoint, in milliseconds: a day, for clocks that differ.
    static let margin: Int64 = 86_400_000

    /// By our clock, when it was made. A clock that shows less has been set back, and then other tokens may matter.
    var at: Instant
    /// The name of the line's segment.
    var segment: String
    /// Where the line ends, behind its line feed.
    var offset: Int
    /// Bytes of the line without its line feed.
    var length: Int
    /// SHA-256 of the line.
    var digest: String
    /// Lines of the segment up to there.
    var lines: Int
    var unreadableLines: Int
    /// Of the segments before.
    var seals: [SegmentSeal]
    var fold: JournalFold

    /// What the next line is chained to.
    var mark: String { String(digest.prefix(JournalChain.start.utf8.count)) }
}

extension JournalCheckpoint {
    private static let head = "{\"version\":12,\"sum\":\""
    private static let middle = "\",\"checkpoint\":"
    /// Bytes up to the end of the sum.
    static let headLength = head.utf8.count + 64
    /// Bytes of a file at most.
    static let limit = 64 * 1024 * 1024
    /// Tokens at most: reading more of them from here would be no quicker than from the journal.
    static let mostTokens = 20_000

    /// The content of the file: one JSON object, whose `sum` is the SHA-256 of the text of its `checkpoint`. `nil` where the
    /// text would not read as what was written.
    var bytes: [UInt8]? {
        guard fold.count <= Self.mostTokens else { return nil }
        let json = JSONValue.object([
            "at": .int64(at.milliseconds), "segment": .string(segment), "offset": .int(offset), "length": .int(length),
            "line": .string(digest), "lines": .int(lines), "unreadable": .int(unreadableLines),
            "seals": .array(seals.map(\.json)), "fold": .object(fold.json),
        ])
        let body = Array(json.serialized().utf8)
        let file = Array((Self.head + SHA256Digest(of: body).hexadecimal + Self.middle).utf8) + body + Array("}\n".utf8)
        guard file.count <= Self.limit, JournalCheckpoint(file) == self else { return nil }
        return file
    }

    /// Returns nil for anything but what ``bytes`` writes.
    init?(_ file: [UInt8]) {
        let (head, middle) = (Array(Self.head.utf8), Array(Self.middle.utf8))
        let start = head.count + 64 + middle.count
        guard file.count > start + 2, file.starts(with: head), file[(head.count + 64)...].starts(with: middle),
            file.suffix(2).elementsEqual("}\n".utf8)
        else { return nil }
        let body = file[start..<file.count - 2]
        let limits = JSONLimits(depth: 16, bytes: Self.limit, stringBytes: Self.limit, items: 10_000_000)
        guard file[head.count..<head.count + 64].elementsEqual(SHA256Digest(of: body).hexadecimal.utf8),
            let json = JSONValue.parse(part: body, limits: limits),
            let at = Instant(json["at"]), let segment = json["segment"]?.stringValue,
            let offset = json["offset"]?.intValue, let length = json["length"]?.intValue,
            let digest = json["line"]?.stringValue, let lines = json["lines"]?.intValue,
            let unreadable = json["unreadable"]?.intValue, let seals = json["seals"]?.arrayValue,
            let fold = json["fold"].flatMap({ JournalFold($0) }), length > 0, offset > length, digest.utf8.count == 64
        else { return nil }
        self.init(
            at: at, segment: segment, offset: offset, length: length, digest: digest, lines: lines,
            unreadableLines: unreadable, seals: seals.compactMap { SegmentSeal($0) }, fold: fold)
        guard self.seals.count == seals.count else { return nil }
    }
}

/// The file `checkpoint.json` beside the segments of a journal.
struct CheckpointFile {
    /// A checkpoint that was read.
    struct Known {
        let checkpoint: JournalCheckpoint
        /// Bytes of the file.
        let size: Int
        /// The first of them, with the sum over the others.
        fileprivate let head: [UInt8]
    }

    /// Bytes of new lines that are worth a new checkpoint.
    private static let step = 256 * 1024

    let folder: JournalFolder

    private var context: FileContext { folder.context }
    private var path: String { folder.path + "/checkpoint.json" }

    /// The checkpoint; `nil` where there is none that can be read.
    func read() -> Known? {
        for file in [path, EndedFile(folder: folder).path] {
            Leftovers.sweep(beside: file, lockedAs: path, context: context)
        }
        guard let bytes, let checkpoint = JournalCheckpoint(bytes), checkpoint.at <= context.now()
        else { return nil }
        return Known(
            checkpoint: checkpoint, size: bytes.count, head: Array(bytes.prefix(JournalCheckpoint.headLength)))
    }

    private var bytes: [UInt8]? {
        let contents = try? FileContents.read(
            path, limit: JournalCheckpoint.limit, checks: context.checks, tooLarge: Locations.noHome)
        return contents?.bytes
    }

    /// Whether so many new bytes are worth a checkpoint, after one of that size.
    func isDue(newBytes: Int, size: Int) -> Bool { newBytes >= max(Self.step, size / 2) }

    /// Writes a checkpoint, and the rows that it leaves out. It is derived: where it cannot be written, nothing is lost.
    ///
    /// - Parameters:
    ///   - rows: those that are left out of it, and were in the fold until now.
    ///   - known: what the fold goes on from; nil where it is the sum of the whole journal.
    func write(_ checkpoint: JournalCheckpoint, _ rows: EndedRows, after known: Known?) {
        var checkpoint = checkpoint
        let leftOut = checkpoint.fold.leftOut
        let old = leftOut.count == rows.count ? EndedFile.Part() : leftOut.file
        let ended = leftOut.isEmpty ? nil : old.map { EndedFile.bytes(of: rows, behind: $0) }
        checkpoint.fold.leftOut.file = nil
        let without = checkpoint
        checkpoint.fold.leftOut.file = ended?.part
        guard let bytes = checkpoint.bytes else { return }
        // Another run that writes one right now writes as good a one.
        try? FileLock.around(path, context: context, patience: 0) { () throws(StorageError) in
            // So did one that has written it meanwhile, and what it names in the other file has to stay.
            if let known, self.bytes?.starts(with: known.head) != true { return }
            let isWhole = ended.map { isWritten($0.bytes, behind: old ?? EndedFile.Part()) } ?? true
            guard let content = isWhole ? bytes : without.bytes else { return }
            try AtomicFile(path: path, context: context, keepsBackup: false).replace(with: content)
        }
    }

    private func isWritten(_ bytes: [UInt8], behind part: EndedFile.Part) -> Bool {
        let file = EndedFile(folder: folder)
        do throws(StorageError) {
            if part.length == 0 {
                try file.replace(with: bytes)
            } else if !bytes.isEmpty {
                try file.append(bytes, behind: part)
            }
            return true
        } catch { return false }
    }
}
