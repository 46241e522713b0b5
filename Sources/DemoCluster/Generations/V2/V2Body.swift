/// The fields of a v2.0 body, each read with the one type that is documented for it.
///
/// Unknown keys are ignored without a word: so does the real server (<doc:Orgs>).
struct V2Body {
    private let object: [String: JSONValue]

    /// - Parameter isOptional: whether the operation can do without a body.
    init(_ request: ReceivedRequest, isOptional: Bool = false) throws(Refusal) {
        if request.body.isEmpty, isOptional {
            object = [:]
            return
        }
        guard let contentType = request.contentType, contentType.type == "application/json",
            contentType.charset ?? "utf-8" == "utf-8"
        else {
            if request.body.isEmpty { throw .badParameter("A body is required.") }
            throw .unsupportedMediaType(expected: "application/json")
        }
        guard let document = JSONValue.parse(request.body) else { throw .badParameter("The body is not JSON.") }
        guard case .object(let members) = document else { throw .badParameter("The body is not a JSON object.") }
        object = members
    }

    private init(object: [String: JSONValue]) { self.object = object }

    var isEmpty: Bool { object.isEmpty }

    /// A text; `nil` when absent or empty, which is the schema's default.
    func string(_ key: String) throws(Refusal) -> String? {
        guard let value = object[key] else { return nil }
        guard case .string(let text) = value else { throw Self.wrongType(key, "a string") }
        return text.isEmpty ? nil : text
    }

    /// A text that must be there and not be empty.
    func requiredString(_ key: String) throws(Refusal) -> String {
        guard let text = try string(key) else { throw .badParameter("\(key) is required.") }
        return text
    }

    /// The name or id of an Org. The schema has a text; cs_tools sends the id as a number, and is answered
    /// (<doc:Orgs>).
    func identifier(_ key: String) throws(Refusal) -> String? {
        if case .integer(let number) = object[key] { return String(number) }
        return try string(key)
    }

    /// A nullable boolean, as `auto_create` and `remember_me` are.
    /// - Parameter acceptsText: `"true"` and `"false"` count too; only `remember_me` on login, which a real client
    ///   sends that way (<doc:V2>).
    func boolean(_ key: String, acceptsText: Bool = false) throws(Refusal) -> Bool? {
        switch object[key] {
        case nil, .null: return nil
        case .boolean(let value): return value
        case .string("true") where acceptsText: return true
        case .string("false") where acceptsText: return false
        default: throw Self.wrongType(key, "a boolean")
        }
    }

    /// A whole number of 32 bits; `nil` when absent.
    func int32(_ key: String) throws(Refusal) -> Int? {
        guard let value = object[key] else { return nil }
        guard case .integer(let number) = value, Int32(exactly: number) != nil else {
            throw Self.wrongType(key, "a 32-bit integer")
        }
        return Int(number)
    }

    /// An instant in ms; the specification writes it as a float.
    func milliseconds(_ key: String) throws(Refusal) -> Int64? {
        switch object[key] {
        case nil: return nil
        case .integer(let number): return number
        case .number(let number):
            guard let exact = Int64(exactly: number.rounded()) else { throw Self.wrongType(key, "a time") }
            return exact
        default: throw Self.wrongType(key, "a number")
        }
    }

    /// A list of texts; `null` counts as absent, which `force-logout` documents.
    func strings(_ key: String) throws(Refusal) -> [String]? {
        guard let value = object[key], value != .null else { return nil }
        guard case .array(let elements) = value else { throw Self.wrongType(key, "an array of strings") }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw Self.wrongType(key, "an array of strings") }
            texts.append(text)
        }
        return texts
    }

    /// Requires a list of texts, numbers and booleans.
    func requireScalars(_ key: String) throws(Refusal) {
        guard case .array(let elements) = object[key] else { throw Self.wrongType(key, "an array of values") }
        for element in elements {
            switch element {
            case .string, .integer, .number, .boolean: continue
            default: throw Self.wrongType(key, "an array of values")
            }
        }
    }

    /// A nested object.
    func object(_ key: String) throws(Refusal) -> V2Body? {
        guard let value = object[key] else { return nil }
        guard case .object(let members) = value else { throw Self.wrongType(key, "an object") }
        return V2Body(object: members)
    }

    /// A list of nested objects.
    func objects(_ key: String) throws(Refusal) -> [V2Body]? {
        guard let value = object[key] else { return nil }
        guard case .array(let elements) = value else { throw Self.wrongType(key, "an array of objects") }
        var bodies: [V2Body] = []
        for element in elements {
            guard case .object(let members) = element else { throw Self.wrongType(key, "an array of objects") }
            bodies.append(V2Body(object: members))
        }
        return bodies
    }

    /// A text out of a closed list.
    func choice(_ key: String, of values: [String]) throws(Refusal) -> String? {
        guard let text = try string(key) else { return nil }
        guard values.contains(text) else {
            throw .badParameter("\(key) must be one of \(values.joined(separator: ", ")).")
        }
        return text
    }

    private static func wrongType(_ key: String, _ expected: String) -> Refusal {
        .badParameter("\(key) must be \(expected).")
    }
}
