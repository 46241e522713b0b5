import StrictJSON
import ThoughtSpotSessions

/// One step into a JSON document.
enum JSONStep: Hashable, Sendable {
    case key(String)
    case index(Int)
}

extension JSONValue {
    /// Every member and every first element below, outermost first.
    var places: [[JSONStep]] {
        switch self {
        case .object(let object):
            object.members.flatMap { member in
                [[.key(member.key)]] + member.value.places.map { [.key(member.key)] + $0 }
            }
        case .array(let items):
            items.first.map { [[.index(0)]] + $0.places.map { [.index(0)] + $0 } } ?? []
        case .null, .bool, .number, .string: []
        }
    }

    /// What stands at a place.
    func value(at place: [JSONStep]) -> JSONValue? {
        guard let step = place.first else { return self }
        let next: JSONValue? =
            switch step {
            case .key(let key): self[key]
            case .index(let index): arrayValue.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        return next?.value(at: Array(place.dropFirst()))
    }

    /// The document with something else at a place; with nothing there when `value` is nothing.
    func replacing(_ place: [JSONStep], with value: JSONValue?) -> JSONValue {
        guard let step = place.first else { return value ?? .null }
        let rest = Array(place.dropFirst())
        switch (step, self) {
        case (.key(let key), .object(var object)):
            object[key] = rest.isEmpty ? value : object[key]?.replacing(rest, with: value)
            return .object(object)
        case (.index(let index), .array(var items)) where items.indices.contains(index):
            if rest.isEmpty, value == nil {
                items.remove(at: index)
            } else {
                items[index] = items[index].replacing(rest, with: value)
            }
            return .array(items)
        default: return self
        }
    }

    /// Two values of other types.
    var wrongTypes: [JSONValue] {
        switch self {
        case .string: [7, ["list"]]
        case .number: ["text", .bool(true)]
        case .bool: ["true", 1]
        case .array: ["text", 7]
        case .object: ["text", 7]
        case .null: []
        }
    }

    /// The document with one more member in every object.
    var withUnknownMembers: JSONValue {
        switch self {
        case .object(let object):
            var more = JSONObject(object.members.map { ($0.key, $0.value.withUnknownMembers) })
            more["zz_new_in_27"] = ["deep": [1, nil, "text"]]
            return .object(more)
        case .array(let items): return .array(items.map(\.withUnknownMembers))
        case .null, .bool, .number, .string: return self
        }
    }
}
