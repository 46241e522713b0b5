import ASCIIText

/// A JSON document or a part of one. Objects keep the order of their members, numbers keep their text.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// A whole number.
    package static func int(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// A whole number of 64 bits.
    package static func int64(_ value: Int64) -> JSONValue { .number(JSONNumber(value)) }
}

// Each of these is nil for a value of another type: the caller says which field was wrong.
extension JSONValue {
    /// The member of an object; nil for any other value.
    package subscript(key: String) -> JSONValue? { objectValue?[key] }

    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var numberValue: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// See ``JSONNumber/int``.
    package var intValue: Int? { numberValue?.int }

    /// See ``JSONNumber/double``.
    package var doubleValue: Double? { numberValue?.double }

    package var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    package var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }

    package init(integerLiteral value: Int) { self = .int(value) }

    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }

    package init(nilLiteral: ()) { self = .null }
}

/// One member of an object.
package struct JSONMember: Hashable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// The members of a JSON object, in the order of the document. No key occurs twice.
package struct JSONObject: Hashable, Sendable {
    /// In the order of the document.
    package private(set) var members: [JSONMember]

    package init() { members = [] }

    /// Takes members in their order; of a key that occurs twice, the last value in the place of the first.
    package init(_ pairs: some Sequence<(String, JSONValue)>) {
        members = []
        members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs { self[key] = value }
    }

    /// Appends a member whose key is not there yet.
    package mutating func append(_ key: String, _ value: JSONValue) {
        assert(self[key] == nil, "a key occurs twice")
        members.append(JSONMember(key: key, value: value))
    }

    /// Takes all members out, and keeps the room for so many others.
    package mutating func removeAll() { members.removeAll(keepingCapacity: true) }

    /// Makes room for so many members.
    package mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    /// Takes over what a parser has already checked for duplicates.
    init(unique members: [JSONMember]) {
        self.members = members
    }

    /// In the order of the document.
    package var keys: [String] { members.map(\.key) }

    package var isEmpty: Bool { members.isEmpty }

    package var count: Int { members.count }

    /// The value of `key`. Setting replaces it in its place or appends it; setting nil removes it.
    package subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(JSONMember(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

/// A JSON number as its text, so that nothing is lost of a number that no type of ours can hold.
package struct JSONNumber: Hashable, Sendable {
    /// As in the document: `1`, `1.0`, `-1e3`. Two texts of the same value are not equal.
    package let text: String

    package init(_ value: Int) { text = String(value) }

    package init(_ value: Int64) { text = String(value) }

    /// Returns nil unless the text is exactly one JSON number.
    package init?(text: String) {
        guard Decimal(Array(text.utf8)) != nil else { return nil }
        self.text = text
    }

    /// Takes over what a parser has already checked.
    init(checked text: String) {
        self.text = text
    }

    /// The value, where it is whole and within range. `1e3` and `1.0` are whole.
    package var int: Int? { int64.flatMap { Int(exactly: $0) } }

    /// The value, where it is whole and within range. `1e3` and `1.0` are whole.
    package var int64: Int64? {
        if let plain = Int64(text) { return plain }
        return Decimal(Array(text.utf8))?.int64
    }

    /// The nearest value, where it is finite and not lost to underflow.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        if value == 0, Decimal(Array(text.utf8))?.isZero != true { return nil }
        return value
    }
}

/// The parts of a number's text (RFC 8259, section 6).
private struct Decimal {
    private var isNegative = false
    /// The digits before and after the point, without leading zeros.
    private var digits: [UInt8] = []
    /// The power of ten that the digits stand for, kept within bounds that no sum leaves.
    private var exponent = 0

    var isZero: Bool { digits.isEmpty }

    init?(_ text: [UInt8]) {
        var rest = text[...]
        if rest.first == UInt8(ascii: "-") {
            isNegative = true
            rest.removeFirst()
        }
        let whole = rest.prefix { $0.isASCIIDigit }
        guard let first = whole.first, first != 48 || whole.count == 1 else { return nil }
        rest = rest[whole.endIndex...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            let isDown = rest.first == UInt8(ascii: "-")
            if isDown || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            guard !rest.isEmpty, rest.allSatisfy({ $0.isASCIIDigit }) else { return nil }
            let size = rest.reduce(0) { min($0 * 10 + Int($1 - 48), 1_000_000_000) }
            exponent = isDown ? -size : size
        } else if !rest.isEmpty {
            return nil
        }
        digits = Array((whole + fraction).drop { $0 == 48 })
        exponent -= fraction.count
        while digits.last == 48 {
            digits.removeLast()
            exponent += 1
        }
    }

    var int64: Int64? {
        if digits.isEmpty { return 0 }
        guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
        let all = digits + Array(repeating: 48, count: exponent)
        return Int64((isNegative ? "-" : "") + String(decoding: all, as: UTF8.self))
    }
}
