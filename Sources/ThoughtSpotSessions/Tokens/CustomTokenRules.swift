/// What a custom token carries beyond a full one: attribute-based access rules for its user (wire contract, section 7.3;
/// the members of the lists are those of the official v2.0 client named there as SDK).
public struct CustomTokenRules: Hashable, Sendable {
    /// What becomes of the rules of earlier tokens of the same user. RESET and NONE are of older releases and exclude
    /// ``CustomTokenRules/variableValues``.
    public enum Persistence: String, Hashable, Sendable, CaseIterable {
        case replace = "REPLACE"
        case append = "APPEND"
        case none = "NONE"
        case reset = "RESET"
    }

    /// Shows only the rows where a column compares in this way.
    public struct FilterRule: Hashable, Sendable {
        /// How a column compares with the values.
        public enum Comparison: String, Hashable, Sendable, CaseIterable {
            case equal = "EQ"
            case notEqual = "NE"
            case less = "LT"
            case lessOrEqual = "LE"
            case greater = "GT"
            case greaterOrEqual = "GE"
            case isIn = "IN"
            case between = "BW"
            case contains = "CONTAINS"
            case beginsWith = "BEGINS_WITH"
            case endsWith = "ENDS_WITH"
            case betweenInclusive = "BW_INC"
            case betweenWithMinimum = "BW_INC_MIN"
            case betweenWithMaximum = "BW_INC_MAX"
            case like = "LIKE"
            case notIn = "NOT_IN"
        }

        public var column: String
        public var comparison: Comparison
        /// `TS_WILDCARD_ALL` lets everything through.
        public var values: [String]

        public init(column: String, comparison: Comparison, values: [String]) {
            self.column = column
            self.comparison = comparison
            self.values = values
        }
    }

    /// The values of a parameter, or of a formula variable.
    public struct NamedValues: Hashable, Sendable {
        public var name: String
        public var values: [String]

        public init(name: String, values: [String]) {
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

        public init(identifier: String, type: String? = nil) {
            self.identifier = identifier
            self.type = type
        }
    }

    public var persistence: Persistence
    public var filterRules: [FilterRule]
    public var parameterValues: [NamedValues]
    /// From 10.14.0.cl.
    public var variableValues: [NamedValues]
    /// All objects when empty.
    public var objects: [Object]

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
