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
        for (key, value) in pairs { self[key] = value }
    }

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
