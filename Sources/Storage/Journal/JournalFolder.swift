import Glibc
package import Moments

/// The name of a segment: the month by our clock in which it was begun, `2026-11.jsonl`.
///
/// A number from 2 on stands behind the month when an older version wrote a `journal.jsonl` beside segments that were there
/// already, and it was adopted: `2026-11-2.jsonl`. A segment is begun only with a name behind that of the newest one, so
/// names sort as the segments were begun, whatever the clock does; that they were is shown by the chain of the lines.
package struct SegmentName: Hashable, Comparable, Sendable {
    /// Months since the year 0.
    private let month: Int
    /// Of the adopted ones in this month; 1 for every other segment.
    private let number: Int

    private init(month: Int, number: Int = 1) {
        self.month = month
        self.number = number
    }

    /// The segment of the month of a moment. A clock outside the years 1970 to 9999 counts as the nearest one inside.
    package init(at instant: Instant) {
        let range = CivilTime.range
        let date = CivilTime(min(max(instant, range.lowerBound), range.upperBound))?.date
        self.init(month: (date?.year ?? 1970) * 12 + (date?.month ?? 1) - 1)
    }

    /// Returns nil for every text but those that ``text`` gives.
    package init?(_ text: String) {
        let parts = text.utf8.prefix { $0 != UInt8(ascii: ".") }.split(separator: UInt8(ascii: "-"))
        let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard (2...3).contains(parts.count), numbers.count == parts.count, (1970...9999).contains(numbers[0]),
            (1...12).contains(numbers[1])
        else { return nil }
        self.init(month: numbers[0] * 12 + numbers[1] - 1, number: numbers.count > 2 ? numbers[2] : 1)
        guard number > 0, self.text == text else { return nil }
    }

    package var text: String {
        let date = CivilTime.padded(month / 12, 4) + "-" + CivilTime.padded(month % 12 + 1)
        return date + (number > 1 ? "-\(number)" : "") + ".jsonl"
    }

    /// Whether the segment was adopted behind others, and is a chain of its own.
    var isAdopted: Bool { number > 1 }

    /// Whether the month of a moment is a later one.
    func isOver(at now: Instant) -> Bool { SegmentName(at: now).month > month }

    /// The name of a segment that is adopted behind this one.
    func adopted(at now: Instant) -> SegmentName {
        let next = SegmentName(at: now).month
        return next > month
            ? SegmentName(month: next, number: 2) : SegmentName(month: month, number: number + 1)
    }

    package static func < (left: SegmentName, right: SegmentName) -> Bool {
        (left.month, left.number) < (right.month, right.number)
    }
}

/// One file of the journal.
struct JournalSegment: Hashable {
    let path: String
    /// `nil` for the file of an older version that has not been adopted yet: the last one in order.
    let name: SegmentName?

    /// What people call it.
    var title: String { FilePlace.split(path).name }

    /// Whether its first line may begin a chain of its own.
    var mayBeginChain: Bool { name?.isAdopted ?? true }

    /// Whether the next line belongs into another segment.
    func isOver(at now: Instant) -> Bool { name?.isOver(at: now) ?? true }
}

/// Where the journal is: a directory with a segment for each month, and the one file that older versions wrote beside it.
struct JournalFolder {
    /// The directory.
    let path: String
    let context: FileContext

    /// The file of an older version.
    var older: String { Self.older(of: path) }

    static func older(of directory: String) -> String { directory + ".jsonl" }

    /// Goes to the directory, once for all that is done there next.
    ///
    /// - Throws: `E_FILE_…` when the directory is unsafe or cannot be read.
    func opened() throws(StorageError) -> OpenJournalFolder {
        OpenJournalFolder(
            folder: self, directory: try OpenDirectory.find(path, asked: path, checks: context.checks))
    }

    /// Makes the names in the directory of a segment durable.
    func syncDirectory(of segment: JournalSegment) throws(StorageError) {
        guard let place = try FilePlace.find(segment.path, checks: context.checks) else { return }
        do throws(SystemFailure) { try place.directory.syncDirectory() } catch {
            throw JournalFile.failure(error, path: segment.path)
        }
    }

}

