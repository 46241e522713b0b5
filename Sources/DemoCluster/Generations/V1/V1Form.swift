import FoundationEssentials

/// The fields of a v1 form or query, each read with the one type that is documented for it.
struct V1Form {
    private let fields: FormFields

    /// A form body; an empty one needs no content type.
    init(body request: ReceivedRequest) throws(Refusal) {
        if !request.body.isEmpty, request.contentType?.type != "application/x-www-form-urlencoded" {
            throw .unsupportedMediaType(expected: "application/x-www-form-urlencoded")
        }
        guard let fields = FormFields(bytes: request.body) else { throw .badParameter("The form cannot be decoded.") }
        self.fields = fields
    }

    /// The fields of the query.
    init(query request: ReceivedRequest) throws(Refusal) {
        fields = try request.query()
    }

    /// A text; `nil` when absent or empty.
    func string(_ name: String) -> String? { fields[name] }

    /// A text that must be there and not be empty.
    func requiredString(_ name: String) throws(Refusal) -> String {
        guard let value = fields[name] else { throw .badParameter("\(name) is required.") }
        return value
    }

    /// `true` or `false`, in lower case.
    func boolean(_ name: String) throws(Refusal) -> Bool? {
        switch fields[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .badParameter("\(name) must be true or false.")
        }
    }

    /// A whole number of 64 bits.
    func integer(_ name: String) throws(Refusal) -> Int64? {
        guard let text = fields[name] else { return nil }
        guard let number = Int64(text) else { throw .badParameter("\(name) must be an integer.") }
        return number
    }

    /// A JSON array of texts inside a text.
    func strings(_ name: String) throws(Refusal) -> [String]? {
        guard let text = fields[name] else { return nil }
        guard let values = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
            throw .badParameter("\(name) must be a JSON array of strings.")
        }
        return values
    }
}
