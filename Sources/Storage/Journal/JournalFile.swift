import EncryptedVault
import Glibc

/// The journal file, opened for appending.
struct JournalFile: ~Copyable {
    private let path: String
    private let context: FileContext
    private let file: OpenFile

    /// Opens the file; makes it, and the directories above it, when they are missing and `creates` says so.
    init(path: String?, context: FileContext, creates: Bool = true) throws(StorageError) {
        file = try Self.open(path, context: context, creates: creates)
        self.path = path ?? ""
        self.context = context
    }

    private static func open(_ path: String?, context: FileContext, creates: Bool) throws(StorageError) -> OpenFile {
        guard let path else { throw Locations.noHome }
        if creates {
            do throws(StorageError) {
                try DirectoryPath(path: FilePlace.split(path).parent).create(context: context)
            } catch {
                throw failure(error, path: path)
            }
        }
        let checks = context.checks
        guard let place = try FilePlace.find(path, checks: checks) else {
            throw StorageError(.journal, file: path, detail: "its directory does not exist")
        }
        do throws(StorageError) {
            if let file = try place.openFile(flags: O_RDWR | O_APPEND, asked: path, checks: checks) { return file }
        } catch {
            throw failure(error, path: path)
        }
        guard creates else {
            throw StorageError(.journal, file: path, detail: "it does not exist")
        }
        do throws(SystemFailure) {
            let flags = O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW
            let file = try OpenFile(place.name, in: place.directory.descriptor, flags: flags, mode: 0o600)
            try file.setMode(0o600)
            try place.directory.syncDirectory()
            return file
        } catch {
            // Another run was quicker.
            if error.number == EEXIST,
                let file = try place.openFile(flags: O_RDWR | O_APPEND, asked: path, checks: checks)
            {
                return file
            }
            throw failure(error, path: path)
        }
    }

    /// What became of an append.
    struct Appended {
        /// The line before was torn and has been ended.
        var repairedTornLine = false
        /// Nothing was written, because the file is not as long as it was expected to be.
        var isOutdated = false
    }

