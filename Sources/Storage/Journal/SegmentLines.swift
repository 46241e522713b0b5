import Glibc
import Processors

/// Takes the lines of one segment apart, many of them on all processors at once.
struct SegmentLines {
    let path: String
    /// No line is added any more: what stands behind the last line feed is a line.
    let isComplete: Bool

    /// Bytes that are read at once.
    private static let piece = 1 << 20

    /// What one line says by itself.
    private struct Line: Sendable {
        let read: (event: JournalEvent, previous: String?)?
        let mark: String
    }

    /// Tells the lines from a position on.
    ///
    /// - Returns: whether bytes without a line feed are left at the end.
    func read(
        _ file: borrowing OpenFile, from position: inout JournalPosition, into contents: inout JournalContents,
        _ tell: (JournalEvent) -> Void
    ) throws(StorageError) -> Bool {
        var rest: [UInt8] = []
        while true {
            let chunk: [UInt8]
            do throws(SystemFailure) {
                chunk = try file.read(from: position.offset + rest.count, limit: Self.piece)
            } catch {
                throw StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
            }
            if chunk.isEmpty { break }
            let bytes = rest.isEmpty ? chunk : rest + chunk
            let (lines, end) = Self.split(bytes)
            take(lines, of: bytes, into: &contents, &position.check, tell)
            position.offset += end
            position.bytes += end
            rest = Array(bytes[end...])
        }
        guard isComplete, !rest.isEmpty else { return !rest.isEmpty }
        take([0..<rest.count], of: rest, into: &contents, &position.check, tell)
        position.offset += rest.count
        position.bytes += rest.count
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
        _ ranges: [Range<Int>], of bytes: [UInt8], into contents: inout JournalContents,
        _ check: inout JournalChainCheck, _ tell: (JournalEvent) -> Void
    ) {
        for (range, line) in zip(ranges, Self.lines(ranges, of: bytes)) {
            // An empty line is what a repair leaves when two runs were quick to repair.
            guard let line else {
                check.skipEmptyLine()
                continue
            }
            check.take(bytes[range], line.read, mark: line.mark)
            if let event = line.read?.event {
                tell(event)
            } else {
                contents.unreadableLines += 1
            }
        }
    }

    /// What each line says; nil for an empty one.
    private static func lines(_ ranges: [Range<Int>], of bytes: [UInt8]) -> [Line?] {
        ProcessorParts.map(ranges.count) { Self.lines(ranges[$0], of: bytes) }.flatMap(\.self)
    }

    private static func lines(_ ranges: ArraySlice<Range<Int>>, of bytes: [UInt8]) -> [Line?] {
        let texts = LineTexts()
        return ranges.map { range in
            let line = bytes[range]
            guard !line.isEmpty else { return nil }
            return Line(read: JournalLine.read(line, sharing: texts), mark: JournalChain.mark(of: line))
        }
    }
}
