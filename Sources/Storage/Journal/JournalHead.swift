import Glibc
import StrictJSON

/// The last line of the journal that was synced to the disk: a journal that was cut behind its last checkpoint, or put back
/// from an older copy, does not go on to it any more (promise P60).
struct JournalHead: Hashable {
    /// The name of the line's segment.
    let segment: String
    /// Where the line ends in it, behind its line feed.
    let offset: Int
    /// The number of the line in the segment, counted from 1.
    let line: Int
    /// See ``JournalChain/mark(of:)``.
    let mark: String
}

/// The file `head.json` beside the segments, of one size and written over in its place. It is derived: where it is missing or
/// cannot be read, nothing is missed.
enum JournalHeadFile {
    private static let name = "head.json"
    /// Bytes of the file: a segment's name and two numbers have room in it.
    private static let size = 200

    /// The head; `nil` where there is none that can be read.
    static func read(in folder: borrowing OpenJournalFolder) -> JournalHead? {
        guard let file = try? folder.open(name, flags: O_RDONLY) else { return nil }
        return (try? file.read(limit: size)).flatMap(head)
    }

    /// Takes note of the line that ends the segment now. The caller has the lock of the segment, and has synced the line.
    ///
    /// Where the line that is known is not there any more, the note stays, until a person accepts that.
    ///
    /// - Parameters:
    ///   - end: bytes of the segment.
    ///   - isAccepted: whether the line is what accepts the damage so far.
    static func note(
        _ mark: String, endOf segment: borrowing OpenFile, named title: String, at end: Int, isAccepted: Bool,
        in folder: borrowing OpenJournalFolder
    ) {
        do {
            guard let file = try folder.open(name, flags: O_RDWR) ?? folder.make(name, flags: O_RDWR) else { return }
            let known = head(of: try file.read(limit: size))
            if let known, !isAccepted, try !isThere(known, segment, title, in: folder) { return }
            let isBehind = known.map { $0.segment == title && $0.offset <= end } ?? false
            let (start, lines) = isBehind ? (known?.offset ?? 0, known?.line ?? 0) : (0, 0)
            let more = try segment.read(from: start, limit: end - start).count { $0 == UInt8(ascii: "\n") }
            let head = JSONValue.object([
                "segment": .string(title), "offset": .int(end), "line": .int(lines + more), "mark": .string(mark),
            ])
            let text = Array(JSONValue.object(["sum": .string(sum(head)), "head": head]).serialized().utf8)
            guard text.count < size else { return }
            let blanks = [UInt8](repeating: UInt8(ascii: " "), count: size - text.count - 1)
            try file.overwrite(with: text + blanks + [UInt8(ascii: "\n")])
        } catch {
            // The line is in the journal: that no note of it can be taken stops nothing.
        }
    }

    /// Whether the line of a head stands where it stood: in the segment that is open, or in another one.
    private static func isThere(
        _ head: JournalHead, _ segment: borrowing OpenFile, _ title: String, in folder: borrowing OpenJournalFolder
    ) throws -> Bool {
        if head.segment == title, try stands(head, in: segment) { return true }
        // The file of an older version gets another name when it is adopted.
        for other in try folder.segments().reversed() where other.title != title || head.segment != title {
            if let file = try folder.open(other, flags: O_RDONLY), try stands(head, in: file) { return true }
        }
        return false
    }

    private static func stands(_ head: JournalHead, in segment: borrowing OpenFile) throws -> Bool {
        guard try Int(segment.status().st_size) >= head.offset else { return false }
        return try segment.lastLine(before: head.offset)?.mark == head.mark
    }

    /// Nil for anything but what ``note(_:endOf:named:at:isAccepted:in:)`` writes.
    private static func head(of bytes: [UInt8]) -> JournalHead? {
        guard bytes.count == size, let file = try? JSONValue.parse(bytes), let json = file["head"],
            file["sum"]?.stringValue == sum(json), let segment = json["segment"]?.stringValue,
            let offset = json["offset"]?.intValue, let line = json["line"]?.intValue,
            let mark = json["mark"]?.stringValue, offset > 0, line > 0,
            mark.utf8.count == JournalChain.start.utf8.count
        else { return nil }
        return JournalHead(segment: segment, offset: offset, line: line, mark: mark)
    }

    /// Who reads it while it is written over must not take one half for the whole.
    private static func sum(_ head: JSONValue) -> String { JournalChain.mark(of: head.serialized().utf8) }
}
