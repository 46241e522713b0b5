extension JSONParser {
    /// Reads a string; `offset` stands on its opening quote.
    mutating func string() throws(Failure) -> String {
        if let text = quickString() { return text }
        offset += 1
        let start = offset
        var isASCII = true
        while offset < end {
            let byte = input[offset]
            if byte == UInt8(ascii: "\"") {
                guard offset - start <= limits.stringBytes else { throw Failure(reason: .tooLarge, offset: start) }
                let text = try text(of: start..<offset, isASCII: isASCII)
                offset += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw failure(.string) }
            if byte >= 0x80 { isASCII = false }
            offset += 1
        }
        throw try unfinished(from: start)
    }

    /// The slow path: the part from `start` to `offset` holds no escape, what follows does.
    private mutating func escapedString(from start: Int) throws(Failure) -> String {
        // Fails here, at the byte itself: offsets within the unescaped text would mean nothing to the reader.
        try checkText(of: start..<offset)
        var bytes = Array(input[start..<offset])
        var plainStart = offset
        while offset < end {
            let byte = input[offset]
            switch byte {
            case UInt8(ascii: "\""):
                guard offset - start <= limits.stringBytes else { throw Failure(reason: .tooLarge, offset: start) }
                try checkText(of: plainStart..<offset)
                offset += 1
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try checkText(of: plainStart..<offset)
                try escape(into: &bytes)
                plainStart = offset
            case 0..<0x20: throw failure(.string)
            default:
                bytes.append(byte)
                offset += 1
            }
        }
        throw try unfinished(from: plainStart)
    }

    /// The document ends within a string: a cut character is as likely as a missing quote, and both are told as what
    /// they look like from the end.
    private func unfinished(from start: Int) throws(Failure) -> Failure {
        guard offset - start <= limits.stringBytes else { return Failure(reason: .tooLarge, offset: start) }
        try checkText(of: start..<end)
        return failure(.syntax(expected: "the end of a string"))
    }

    private func checkText(of range: Range<Int>) throws(Failure) {
        if input[range].allSatisfy({ $0 < 0x80 }) { return }
        _ = try text(of: range, isASCII: false)
    }

    private func text(of range: Range<Int>, isASCII: Bool) throws(Failure) -> String {
        let slice = UnsafeBufferPointer(rebasing: input[range])
        if isASCII { return String(decoding: slice, as: UTF8.self) }
        if let text = String(validating: slice, as: UTF8.self) { return text }
        throw Failure(reason: .encoding("invalid UTF-8"), offset: range.lowerBound + Self.validPrefix(slice))
    }

    /// How many bytes of `bytes` are whole characters.
    static func validPrefix(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var length = 0
        while case .scalarValue(let scalar) = decoder.decode(&rest) { length += UTF8.width(scalar) }
        return length
    }

    /// Reads one escape; `offset` stands on the backslash.
    private mutating func escape(into bytes: inout [UInt8]) throws(Failure) {
        guard offset + 1 < end else {
            offset = end
            throw failure(.syntax(expected: "the end of a string"))
        }
        switch input[offset + 1] {
        case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape()
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        default: throw failure(.string)
        }
        offset += 2
    }

    /// Reads `\uXXXX`, or two of them that make a pair; half a pair is refused.
    private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
        let start = offset
        let high = try codeUnit()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, offset < end, input[offset] == UInt8(ascii: "\\") else {
            throw Failure(reason: .string, offset: start)
        }
        let low = try codeUnit()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw Failure(reason: .string, offset: start) }
        return scalar
    }

    /// Reads the six characters `\uXXXX`.
    private mutating func codeUnit() throws(Failure) -> UInt32 {
        guard offset + 6 <= end else {
            offset = end
            throw failure(.syntax(expected: "the end of a string"))
        }
        guard input[offset + 1] == UInt8(ascii: "u") else { throw failure(.string) }
        var unit: UInt32 = 0
        for index in offset + 2..<offset + 6 {
            guard let digit = Character(Unicode.Scalar(input[index])).hexDigitValue else { throw failure(.string) }
            unit = unit << 4 | UInt32(digit)
        }
        offset += 6
        return unit
    }
}
