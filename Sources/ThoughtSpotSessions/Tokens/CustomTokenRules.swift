package import StrictJSON

/// What a custom token carries beyond a full one: attribute-based access rules for its user (<doc:V2>; the members of
/// the lists are those of the official client of v2.0, SDK in <doc:WireSources>).
public struct CustomTokenRules: Hashable, Sendable {
    /// What becomes of the rules of earlier tokens of the same user. RESET and NONE are of older releases and exclude
    /// ``CustomTokenRules/variableValues``.
    public enum Persistence: String, Hashable, Sendable, CaseIterable {
        /// In place of the earlier ones, by its name.
        case replace = "REPLACE"
        /// Beside the earlier ones, by its name.
        case append = "APPEND"
        /// Of older releases; no document says what it does.
        case none = "NONE"
        /// Of older releases; no document says what it does.
        case reset = "RESET"
    }

    /// Shows only the rows where a column compares in this way.
    public struct FilterRule: Hashable, Sendable {
        /// How a column compares with the values.
        public enum Comparison: String, Hashable, Sendable, CaseIterable {
            /// Equal to the value.
            case equal = "EQ"
            /// Not equal to the value.
            case notEqual = "NE"
            /// Below the value.
            case less = "LT"
            /// Below the value, or equal to it.
            case lessOrEqual = "LE"
            /// Above the value.
            case greater = "GT"
            /// Above the value, or equal to it.
            case greaterOrEqual = "GE"
            /// One of the values.
            case isIn = "IN"
            /// Between two values; which of them count, no document says.
            case between = "BW"
            /// Holds the text.
            case contains = "CONTAINS"
            /// Begins with the text.
            case beginsWith = "BEGINS_WITH"
            /// Ends with the text.
            case endsWith = "ENDS_WITH"
            /// Between two values, both included.
            case betweenInclusive = "BW_INC"
            /// Between two values, the lower one included, by its name.
            case betweenWithMinimum = "BW_INC_MIN"
            /// Between two values, the upper one included, by its name.
            case betweenWithMaximum = "BW_INC_MAX"
            /// Like the pattern.
            case like = "LIKE"
            /// None of the values.
            case notIn = "NOT_IN"
        }

        /// The name of the column.
        public var column: String
        /// How it compares with the values.
        public var comparison: Comparison
        /// `TS_WILDCARD_ALL` lets everything through.
        public var values: [RuleValue]

        /// A rule for one column.
        public init(column: String, comparison: Comparison, values: [RuleValue]) {
            self.column = column
            self.comparison = comparison
            self.values = values
        }
    }

    /// The values of a parameter, or of a formula variable.
    public struct NamedValues: Hashable, Sendable {
        /// Of the parameter or variable.
        public var name: String
        /// One at least.
        public var values: [RuleValue]

        /// The values of one parameter or variable.
        public init(name: String, values: [RuleValue]) {
            self.name = name
            self.values = values
        }
    }

    /// A logical table the rules are for.
    public struct Object: Hashable, Sendable {
        /// A GUID, or a name together with a type.
        public var identifier: String
        /// `LOGICAL_TABLE`, wanted with a name only.
        public var type: String?

        /// A table by what is known of it.
        public init(identifier: String, type: String? = nil) {
            self.identifier = identifier
            self.type = type
        }
    }

    /// What becomes of earlier rules.
    public var persistence: Persistence
    /// Each must match. Deprecated since 26.3: ``variableValues`` take their place (<doc:V2>).
    public var filterRules: [FilterRule]
    /// The parameters that are set. Deprecated as ``filterRules`` are.
    public var parameterValues: [NamedValues]
    /// From 10.14.0.cl: what new rules are written with.
    public var variableValues: [NamedValues]
    /// All objects when empty.
    public var objects: [Object]

    /// Rules for one token; whatever is empty is not sent.
    public init(
        persistence: Persistence, filterRules: [FilterRule] = [], parameterValues: [NamedValues] = [],
        variableValues: [NamedValues] = [], objects: [Object] = []
    ) {
        self.persistence = persistence
        self.filterRules = filterRules
        self.parameterValues = parameterValues
        self.variableValues = variableValues
        self.objects = objects
    }
}

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
