import ASCIIText

/// How large a document may be before it is refused (promise P33).
package struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects within one another.
    package var depth: Int
    /// Bytes of the whole document.
    package var bytes: Int
    /// Bytes of one string, as written in the document.
    package var stringBytes: Int
    /// Values of any kind.
    package var items: Int

    package init(
        depth: Int = 64, bytes: Int = 8 * 1024 * 1024, stringBytes: Int = 1024 * 1024, items: Int = 200_000
    ) {
        self.depth = depth
        self.bytes = bytes
        self.stringBytes = stringBytes
        self.items = items
    }

    /// A log: 64 MiB, and 200,000 entries of an object and two texts.
    package static let log = JSONLimits(bytes: 64 * 1024 * 1024, items: 3 * 200_000 + 1)
}

extension JSONValue {
    /// Reads one document: strict RFC 8259 in UTF-8, refusing duplicate keys. One byte order mark in front is let pass.
    ///
    /// - Throws: ``JSONSyntaxError`` with the place; nothing of the document's text is in it.
    package static func parse(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONSyntaxError) -> JSONValue {
        do throws(JSONParser.Failure) {
            return try bytes.withUnsafeBufferPointer { buffer throws(JSONParser.Failure) in
                var parser = JSONParser(buffer, limits: limits)
                return try parser.document()
            }
        } catch {
            throw JSONSyntaxError(reason: error.reason, offset: error.offset, in: bytes)
        }
    }

    /// Reads one document that is an array, and hands over its elements one by one: a long list is never there as a
    /// whole. Elements before a place that is wrong have been handed over when this throws.
    ///
    /// - Returns: `false` for a document that is no array.
    /// - Throws: What ``parse(_:limits:)`` throws.
    package static func parseElements(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits(), each: (JSONValue) -> Void
    ) throws(JSONSyntaxError) -> Bool {
        do throws(JSONParser.Failure) {
            return try bytes.withUnsafeBufferPointer { buffer throws(JSONParser.Failure) in
                var parser = JSONParser(buffer, limits: limits)
                return try parser.elements(each)
            }
        } catch {
            throw JSONSyntaxError(reason: error.reason, offset: error.offset, in: bytes)
        }
    }

    /// The document that a text holds, such as a text within another document; nil when it holds none.
    package static func parse(text: String, limits: JSONLimits = JSONLimits()) -> JSONValue? {
        var text = text
        return text.withUTF8 { buffer in
            do throws(JSONParser.Failure) {
                var parser = JSONParser(buffer, limits: limits)
                return try parser.document()
            } catch {
                return nil
            }
        }
    }

    /// The document that a part of other bytes is; nil when it is none.
    package static func parse(part bytes: ArraySlice<UInt8>, limits: JSONLimits = JSONLimits()) -> JSONValue? {
        bytes.withUnsafeBufferPointer { buffer in
            do throws(JSONParser.Failure) {
                var parser = JSONParser(buffer, limits: limits)
                return try parser.document()
            } catch {
                return nil
            }
        }
    }

    /// Whether a UTF-8 byte order mark stands in front.
    package static func hasBOM(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }
}

/// Recursive descent over borrowed bytes; the depth limit bounds the stack.
struct JSONParser {
    /// What went wrong, before its offset is turned into line and column.
    struct Failure: Error {
        let reason: JSONSyntaxError.Reason
        let offset: Int
    }

    // Every read of `input` is guarded by a comparison of `offset` with `end`.
    let input: UnsafeBufferPointer<UInt8>
    let end: Int
    let limits: JSONLimits
    var offset = 0
    private var items = 0

    init(_ input: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.input = input
        end = input.count
        self.limits = limits
    }

    mutating func document() throws(Failure) -> JSONValue {
        try begin()
        let value = try value(depth: 0)
        try finish()
        return value
    }

    /// Reads a document that is an array, whose elements are handed over one by one instead of being kept; `false` for
    /// a document of another shape.
    mutating func elements(_ each: (JSONValue) -> Void) throws(Failure) -> Bool {
        try begin()
        let isArray = input[offset] == UInt8(ascii: "[")
        if isArray {
            items += 1
            try array(depth: 1, each: each)
        } else {
            _ = try value(depth: 0)
        }
        try finish()
        return isArray
    }

