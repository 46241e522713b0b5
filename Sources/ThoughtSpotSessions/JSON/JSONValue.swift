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

// Each of these is nothing for a value of another type: the caller says which field was wrong.
extension JSONValue {
    /// The member of an object; nothing for anything but an object.
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

    /// See ``JSONNumber/int64``.
    package var int64Value: Int64? { numberValue?.int64 }

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
