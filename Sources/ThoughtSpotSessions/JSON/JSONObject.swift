/// One member of an object.
package struct JSONMember: Hashable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// The members of a JSON object, in the order of the document. No key occurs twice.
package struct JSONObject: Hashable, Sendable {
    /// In the order of the document.
    package private(set) var members: [JSONMember]

    package init() { members = [] }

    /// Takes members in their order; of a key that occurs twice, the last value in the place of the first.
    package init(_ pairs: some Sequence<(String, JSONValue)>) {
        members = []
        for (key, value) in pairs { self[key] = value }
    }

    /// Takes over what a parser has already checked for duplicates.
    init(unique members: [JSONMember]) {
        self.members = members
    }

    /// In the order of the document.
    package var keys: [String] { members.map(\.key) }

    package var isEmpty: Bool { members.isEmpty }

    package var count: Int { members.count }

    /// The value of `key`. Setting replaces it in its place or appends it; setting nothing removes it.
    package subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(JSONMember(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