    /// Appends the line of an event, chained to the line before.
    ///
    /// - Parameter size: how long the file is to be, where the decision to write rests on what was read so far.
    /// - Throws: what `E_JOURNAL` stands for; the line is then not in the file, however far the write had come.
    func append(
        _ event: JournalEvent, isSynced: Bool, ifSizeIs size: Int? = nil
    ) throws(StorageError) -> Appended {
        // What has happened is written down whatever becomes of the task; what is only meant can be left.
        try FileLock.acquire(file, path: path, isCancellable: event.phase == .intent, context: context)
        defer { flock(file.descriptor, LOCK_UN) }
        do throws(SystemFailure) {
            let end = Int(try file.status().st_size)
            if let size, try hasNewLines(between: size, and: end) { return Appended(isOutdated: true) }
            let last = try lastLine(before: end)
            let line = JournalLine.encode(event, after: last.mark)
            // One write for both: a crash in between must not leave the repair without its line, nor join two lines.
            let bytes = Array((last.isTorn ? "\n" + line : line).utf8)
            do throws(SystemFailure) {
                guard try file.write(bytes[...]) == bytes.count else { throw SystemFailure(number: ENOSPC) }
                if isSynced { try file.sync() }
            } catch {
                // Ours, and we hold the lock: a line whose request will not be sent must not be found later, as if it had
                // been. Should even this fail, the line has no result, and the next start asks about it.
                ftruncate(file.descriptor, off_t(end))
                throw error
            }
            return Appended(repairedTornLine: last.isTorn)
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Whether whole lines follow the place up to which the caller has read. A torn one does not count: nothing writes it while
    /// we hold the lock.
    private func hasNewLines(between start: Int, and end: Int) throws(SystemFailure) -> Bool {
        guard end > start else { return end < start }
        return try file.read(from: start, limit: end - start).contains(UInt8(ascii: "\n"))
    }

    /// The mark of the last line, and whether that line lacks its line feed.
    private func lastLine(before end: Int) throws(SystemFailure) -> (mark: String, isTorn: Bool) {
        let lineFeed = UInt8(ascii: "\n")
        var start = end
        var bytes: [UInt8] = []
        while start > 0 {
            let earlier = max(0, start - 8_192)
            bytes = try file.read(from: earlier, limit: start - earlier) + bytes
            start = earlier
            guard let last = bytes.lastIndex(where: { $0 != lineFeed }) else { continue }
            let before = bytes[..<last].lastIndex(of: lineFeed)
            guard before != nil || start == 0 else { continue }
            let line = bytes[(before.map { $0 + 1 } ?? 0)...last]
            return (JournalChain.mark(of: line), bytes.last != lineFeed)
        }
        return (JournalChain.start, false)
    }

    /// Ends a torn last line.
    ///
    /// - Returns: whether there was one.
    func endTornLine() throws(StorageError) -> Bool {
        try FileLock.acquire(file, path: path, isCancellable: true, context: context)
        defer { flock(file.descriptor, LOCK_UN) }
        do throws(SystemFailure) {
            guard try isTorn() else { return false }
            return try file.write([UInt8(ascii: "\n")][...]) == 1
        } catch {
            throw Self.failure(error, path: path)
        }
    }

    /// Whether the last byte is no line feed. Nothing else writes while we hold the lock.
    private func isTorn() throws(SystemFailure) -> Bool {
        let size = Int(try file.status().st_size)
        guard size > 0 else { return false }
        return try file.read(from: size - 1, limit: 1) != [UInt8(ascii: "\n")]
    }

    private static func failure(_ error: SystemFailure, path: String) -> StorageError {
        StorageError(.journal, file: path, detail: error.meaning, errno: error.number)
    }

    /// A save that failed is, for the journal, a reason to refuse the request.
    private static func failure(_ error: StorageError, path: String) -> StorageError {
        guard error.code == .save || error.code == .fileUnreadable, let number = error.errno else { return error }
        return failure(SystemFailure(number: number), path: path)
    }
}

/// The chain of the journal's lines: each line names the one before by a mark, so that a line that was edited, removed or
/// swapped is noticed by the next one.
///
/// The chain makes damage and editing visible, not impossible: the owner of the file can rewrite all of it.
package enum JournalChain {
    /// What the first line of a journal is written with.
    package static let start = String(repeating: "0", count: 16)

    /// The first 16 hexadecimal digits of SHA-256 over a line without its line feed.
    package static func mark(of line: some Sequence<UInt8>) -> String {
        let number = SHA256Digest(of: line).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

/// A place where the journal is not what was written.
package struct JournalDamage: Hashable, Sendable {
    /// What was found there.
    package enum Kind: Hashable, Sendable {
        /// The line is no event, and no line that a crash cut off.
        case unreadable
        /// The line before this one was changed, or lines before this one are missing.
        case brokenChain
    }

    package let kind: Kind
    /// Counted from 1, as editors do.
    package let line: Int
    /// Fingerprints that can be read in what is left of the line.
    package let fingerprints: Set<Fingerprint>

    /// What the line that accepts it calls it.
    package var subject: String { "line \(line)" }

    package init(kind: Kind, line: Int, fingerprints: Set<Fingerprint> = []) {
        self.kind = kind
        self.line = line
        self.fingerprints = fingerprints
    }
}

/// Follows the chain while a journal is read, line by line. Pure.
struct JournalChainCheck {
    /// What no person has accepted.
    private(set) var damage: [JournalDamage] = []
    /// Lines so far.
    private(set) var line = 0
    /// The mark of the last line that was not empty.
    private(set) var mark = JournalChain.start
    /// The last line is no event, and a crash may have cut it off: the next line tells.
    private var torn: (line: Int, fingerprints: Set<Fingerprint>)?

    /// - Parameters:
    ///   - line: lines before, none of which is damaged.
    ///   - mark: of the last of them.
    init(after line: Int = 0, mark: String = JournalChain.start) {
        self.line = line
        self.mark = mark
    }

    /// Whether the next line has nothing to say about those so far: all of them are as they were written.
    var isSound: Bool { damage.isEmpty && torn == nil }

    /// An empty line is no part of the chain.
    mutating func skipEmptyLine() { line += 1 }

    /// Judges one line.
    mutating func take(_ bytes: ArraySlice<UInt8>, _ read: (event: JournalEvent, previous: String?)?) {
        line += 1
        if let read {
            judge(read.event, read.previous)
            torn = nil
        } else if Self.mayBeTorn(bytes) {
            torn = (line, Self.fingerprints(in: bytes))
        } else {
            damage.append(JournalDamage(kind: .unreadable, line: line, fingerprints: Self.fingerprints(in: bytes)))
            torn = nil
        }
        mark = JournalChain.mark(of: bytes)
    }

    private mutating func judge(_ event: JournalEvent, _ previous: String?) {
        if event.action == .acceptDamage {
            // What was seen is accepted, and nothing that is done to the lines before it later.
            damage.removeAll { event.subjects.contains($0.subject) }
        }
        if let previous, previous != mark, damage.last?.line != line - 1 || damage.last?.kind != .unreadable {
            // Of two neighbours, the line that cannot be read is the finding; that its mark does not fit follows.
            var fingerprints = torn?.fingerprints ?? []
            if let own = event.token?.fingerprint { fingerprints.insert(own) }
            damage.append(JournalDamage(kind: .brokenChain, line: line, fingerprints: fingerprints))
        }
    }

    /// Whether a crash may have cut the line off: it begins as ours do, and has no end.
    private static func mayBeTorn(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.last != UInt8(ascii: "}") && "{\"v\":1,".utf8.starts(with: bytes.prefix(7))
    }

    /// The fingerprints after each `"fp":"`.
    private static func fingerprints(in bytes: ArraySlice<UInt8>) -> Set<Fingerprint> {
        var found: Set<Fingerprint> = []
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let member = rest.firstRange(of: "\"fp\":\"") {
            rest = rest[member.upperBound...]
            if let fingerprint = Fingerprint(String(rest.prefix(12))) { found.insert(fingerprint) }
        }
        return found
    }
}
