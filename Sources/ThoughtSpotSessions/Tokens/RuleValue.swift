package import StrictJSON

/// One value of a rule: a text, a number, or true or false, and sent as such (<doc:V2>).
public struct RuleValue: Hashable, Sendable {
    /// As it stands in the request; a number keeps the digits it was written with.
    package let json: JSONValue

    /// A text.
    public static func text(_ text: String) -> RuleValue { RuleValue(json: .string(text)) }
    /// True or false.
    public static func boolean(_ value: Bool) -> RuleValue { RuleValue(json: .bool(value)) }
    /// A whole number.
    public static func number(_ value: Int) -> RuleValue { RuleValue(json: .int(value)) }

    /// A number as JSON writes it: `12`, `-0.50`, `1e3`.
    ///
    /// - Returns: nil for any other text.
    public init?(number text: String) {
        guard let number = JSONNumber(text: text) else { return nil }
        json = .number(number)
    }

    /// A value of a JSON document; nil for null, a list and an object.
    package init?(_ value: JSONValue) {
        switch value {
        case .string, .bool, .number: json = value
        case .null, .array, .object: return nil
        }
    }

    private init(json: JSONValue) {
        self.json = json
    }
}

extension RuleValue: ExpressibleByStringLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
}
