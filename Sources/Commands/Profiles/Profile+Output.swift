import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

extension Profile {
    /// What is special about it, for a column: `production, protected, INSECURE`.
    var marks: SafeText {
        SafeText(outside: ProfileField.all.compactMap { $0.mark(of: self) }.joined(separator: ", "), limit: 80)
    }

    /// All members of a profile in JSON output: `id`, those of the fields, `default`.
    func json(isDefault: Bool) -> JSONValue {
        var object: JSONObject = ["id": .string(id)]
        for field in ProfileField.all { object[field.jsonName] = field.json(of: self) }
        object["default"] = .bool(isDefault)
        return .object(object)
    }

    /// One field a line.
    func lines(isDefault: Bool) -> [SafeText] {
        var list = FieldList()
        for field in ProfileField.all {
            let isDefaultName = isDefault && field.id == .name
            list.add("\(field.label)", outside: field.text(of: self).map { $0 + (isDefaultName ? " (default)" : "") })
        }
        list.add("Marks", marks)
        return list.lines
    }
}
