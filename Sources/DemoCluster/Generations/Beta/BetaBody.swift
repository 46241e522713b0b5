/// The fields of a JSON body of `beta-api` or `beta-tspublic`, each read with the one type that is documented for it.
///
/// `null` counts as absent, and unknown keys are ignored, as v2.0 is known to do (<doc:Orgs>).
struct BetaBody {
    private let members: [String: JSONValue]

    /// - Parameter isOptional: whether the operation can do without a body.
    init(_ request: ReceivedRequest, isOptional: Bool = false) throws(Refusal) {
        if request.body.isEmpty {
            guard isOptional else { throw .badParameter("A body is required.") }
            members = [:]
            return
        }
        guard let contentType = request.contentType, contentType.type == "application/json",
            contentType.charset ?? "utf-8" == "utf-8"
        else { throw .unsupportedMediaType(expected: "application/json") }
        guard let document = JSONValue.parse(request.body) else { throw .badParameter("The body is not JSON.") }
        guard case .object(let members) = document else { throw .badParameter("The body is not a JSON object.") }
        self.members = members
    }

    private init(members: [String: JSONValue]) { self.members = members }

    /// A text; `nil` when absent or empty.
    func string(_ key: String) throws(Refusal) -> String? {
        guard let value = value(key) else { return nil }
        guard case .string(let text) = value else { throw Self.wrongType(key, "a string") }
        return text.isEmpty ? nil : text
    }

    /// A text that must be there and not be empty.
    func requiredString(_ key: String) throws(Refusal) -> String {
        guard let text = try string(key) else { throw .badParameter("\(key) is required.") }
        return text
    }

    /// A JSON boolean.
    func boolean(_ key: String) throws(Refusal) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .boolean(let flag) = value else { throw Self.wrongType(key, "a boolean") }
        return flag
    }

    /// One of the texts `"true"` and `"false"`.
    func booleanText(_ key: String) throws(Refusal) -> Bool? {
        try string(key).map { text throws(Refusal) in try BetaValues.boolean(text, of: key) }
    }

    /// A whole number.
    func integer(_ key: String) throws(Refusal) -> Int64? {
        guard let value = value(key) else { return nil }
        guard case .integer(let number) = value else { throw Self.wrongType(key, "an integer") }
        return number
    }

    /// Whether the field is a number rather than a text.
    func isNumber(_ key: String) -> Bool {
        switch members[key] {
        case .integer, .number: true
        default: false
        }
    }

    /// A list of nested objects.
    func objects(_ key: String) throws(Refusal) -> [BetaBody] {
        guard let value = value(key) else { return [] }
        guard case .array(let elements) = value else { throw Self.wrongType(key, "an array of objects") }
        var bodies: [BetaBody] = []
        for element in elements {
            guard case .object(let members) = element else { throw Self.wrongType(key, "an array of objects") }
            bodies.append(BetaBody(members: members))
        }
        return bodies
    }

    private func value(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    private static func wrongType(_ key: String, _ expected: String) -> Refusal {
        .badParameter("\(key) must be \(expected).")
    }
}
