/// Where something stands in a document. Both count from 1; a column is a character as people see it.
package struct JSONPlace: Hashable, Sendable, Comparable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: JSONPlace, right: JSONPlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A document whose parts know their places: for files that people write by hand, so that a mistake is told with its line.
package struct PlacedJSON: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Neither an array nor an object.
        case scalar(JSONValue)
        case array([PlacedJSON])
        /// In the order of the document. No key occurs twice.
        case object([Member])
    }

    package struct Member: Hashable, Sendable {
        package let key: String
        /// Of the key.
        package let place: JSONPlace
        package let value: PlacedJSON
    }

    package let content: Content
    package let place: JSONPlace

    /// Reads one document.
    ///
    /// - Throws: What ``JSONValue/parse(_:limits:)`` throws.
    package static func parse(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONSyntaxError) -> PlacedJSON {
        let document = try JSONValue.parse(bytes, limits: limits)
        var walk = PlaceWalk(bytes)
        return walk.placed(document)
    }

    package var stringValue: String? {
        if case .scalar(let value) = content { value.stringValue } else { nil }
    }

    package var intValue: Int? {
        if case .scalar(let value) = content { value.intValue } else { nil }
    }

    package var arrayValue: [PlacedJSON]? {
        if case .array(let elements) = content { elements } else { nil }
    }

    package var members: [Member]? {
        if case .object(let members) = content { members } else { nil }
    }
}

/// Goes through the bytes of a document that the parser has let pass, beside its values.
private struct PlaceWalk {
    private let bytes: [UInt8]
    private var offset: Int
    /// The place of the byte at `counted`.
    private var here = JSONPlace(line: 1, column: 1)
    private var counted: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = JSONValue.hasBOM(bytes) ? 3 : 0
        counted = offset
    }

    mutating func placed(_ value: JSONValue) -> PlacedJSON {
        skipBetween()
        let place = place()
        switch value {
        case .object(let object):
            offset += 1
            var members: [PlacedJSON.Member] = []
            for member in object.members {
                skipBetween()
                let keyPlace = self.place()
                skipString()
                members.append(PlacedJSON.Member(key: member.key, place: keyPlace, value: placed(member.value)))
            }
            skipBetween()
            offset += 1
            return PlacedJSON(content: .object(members), place: place)
        case .array(let elements):
            offset += 1
            var placedElements: [PlacedJSON] = []
            for element in elements { placedElements.append(placed(element)) }
            skipBetween()
            offset += 1
            return PlacedJSON(content: .array(placedElements), place: place)
        case .string: skipString()
        case .null, .bool, .number: skipWord()
        }
        return PlacedJSON(content: .scalar(value), place: place)
    }

    /// The place of the byte at `offset`. Characters are counted on from the last place, so that all of them together
    /// cost one pass.
    private mutating func place() -> JSONPlace {
        let passed = bytes[counted..<offset]
        counted = offset
        if let lineEnd = passed.lastIndex(of: UInt8(ascii: "\n")) {
            here.line += passed.count { $0 == UInt8(ascii: "\n") }
            here.column = 1 + String(decoding: passed[(lineEnd + 1)...], as: UTF8.self).count
        } else {
            here.column += String(decoding: passed, as: UTF8.self).count
        }
        return here
    }

    /// White space, commas and colons.
    private mutating func skipBetween() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x3A].contains(bytes[offset]) { offset += 1 }
    }

    private mutating func skipString() {
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        offset += 1
    }

    private mutating func skipWord() {
        while offset < bytes.count, ![0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D].contains(bytes[offset]) { offset += 1 }
    }
}