/// The directory of the journal, opened once for all that an append or a reading does in it.
struct OpenJournalFolder: ~Copyable {
    let folder: JournalFolder
    /// `nil` when there is none.
    private let directory: OpenDirectory?

    fileprivate init(folder: JournalFolder, directory: consuming OpenDirectory?) {
        self.folder = folder
        self.directory = directory
    }

    /// What is there, in the order of the lines.
    ///
    /// - Throws: `E_FILE_UNREADABLE`.
    func segments() throws(StorageError) -> [JournalSegment] {
        // In this order: a file that is adopted meanwhile is listed twice rather than not at all.
        let hasOlder = Self.isThere(folder.older)
        var segments = try names().map { JournalSegment(path: folder.path + "/" + $0.text, name: $0) }
        if hasOlder { segments.append(JournalSegment(path: folder.older, name: nil)) }
        return segments
    }

    private func names() throws(StorageError) -> [SegmentName] {
        switch directory {
        case .none: return []
        case .some(let directory):
            do throws(SystemFailure) {
                return try DirectoryListing.names(in: directory.file).compactMap { SegmentName($0) }.sorted()
            } catch {
                throw StorageError(.fileUnreadable, file: folder.path, detail: error.meaning, errno: error.number)
            }
        }
    }

    /// Opens a segment and checks it: no link, ours, and others cannot write to it.
    ///
    /// - Returns: nil when it is not there.
    func open(_ segment: JournalSegment, flags: Int32) throws(StorageError) -> OpenFile? {
        guard segment.name == nil else { return try open(segment.title, flags: flags) }
        // The file of an older version is in another directory.
        let checks = folder.context.checks
        guard let place = try FilePlace.find(segment.path, checks: checks) else { return nil }
        return try place.openFile(flags: flags, asked: segment.path, checks: checks)
    }

    /// Opens a file of the directory in the same way.
    func open(_ name: String, flags: Int32) throws(StorageError) -> OpenFile? {
        switch directory {
        case .none: nil
        case .some(let directory): try directory.openFile(name, flags: flags)
        }
    }

    /// Makes a file of the directory for us alone; nil where there is no directory.
    func make(_ name: String, flags: Int32) throws(SystemFailure) -> OpenFile? {
        switch directory {
        case .none: nil
        case .some(let directory): try OpenFile.make(name, in: directory.file.descriptor, flags: flags)
        }
    }

    /// The mark of the last line of these segments, for the first line of the next one. Nothing is written to them any more.
    func lastMark(of segments: ArraySlice<JournalSegment>) throws(StorageError) -> String {
        for segment in segments.reversed() {
            guard let file = try open(segment, flags: O_RDONLY) else { continue }
            do throws(SystemFailure) {
                if let last = try file.lastLine(before: Int(file.status().st_size)) { return last.mark }
            } catch {
                throw JournalFile.failure(error, path: segment.path)
            }
        }
        return JournalChain.start
    }

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR
    }
}

/// Which file it is, whatever its name.
struct FileIdentity: Hashable {
    let device: UInt
    let inode: UInt

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}

extension OpenFile {
    /// The mark of the last line before `end`, and whether that line lacks its line feed; nil where there is no line.
    borrowing func lastLine(before end: Int) throws(SystemFailure) -> (mark: String, isTorn: Bool)? {
        let lineFeed = UInt8(ascii: "\n")
        var start = end
        var bytes: [UInt8] = []
        while start > 0 {
            let earlier = max(0, start - 8_192)
            bytes = try read(from: earlier, limit: start - earlier) + bytes
            start = earlier
            guard let last = bytes.lastIndex(where: { $0 != lineFeed }) else { continue }
            let before = bytes[..<last].lastIndex(of: lineFeed)
            guard before != nil || start == 0 else { continue }
            let line = bytes[(before.map { $0 + 1 } ?? 0)...last]
            return (JournalChain.mark(of: line), bytes.last != lineFeed)
        }
        return nil
    }
}
