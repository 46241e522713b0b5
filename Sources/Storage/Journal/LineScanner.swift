import ASCIIText
import Moments
import ThoughtSpotSessions

/// Reads a line of the journal as ``JournalLine`` writes it, in one pass: a journal of years has hundreds of thousands.
///
/// It gives up on all else: another order of members, one that is not known, an escape, Orgs. Such a line is read by the
/// general reader, which reads every line that this one reads, and reads the same.
struct LineScanner {
    /// Bytes of a line at most.
    private static let limit = 16 * 1024

    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0
    /// Which member comes first of those that may follow.
    private var next = 0
    private let texts: LineTexts

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ texts: LineTexts) {
        self.bytes = bytes
        self.texts = texts
    }

    private static let members = Keys<LineMember>()
    private static let tokenMembers = Keys<TokenMember>()

    /// The names of members in their order, each with its quotes and the colon, one behind the other.
    private struct Keys<Member: CaseIterable & RawRepresentable<String> & Sendable>: Sendable {
        let members = Array(Member.allCases)
        let bytes = Member.allCases.flatMap { "\"\($0.rawValue)\":".utf8 }
        /// Where each begins, and where the last one ends.
        let starts = Member.allCases.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rawValue.utf8.count + 3) }
    }

    /// The event, and the mark of the line before; nil when the line has to be read in another way.
    mutating func line() -> (event: JournalEvent, previous: String?)? {
        guard bytes.count <= Self.limit, skip("{\"v\":1") else { return nil }
        var event = JournalEvent(
            id: "", operation: "", at: Instant(milliseconds: .min), phase: .note, action: .other(""), profileID: "",
            profileName: "", origin: "")
        var previous: String?
        while skip(",") {
            guard let member = key(of: Self.members) else { return nil }
            let isTaken: Bool
            switch member {
            case .token:
                event.token = token()
                isTaken = event.token != nil
            case .subjects:
                event.subjects = strings() ?? []
                isTaken = !event.subjects.isEmpty
            case .previous:
                previous = string()
                isTaken = previous != nil
            default: isTaken = event.take(member, &self)
            }
            guard isTaken else { return nil }
        }
        guard skip("}"), offset == bytes.count, !event.id.isEmpty, !event.operation.isEmpty,
            event.at.milliseconds != .min, event.action != .other("")
        else { return nil }
        return (event, previous)
    }

    private mutating func token() -> TokenFacts? {
        let outer = next
        next = 0
        defer { next = outer }
        guard skip("{") else { return nil }
        var draft = TokenFactsDraft()
        var isFirst = true
        while isFirst || skip(",") {
            isFirst = false
            guard let member = key(of: Self.tokenMembers), draft.take(member, &self) else { return nil }
        }
        return skip("}") ? draft.facts : nil
    }
}

/// Values.
extension LineScanner: LineValue {
    /// The next member, which is none of those that came before.
    private mutating func key<Member>(of keys: borrowing Keys<Member>) -> Member? {
        while next < keys.members.count {
            let place = next
            next += 1
            let isNext = keys.bytes.withUnsafeBufferPointer { bytes in
                skip(UnsafeBufferPointer(rebasing: bytes[keys.starts[place]..<keys.starts[place + 1]]))
            }
            if isNext { return keys.members[place] }
        }
        return nil
    }

    private mutating func skip(_ text: StaticString) -> Bool {
        skip(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func skip(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count - offset >= text.count else { return false }
        for place in 0..<text.count where bytes[offset + place] != text[place] { return false }
        offset += text.count
        return true
    }

    /// A text without escapes.
    mutating func string() -> String? {
        guard skip("\"") else { return nil }
        let start = offset
        var isASCII = true
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                let text = UnsafeBufferPointer(rebasing: bytes[start..<offset])
                offset += 1
                return texts.text(text, isASCII: isASCII)
            }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            if byte >= 0x80 { isASCII = false }
            offset += 1
        }
        return nil
    }

    private mutating func strings() -> [String]? {
        guard skip("[") else { return nil }
        var all: [String] = []
        repeat {
            guard let text = string() else { return nil }
            all.append(text)
        } while skip(",")
        return skip("]") ? all : nil
    }

    mutating func bool() -> Bool? { skip("true") ? true : skip("false") ? false : nil }

    func shared(_ text: String) -> String { texts.shared(text) }

    /// A whole number of at most 15 digits.
    mutating func number() -> Int? {
        let isNegative = skip("-")
        let start = offset
        var value = 0
        while offset < bytes.count, bytes[offset].isASCIIDigit, offset - start < 15 {
            value = value * 10 + Int(bytes[offset] - UInt8(ascii: "0"))
            offset += 1
        }
        guard offset > start, bytes[start] != UInt8(ascii: "0") || offset == start + 1 && !isNegative else {
            return nil
        }
        return isNegative ? -value : value
    }
}

/// Texts that stand in many lines, so that each is made once and not for each line.
///
/// One reading has its own: it is handed on, and never copied.
final class LineTexts {
    private static let count = 512
    /// Texts up to here need no memory of their own.
    private static let short = 15

    /// By what ``place(of:)`` says; a new text takes the place of an older one.
    private var known = [String](repeating: "", count: count)

    init() {}

    /// - Returns: nil for bytes that are no UTF-8.
    func text(_ bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> String? {
        if bytes.count <= Self.short { return Self.make(bytes, isASCII) }
        let place = Self.place(of: bytes)
        let isKnown = known[place].utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? false
        if isKnown { return known[place] }
        guard let text = Self.make(bytes, isASCII) else { return nil }
        known[place] = text
        return text
    }

    /// The text, or an equal one that was there before.
    func shared(_ text: String) -> String {
        var text = text
        return text.withUTF8 { self.text($0, isASCII: false) } ?? text
    }

    private static func make(_ bytes: UnsafeBufferPointer<UInt8>, _ isASCII: Bool) -> String? {
        isASCII ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }

    private static func place(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        // Ids of lines begin alike, addresses end alike.
        let end = bytes.count
        var hash = UInt32(truncatingIfNeeded: end)
        for offset in [end / 4, end / 2, end - 1, end - 2, end - 3, end - 4, end - 8, 9] {
            hash = hash &* 31 &+ UInt32(bytes[offset])
        }
        return Int(hash % UInt32(count))
    }
}