    private mutating func begin() throws(Failure) {
        guard end <= limits.bytes else { throw Failure(reason: .tooLarge, offset: 0) }
        try checkEncoding()
        skipSpace()
        guard offset < end else { throw Failure(reason: .empty, offset: 0) }
    }

    private mutating func finish() throws(Failure) {
        skipSpace()
        guard offset == end else { throw failure(.trailing) }
    }

    func failure(_ reason: JSONSyntaxError.Reason) -> Failure { Failure(reason: reason, offset: offset) }

    /// UTF-16 and UTF-32 show by their marks, or by a zero among the first two bytes: JSON begins with ASCII.
    private mutating func checkEncoding() throws(Failure) {
        let head = input.prefix(4)
        if head.elementsEqual([0xFF, 0xFE, 0, 0]) || head.elementsEqual([0, 0, 0xFE, 0xFF])
            || head.starts(with: [0, 0, 0]) || (head.count == 4 && head.dropFirst().elementsEqual([0, 0, 0]))
        {
            throw failure(.encoding("UTF-32"))
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.prefix(2).contains(0) {
            throw failure(.encoding("UTF-16"))
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    private mutating func skipSpace() {
        while offset < end {
            switch input[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard offset < end else { throw failure(.syntax(expected: "a value")) }
        items += 1
        guard items <= limits.items else { throw failure(.tooLarge) }
        switch input[offset] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected("a value")
        }
    }

    /// A byte that begins no character says more about the document than what was expected in its place.
    private func unexpected(_ expected: String) -> Failure {
        let next = UnsafeBufferPointer(rebasing: input[offset..<min(end, offset + 4)])
        return failure(
            next.isEmpty || Self.validPrefix(next) > 0 ? .syntax(expected: expected) : .encoding("invalid UTF-8"))
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard offset + length <= end,
            input[offset..<offset + length].elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: length))
        else { throw failure(.syntax(expected: "a value")) }
        offset += length
        return value
    }

    private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
        var elements: [JSONValue] = []
        try array(depth: depth) { elements.append($0) }
        return elements
    }

    private mutating func array(depth: Int, each: (JSONValue) -> Void) throws(Failure) {
        guard depth <= limits.depth else { throw failure(.tooDeep) }
        offset += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return }
        while true {
            skipSpace()
            each(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw unexpected("a comma or ]") }
            return
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONObject {
        guard depth <= limits.depth else { throw failure(.tooDeep) }
        offset += 1
        var members: [JSONMember] = []
        // Comparing with each earlier key is quicker than hashing until there are many.
        var seen: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return JSONObject(unique: members) }
        while true {
            skipSpace()
            guard offset < end, input[offset] == UInt8(ascii: "\"") else {
                throw unexpected("a key in quotes")
            }
            let start = offset
            let key = try string()
            if members.count == 16 { seen = Set(members.map(\.key)) }
            let isKnown = members.count < 16 ? members.contains { $0.key == key } : !seen.insert(key).inserted
            if isKnown { throw Failure(reason: .duplicateKey, offset: start) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("a colon") }
            skipSpace()
            members.append(JSONMember(key: key, value: try value(depth: depth)))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw unexpected("a comma or }") }
            return JSONObject(unique: members)
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard offset < end, input[offset] == byte else { return false }
        offset += 1
        return true
    }

    /// The number of RFC 8259, section 6.
    private mutating func number() throws(Failure) -> JSONNumber {
        let start = offset
        if input[offset] == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        guard skipDigits() > 0 else { throw failure(.number) }
        if input[first] == UInt8(ascii: "0"), offset - first > 1 { throw Failure(reason: .number, offset: start) }
        if take(UInt8(ascii: ".")), skipDigits() == 0 { throw failure(.number) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw failure(.number) }
        }
        return JSONNumber(checked: String(decoding: input[start..<offset], as: UTF8.self))
    }

    private mutating func skipDigits() -> Int {
        let start = offset
        while offset < end, input[offset].isASCIIDigit { offset += 1 }
        return offset - start
    }
}
