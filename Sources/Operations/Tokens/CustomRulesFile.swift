import StrictJSON
package import ThoughtSpotSessions

/// A file with the rules of a custom token: a JSON object with the members that the request has (<doc:V2>), so that
/// what is written for one client serves the other.
///
/// ```json
/// {"persist_option": "REPLACE",
///  "variable_values": [{"name": "tenant", "values": ["acme", 7, true]}],
///  "objects": [{"identifier": "Sales", "type": "LOGICAL_TABLE"}],
///  "filter_rules": [{"column_name": "Year", "operator": "GE", "values": [2024]}],
///  "parameter_values": [{"name": "Currency", "values": ["EUR"]}]}
/// ```
///
/// Only `persist_option` must be there; the last two are deprecated since 26.3. A value is a text, a number, or true or
/// false, and is sent as it is. Anything else than these members is refused by its path.
package enum CustomRulesFile {
    /// Bytes that are read at most.
    package static let limit = 262_144

    /// Why a file cannot be used.
    package struct Malformed: Error, Hashable, Sendable {
        /// `line 3, column 7: expected a comma or }`, `filter_rules[1].operator: ...`; never a value of the file.
        package let reason: String
    }

    /// Reads a file's bytes.
    package static func rules(_ bytes: [UInt8]) throws(Malformed) -> CustomTokenRules {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue.parse(bytes, limits: JSONLimits(bytes: limit))
        } catch {
            throw Malformed(reason: "line \(error.line), column \(error.column): \(error.clause)")
        }
        let root = try RuleMembers(
            document, path: "",
            known: ["persist_option", "filter_rules", "parameter_values", "variable_values", "objects"])
        return CustomTokenRules(
            persistence: try root.word("persist_option"),
            filterRules: try root.objects("filter_rules", known: ["column_name", "operator", "values"]) {
                rule throws(Malformed) in
                .init(
                    column: try rule.text("column_name"), comparison: try rule.word("operator"),
                    values: try rule.values("values"))
            },
            parameterValues: try root.objects("parameter_values", known: ["name", "values"], named),
            variableValues: try root.objects("variable_values", known: ["name", "values"], named),
            objects: try root.objects("objects", known: ["identifier", "type"]) { object throws(Malformed) in
                .init(identifier: try object.text("identifier"), type: try object.optionalText("type"))
            })
    }

    private static func named(_ members: RuleMembers) throws(Malformed) -> CustomTokenRules.NamedValues {
        .init(name: try members.text("name"), values: try members.values("values"))
    }
}

/// The members of one object of a rules file.
private struct RuleMembers {
    let object: JSONObject
    /// Empty at the root, otherwise with a dot at the end.
    let path: String

    typealias Malformed = CustomRulesFile.Malformed

    init(_ value: JSONValue, path: String, known: [String]) throws(Malformed) {
        guard let object = value.objectValue else {
            throw Malformed(reason: "\(path.isEmpty ? "the file" : String(path.dropLast())): not an object")
        }
        if let stranger = object.keys.first(where: { !known.contains($0) }) {
            throw Malformed(
                reason: "\(path)\(stranger): no such member; there are \(known.joined(separator: ", "))")
        }
        self.object = object
        self.path = path
    }

    func text(_ name: String) throws(Malformed) -> String {
        guard let text = try optionalText(name) else { throw Malformed(reason: "\(path)\(name): missing") }
        return text
    }

    func optionalText(_ name: String) throws(Malformed) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.stringValue else { throw Malformed(reason: "\(path)\(name): not a text") }
        if text.isEmpty { throw Malformed(reason: "\(path)\(name): empty") }
        return text
    }

    /// One word of a closed list.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws(Malformed) -> Word {
        if let word = Word(rawValue: try text(name)) { return word }
        let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Malformed(reason: "\(path)\(name): not one of \(all)")
    }

    func values(_ name: String) throws(Malformed) -> [RuleValue] {
        let items = try list(name) ?? []
        if items.isEmpty { throw Malformed(reason: "\(path)\(name): has no value") }
        var values: [RuleValue] = []
        for (index, item) in items.enumerated() {
            guard let value = RuleValue(item) else {
                throw Malformed(reason: "\(path)\(name)[\(index)]: not a text, a number, or true or false")
            }
            values.append(value)
        }
        return values
    }

    func objects<Item>(
        _ name: String, known: [String], _ read: (RuleMembers) throws(Malformed) -> Item
    ) throws(Malformed) -> [Item] {
        var items: [Item] = []
        for (index, value) in (try list(name) ?? []).enumerated() {
            items.append(try read(RuleMembers(value, path: "\(path)\(name)[\(index)].", known: known)))
        }
        return items
    }

    private func list(_ name: String) throws(Malformed) -> [JSONValue]? {
        guard let value = object[name] else { return nil }
        guard let items = value.arrayValue else { throw Malformed(reason: "\(path)\(name): not a list") }
        return items
    }
}
