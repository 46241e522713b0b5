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
    var fold: JournalFold

    /// What the next line is chained to.
    var mark: String { String(digest.prefix(JournalChain.start.utf8.count)) }
}

extension JournalCheckpoint {
    private static let head = "{\"version\":7,\"sum\":\""
    private static let middle = "\",\"checkpoint\":"
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
            "fold": .object(fold.json),
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
        let body = Array(file[start..<file.count - 2])
        let limits = JSONLimits(depth: 16, bytes: Self.limit, stringBytes: Self.limit, items: 10_000_000)
        guard file[head.count..<head.count + 64].elementsEqual(SHA256Digest(of: body).hexadecimal.utf8),
            let json = try? JSONValue.parse(body, limits: limits),
            let at = Instant(json["at"]), let segment = json["segment"]?.stringValue,
            let offset = json["offset"]?.intValue, let length = json["length"]?.intValue,
            let digest = json["line"]?.stringValue, let lines = json["lines"]?.intValue,
            let unreadable = json["unreadable"]?.intValue, let fold = json["fold"].flatMap({ JournalFold($0) }),
            length > 0, offset > length, digest.utf8.count == 64
        else { return nil }
        self.init(
            at: at, segment: segment, offset: offset, length: length, digest: digest, lines: lines,
            unreadableLines: unreadable, fold: fold)
    }
}

/// The file `checkpoint.json` beside the segments of a journal.
struct CheckpointFile {
    /// Bytes of new lines that are worth a new checkpoint.
    private static let step = 256 * 1024

    let folder: JournalFolder

    private var context: FileContext { folder.context }
    private var path: String { folder.path + "/checkpoint.json" }

    /// The checkpoint, and how large its file is; `nil` where there is none that can be read.
    func read() -> (checkpoint: JournalCheckpoint, size: Int)? {
        Leftovers.sweep(beside: path, context: context)
        let contents = try? FileContents.read(
            path, limit: JournalCheckpoint.limit, checks: context.checks,
            tooLarge: Locations.noHome)
        guard let bytes = contents?.bytes, let checkpoint = JournalCheckpoint(bytes), checkpoint.at <= context.now()
        else { return nil }
        return (checkpoint, bytes.count)
    }

    /// Whether so many new bytes are worth a checkpoint, after one of that size.
    func isDue(newBytes: Int, size: Int) -> Bool { newBytes >= max(Self.step, size / 2) }

    /// Writes a checkpoint. It is derived: where it cannot be written, nothing is lost.
    func write(_ checkpoint: JournalCheckpoint) {
        guard let bytes = checkpoint.bytes else { return }
        // Another run that writes one right now writes as good a one.
        try? FileLock.around(path, context: context, patience: 0) { () throws(StorageError) in
            try AtomicFile(path: path, context: context, keepsBackup: false).replace(with: bytes)
        }
    }
}
