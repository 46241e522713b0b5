import ASCIIText

extension JSONValue {
    /// The text of the document, harmless to any terminal that prints it: control and format characters, line and
    /// paragraph separators and the byte order mark are written as `\uXXXX` (promise P44).
    ///
    /// - Parameter pretty: two spaces for each level, one member to a line, and a line feed at the end.
    package func serialized(pretty: Bool = false) -> String {
        var writer = JSONWriter(isPretty: pretty)
        writer.bytes.reserveCapacity(256)
        writer.write(self)
        if pretty { writer.bytes.append(UInt8(ascii: "\n")) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Appends the text of the document, in one line, as ``serialized(pretty:)`` makes it.
    package func append(to bytes: inout [UInt8]) {
        var writer = JSONWriter(isPretty: false)
        swap(&writer.bytes, &bytes)
        writer.write(self)
        swap(&writer.bytes, &bytes)
    }
}

private struct JSONWriter {
    let isPretty: Bool
    var bytes: [UInt8] = []
    private var level = 0

    init(isPretty: Bool) { self.isPretty = isPretty }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): write(text)
        case .array(let elements):
            enclose("[", "]", isEmpty: elements.isEmpty) { writer in
                for (index, element) in elements.enumerated() {
                    writer.separate(isFirst: index == 0)
                    writer.write(element)
                }
            }
        case .object(let object):
            enclose("{", "}", isEmpty: object.isEmpty) { writer in
                for (index, member) in object.members.enumerated() {
                    writer.separate(isFirst: index == 0)
                    writer.write(member.key)
                    writer.bytes.append(UInt8(ascii: ":"))
                    if writer.isPretty { writer.bytes.append(UInt8(ascii: " ")) }
                    writer.write(member.value)
                }
            }
        }
    }

    private mutating func enclose(
        _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, isEmpty: Bool, _ content: (inout JSONWriter) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        level += 1
        content(&self)
        level -= 1
        if !isEmpty { breakLine() }
        bytes.append(UInt8(ascii: closing))
    }

    private mutating func separate(isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        breakLine()
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        if appendPlain(text) { return }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: #"\""#.utf8)
            case "\\": bytes.append(contentsOf: #"\\"#.utf8)
            case "\n": bytes.append(contentsOf: #"\n"#.utf8)
            case "\r": bytes.append(contentsOf: #"\r"#.utf8)
            case "\t": bytes.append(contentsOf: #"\t"#.utf8)
            case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                if Self.isHarmful(scalar) {
                    for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { escape(unit) }
                } else {
                    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                }
            }
        }
    }

    /// Nearly all texts stand as they are: those are taken over as a whole.
    ///
    /// - Returns: false, with nothing appended, for any other text.
    private mutating func appendPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { plain in
            guard Self.isPlain(UnsafeRawBufferPointer(plain)) else { return false }
            bytes.append(contentsOf: plain)
            return true
        }
    }

    /// Whether all bytes are printable ASCII that stands for itself. Eight bytes are looked at in one step: for each of
    /// them, a top bit that is set tells of one that is not.
    private static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        func hasOther(_ word: UInt64) -> Bool {
            // 0 where the byte is the one that is looked for: less one, its top bit is set.
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let delete = word ^ (ones &* 0x7F)
            let below = word &- ones &* 0x20
            return (word | below | (quote &- ones) | (backslash &- ones) | (delete &- ones)) & tops != 0
        }
        var place = 0
        while place + 8 <= text.count {
            if hasOther(text.loadUnaligned(fromByteOffset: place, as: UInt64.self)) { return false }
            place += 8
        }
        // A space takes the place of what is behind the end.
        var last = ones &* 0x20
        for index in place..<text.count {
            let shift = UInt64(8 * (index - place))
            last = last & ~(0xFF << shift) | UInt64(text[index]) << shift
        }
        return !hasOther(last)
    }

    /// Whether a terminal may act on the character, or a reader be deceived by it.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    private mutating func escape(_ unit: UInt16) {
        bytes.append(contentsOf: #"\u"#.utf8)
        bytes.append(contentsOf: Hexadecimal.text([UInt8(unit >> 8), UInt8(unit & 0xFF)]).utf8)
    }
}
