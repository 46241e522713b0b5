import EncryptedVault

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
        /// The journal went on to this line once, by a checkpoint or as this run has read it, and does so no more.
        case lostLines
    }

    package let kind: Kind
    /// The name of the file.
    package internal(set) var segment: String
    /// The file before, where the first line of a segment does not follow its last one: that line was changed, or a whole
    /// segment between the two is missing.
    package let after: String?
    /// In the segment, counted from 1, as editors do.
    package let line: Int
    /// Fingerprints that can be read in what is left of the line.
    package let fingerprints: Set<Fingerprint>
    /// The mark of a line that is lost: another line of that number may be lost later.
    private let mark: String?

    /// What the line that accepts it calls it. It is another damage when another segment goes, too.
    package var subject: String { segment == Self.older ? subjectInSegment : "\(segment) \(subjectInSegment)" }

    /// What a line in the same file calls it that was written before the file was adopted.
    fileprivate var subjectInSegment: String {
        "line \(line)" + (mark.map { " lost \($0)" } ?? "") + (after.map { " after \($0)" } ?? "")
    }

    /// The name of the file of such a version.
    private static let older = "journal.jsonl"

    package init(
        kind: Kind, segment: String, line: Int, after: String? = nil, fingerprints: Set<Fingerprint> = [],
        mark: String? = nil
    ) {
        self.kind = kind
        self.segment = segment
        self.after = after
        self.line = line
        self.fingerprints = fingerprints
        self.mark = mark
    }
}

/// Follows the chain while a journal is read, line by line, over all its segments. Pure.
struct JournalChainCheck {
    /// What no person has accepted.
    private(set) var damage: [JournalDamage] = []
    /// The name of the segment.
    private(set) var segment = ""
    /// Lines so far of the segment.
    private(set) var line = 0
    /// The mark of the last line that was not empty.
    private(set) var mark = JournalChain.start
    /// What precedes the first line of the segment, until that one comes.
    private var border: (previous: String?, lastLine: Int, mayBeginChain: Bool)?
    /// The last line is no event, and a crash may have cut it off: the next line tells.
    private var torn: (line: Int, fingerprints: Set<Fingerprint>)?

    /// The line that is known to have been the last one, until it is read.
    private var sought: (mark: String, damage: JournalDamage)?
    /// Whether the lines of several files stand in one: any of them may begin a chain, as the first line of an adopted file.
    private let isCopy: Bool

    init() { isCopy = false }

    /// For an exported copy of all segments.
    init(ofCopy name: String) {
        isCopy = true
        segment = name
    }

    /// Behind a line that no damage was found at or before.
    ///
    /// - Parameters:
    ///   - line: its number.
    ///   - mark: of that line.
    init(after line: Int, of segment: String, mark: String) {
        isCopy = false
        self.segment = segment
        self.line = line
        self.mark = mark
    }

    /// Whether the next line has nothing to say about those so far: all of them are as they were written.
    var isSound: Bool { damage.isEmpty && torn == nil }

    /// A line has to come that was there once: it is missed at the end of the reading. Of two in one segment, the later one.
    ///
    /// - Parameter mark: of the line.
    mutating func seek(_ mark: String, line: Int, of segment: String) {
        if let known = sought?.damage, known.segment == segment, known.line > line { return }
        sought = (mark, JournalDamage(kind: .lostLines, segment: segment, line: line, mark: mark))
    }

    /// The journal has been read to its end.
    mutating func endSearch() {
        if let sought { damage.append(sought.damage) }
        sought = nil
    }

    /// A copy has been read to its end, where no crash has cut anything off: it was exported line by line.
    mutating func endCopy() {
        guard let torn else { return }
        damage.append(
            JournalDamage(kind: .unreadable, segment: segment, line: torn.line, fingerprints: torn.fingerprints))
        self.torn = nil
    }

    /// The next line is the first one of a segment.
    ///
    /// - Parameter mayBeginChain: whether it may stand for itself, as the first line of an adopted file does.
    mutating func enter(_ segment: String, mayBeginChain: Bool) {
        if border == nil || line > 0 {
            border = (self.segment.isEmpty ? nil : self.segment, line, mayBeginChain)
        } else {
            // The one before is empty, and no neighbour.
            border?.mayBeginChain = mayBeginChain
        }
        self.segment = segment
        line = 0
    }

    /// The segment has been given another name.
    mutating func rename(to name: String) {
        for index in damage.indices where damage[index].segment == segment { damage[index].segment = name }
        segment = name
    }

    /// An empty line is no part of the chain.
    mutating func skipEmptyLine() { line += 1 }

    /// Judges one line.
    ///
    /// - Parameter mark: of the line.
    mutating func take(
        _ bytes: ArraySlice<UInt8>, _ read: (event: JournalEvent, previous: String?)?, mark: String
    ) {
        line += 1
        if mark == sought?.mark { sought = nil }
        if let read {
            judge(read.event, read.previous)
            torn = nil
        } else if Self.mayBeTorn(bytes) {
            torn = (line, Self.fingerprints(in: bytes))
        } else {
            damage.append(
                JournalDamage(
                    kind: .unreadable, segment: segment, line: line, fingerprints: Self.fingerprints(in: bytes)))
            torn = nil
        }
        border = nil
        self.mark = mark
    }

    private mutating func judge(_ event: JournalEvent, _ previous: String?) {
        if event.action == .acceptDamage {
            if let lost = sought?.damage, event.subjects.contains(lost.subject) { sought = nil }
            // What was seen is accepted, and nothing that is done to the lines before it later.
            damage.removeAll {
                event.subjects.contains($0.subject)
                    || $0.segment == segment && event.subjects.contains($0.subjectInSegment)
            }
        }
        guard let previous, previous != mark, !isBehindUnreadable else { return }
        if isCopy || border?.mayBeginChain == true, previous == JournalChain.start { return }
        // Of two neighbours, the line that cannot be read is the finding; that its mark does not fit follows.
        var fingerprints = torn?.fingerprints ?? []
        if let own = event.token?.fingerprint { fingerprints.insert(own) }
        damage.append(
            JournalDamage(
                kind: .brokenChain, segment: segment, line: line, after: border?.previous, fingerprints: fingerprints))
    }

    /// Whether the line before is one that cannot be read.
    private var isBehindUnreadable: Bool {
        guard let last = damage.last, last.kind == .unreadable else { return false }
        guard let border else { return last.segment == segment && last.line == line - 1 }
        return last.segment == border.previous && last.line == border.lastLine
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
