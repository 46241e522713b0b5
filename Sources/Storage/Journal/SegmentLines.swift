import Glibc
import Processors

/// Takes the lines of one segment apart, many of them on all processors at once, while those before them are told.
struct SegmentLines {
    let path: String
    /// No line is added any more: what stands behind the last line feed is a line.
    let isComplete: Bool

    /// Bytes that are read at once. Twice as many are being worked on.
    private static let piece = 1 << 19

    /// What one line says by itself.
    private struct Line: Sendable {
        let read: (event: JournalEvent, previous: String?)?
        let mark: String
    }

    /// Lines that are being taken apart, while those before them are told.
    private struct Begun: ~Copyable {
        let bytes: [UInt8]
        /// The lines without their line feeds.
        let ranges: [Range<Int>]
        /// Where the last line ends, with its line feed.
        let end: Int
        private let lines: BegunParts<[Line?]>

        init(_ bytes: [UInt8], _ ranges: [Range<Int>], end: Int) {
            self.bytes = bytes
            self.ranges = ranges
            self.end = end
            lines = ProcessorParts.begin(ranges.count) { SegmentLines.lines(ranges[$0], of: bytes) }
        }

        consuming func results() -> [[Line?]] { lines.results() }
    }

    /// Tells the lines from a position on.
    ///
    /// - Returns: whether bytes without a line feed are left at the end.
    func read(
        _ file: borrowing OpenFile, from position: inout JournalPosition, into contents: inout JournalContents,
        _ tell: (JournalEvent) -> Void
    ) throws(StorageError) -> Bool {
        var rest: [UInt8] = []
        var offset = position.offset
        var begun = Begun([], [], end: 0)
        while true {
            let chunk: [UInt8]
            do throws(SystemFailure) { chunk = try file.read(from: offset, limit: Self.piece) } catch {
                take(begun, of: &position, into: &contents, tell)
                throw StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
            }
            if chunk.isEmpty { break }
            offset += chunk.count
            let bytes = rest.isEmpty ? chunk : rest + chunk
            let (lines, end) = Self.split(bytes)
            rest = Array(bytes[end...])
            let next = Begun(bytes, lines, end: end)
            take(begun, of: &position, into: &contents, tell)
            begun = next
        }
        take(begun, of: &position, into: &contents, tell)
        guard isComplete, !rest.isEmpty else { return !rest.isEmpty }
        take(Begun(rest, [0..<rest.count], end: rest.count), of: &position, into: &contents, tell)
        return false
    }

    /// The lines without their line feeds, and where the last of these ends.
    private static func split(_ bytes: [UInt8]) -> (lines: [Range<Int>], end: Int) {
        var lines: [Range<Int>] = []
        var start = 0
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            while let found = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start) {
                let end = UnsafeRawPointer(found) - base
                lines.append(start..<end)
                start = end + 1
            }
        }
        return (lines, start)
    }

    private func take(
        _ begun: consuming Begun, of position: inout JournalPosition, into contents: inout JournalContents,
        _ tell: (JournalEvent) -> Void
    ) {
        let (bytes, ranges, end) = (begun.bytes, begun.ranges, begun.end)
        var place = 0
        for part in begun.results() {
            for line in part {
                take(line, bytes[ranges[place]], into: &contents, &position.check, tell)
                place += 1
            }
        }
        position.offset += end
        position.bytes += end
    }

    private func take(
        _ line: Line?, _ bytes: ArraySlice<UInt8>, into contents: inout JournalContents,
        _ check: inout JournalChainCheck, _ tell: (JournalEvent) -> Void
    ) {
        // An empty line is what a repair leaves when two runs were quick to repair.
        guard let line else { return check.skipEmptyLine() }
        check.take(bytes, line.read, mark: line.mark)
        if let event = line.read?.event {
            tell(event)
        } else {
            contents.unreadableLines += 1
        }
    }

    /// What each line says; nil for an empty one.
    private static func lines(_ ranges: ArraySlice<Range<Int>>, of bytes: [UInt8]) -> [Line?] {
        let texts = LineTexts()
        return ranges.map { range in
            let line = bytes[range]
            guard !line.isEmpty else { return nil }
            return Line(read: JournalLine.read(line, sharing: texts), mark: JournalChain.mark(of: line))
        }
    }
}
