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
