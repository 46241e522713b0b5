import ThoughtSpotSessions

/// Reads the members of one object by type. A member that is `null` counts as absent.
struct ProfileFields {
    private let object: JSONObject?
    private let path: String?
    private let isWrongType: Bool

    init(_ object: JSONObject, path: String? = nil) {
        self.object = object
        self.path = path
        isWrongType = false
    }

    /// Of a member that should be an object, if it is there.
    init(object value: JSONValue?, path: String) {
        object = value?.objectValue
        self.path = path
        isWrongType = value != nil && value?.isNull == false && object == nil
    }

    func text(_ key: String) throws(ProfileCodec.Problem) -> String? {
        guard let value = try value(key) else { return nil }
        guard let text = value.stringValue else { throw problem(key, "it is not a string") }
        guard text.utf8.count <= 4_096 else { throw problem(key, "it is too long") }
        return text.isEmpty ? nil : text
    }

    func flag(_ key: String) throws(ProfileCodec.Problem) -> Bool {
        guard let value = try value(key) else { return false }
        guard let flag = value.boolValue else { throw problem(key, "it is neither true nor false") }
        return flag
    }

    func whole(_ key: String, in range: ClosedRange<Int>) throws(ProfileCodec.Problem) -> Int? {
        guard let value = try value(key) else { return nil }
        guard let number = value.intValue, range.contains(number) else {
            let bounds = range == Int.min...Int.max ? "" : " from \(range.lowerBound) to \(range.upperBound)"
            throw problem(key, "it is not a whole number" + bounds)
        }
        return number
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, of: Choice.Type
    ) throws(ProfileCodec.Problem) -> Choice? {
        guard let text = try text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw problem(key, "it is none of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private func value(_ key: String) throws(ProfileCodec.Problem) -> JSONValue? {
        if isWrongType { throw ProfileCodec.Problem(field: path ?? "", reason: "it is not an object") }
        let value = object?[key]
        return value?.isNull == true ? nil : value
    }

    private func problem(_ key: String, _ reason: String) -> ProfileCodec.Problem {
        ProfileCodec.Problem(field: path.map { "\($0).\(key)" } ?? key, reason: reason)
    }
}
