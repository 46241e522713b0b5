import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile`.
struct ProfileCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "The clusters you look after.",
        usage: "tessera profile <command> ...",
        subcommands: [
            ProfileAdd.self, ProfileListing.self, ProfileShow.self, ProfileEdit.self, ProfileRemove.self,
            ProfileTest.self, ProfileDefault.self,
        ])
}

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
