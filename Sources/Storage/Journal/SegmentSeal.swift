import Glibc
import StrictJSON

/// What a segment was when it had been read to its end and another one followed: no line is added to it any more.
///
/// It is no proof, as the chain of the lines is, but it is there without a reading: an editor, a copy that was put back and a
/// line that was cut off all change it.
struct SegmentSeal: Hashable {
    /// The name of the segment.
    let segment: String
    let size: Int64
    /// When it was changed last, in nanoseconds since 1970.
    let changed: Int64

    init(_ segment: String, _ status: stat) {
        self.segment = segment
        size = Int64(status.st_size)
        changed = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }

    /// Whether the segment is as it was.
    func fits(_ segment: JournalSegment) -> Bool {
        var status = stat()
        guard lstat(segment.path, &status) == 0 else { return false }
        return SegmentSeal(segment.title, status) == self
    }
}

extension SegmentSeal {
    var json: JSONValue { [.string(segment), .int64(size), .int64(changed)] }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let parts = json.arrayValue, parts.count == 3, let segment = parts[0].stringValue,
            let size = parts[1].numberValue?.int64, let changed = parts[2].numberValue?.int64
        else { return nil }
        (self.segment, self.size, self.changed) = (segment, size, changed)
    }
}
