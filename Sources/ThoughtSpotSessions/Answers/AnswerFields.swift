import Moments
import StrictJSON

/// The members of one object of an answer, each read as the type it must have.
///
/// Errors name the path of a member (`scope.org_id`), never its value.
struct AnswerFields {
    let object: JSONObject
    /// Empty at the root, otherwise with a dot at the end.
    let path: String
    let answer: Answer

    /// A text that must be there.
    func string(_ name: String) throws(SessionError) -> String {
        guard let text = try optionalString(name) else { throw missing(name) }
        return text
    }

    /// A text that decides something: absent or null, or of the right type.
    func optionalString(_ name: String) throws(SessionError) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.stringValue else { throw wrong(name, "a text") }
        return text
    }

    /// A text that is only shown: of the wrong type it counts as absent.
    func shown(_ name: String) -> String? {
        object[name]?.stringValue
    }

    /// A choice that is only shown.
    func shownFlag(_ name: String) -> Bool? {
        object[name]?.boolValue
    }

    /// A value of any form that is only shown, as the text of its JSON; nil when it holds nothing.
    func shownJSON(_ name: String) -> String? {
        switch present(name) {
        case nil: nil
        case .object(let object) where object.isEmpty: nil
        case .array(let items) where items.isEmpty: nil
        case .string(let text): text.isEmpty ? nil : text
        case .some(let value): value.serialized()
        }
    }

    /// A whole number that decides something: absent or null, or of the right type.
    func optionalInt(_ name: String) throws(SessionError) -> Int? {
        guard let value = present(name) else { return nil }
        guard let number = value.intValue else { throw wrong(name, "a whole number") }
        return number
    }

    /// An object that may be absent or null.
    func optionalObject(_ name: String) throws(SessionError) -> AnswerFields? {
        guard let value = present(name) else { return nil }
        guard let object = value.objectValue else { throw wrong(name, "an object") }
        return AnswerFields(object: object, path: "\(path)\(name).", answer: answer)
    }

    /// The objects of a list that decides something: absent or null, or a list of nothing but objects.
    func optionalObjects(_ name: String) throws(SessionError) -> [AnswerFields]? {
        guard let value = present(name) else { return nil }
        guard let items = value.arrayValue else { throw wrong(name, "a list") }
        var objects: [AnswerFields] = []
        for (index, item) in items.enumerated() {
            guard let object = item.objectValue else { throw wrong("\(name)[\(index)]", "an object") }
            objects.append(AnswerFields(object: object, path: "\(path)\(name)[\(index)].", answer: answer))
        }
        return objects
    }

    /// The objects of a list that is only shown; whatever is no object is left out.
    func shownObjects(_ name: String) -> [AnswerFields] {
        (object[name]?.arrayValue ?? []).compactMap(\.objectValue).map {
            AnswerFields(object: $0, path: "\(path)\(name)[].", answer: answer)
        }
    }

    /// The texts of a list that is only shown.
    func shownStrings(_ name: String) -> [String] {
        (object[name]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// A moment in milliseconds since 1970; of the wrong type or out of range it is unknown.
    func instant(_ name: String) -> Instant? {
        object[name]?.doubleValue.flatMap(Instant.init(serverMilliseconds:))
    }

    /// The end of something in milliseconds since 1970.
    func expiry(_ name: String) -> Expiry {
        instant(name).map(Expiry.at) ?? .unknown
    }

    /// The end of something in a field whose documentation and samples contradict each other: seconds below 10^11,
    /// milliseconds from there (contradiction W20). Zero means that there is none.
    func expiryOfDoubtfulUnit(_ name: String) -> Expiry {
        guard let number = object[name]?.doubleValue, number > 0 else { return .unknown }
        let milliseconds = number < 1e11 ? number * 1_000 : number
        return Instant(serverMilliseconds: milliseconds).map(Expiry.estimated) ?? .unknown
    }

    func missing(_ name: String) -> SessionError {
        answer.unusable(.badField, "the field \(path)\(name) is missing")
    }

    private func wrong(_ name: String, _ expected: String) -> SessionError {
        answer.unusable(.badField, "the field \(path)\(name) is not \(expected)")
    }

    private func present(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }
}

extension Instant {
    /// A time as servers write it, a number of any form; nothing outside the years 1970 to 9999.
    init?(serverMilliseconds number: Double) {
        // 253402300800000 is the first moment of the year 10000.
        guard number.isFinite, number > 0, number < 253_402_300_800_000 else { return nil }
        self.init(milliseconds: Int64(number))
    }
}
