import ASCIIText

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
            guard let digit = input[index].hexadecimalValue else { throw failure(.string) }
            unit = unit << 4 | UInt32(digit)
        }
        offset += 6
        return unit
    }
}

extension JSONParser {
    /// Reads the strings that nearly all strings are: ASCII with the common escapes. `offset` stands on the opening
    /// quote, and stays there when nil is returned: whatever is rare or wrong is the careful reader's, so that this
    /// one has nothing to refuse and no place to tell.
    mutating func quickString() -> String? {
        let start = offset + 1
        guard let (length, escapes) = quickLength(from: start), length <= limits.stringBytes else { return nil }
        let slice = UnsafeBufferPointer(rebasing: input[start..<start + length])
        if escapes == 0 {
            offset = start + length + 1
            return String(decoding: slice, as: UTF8.self)
        }
        var isPlain = true
        let text = String(unsafeUninitializedCapacity: length) { target in
            guard let count = Self.unescape(slice, into: target) else {
                isPlain = false
                return 0
            }
            return count
        }
        guard isPlain else { return nil }
        offset = start + length + 1
        return text
    }

    /// The bytes up to the closing quote, and the escapes among them; nil when a byte is not printable ASCII.
    private func quickLength(from start: Int) -> (length: Int, escapes: Int)? {
        var index = start
        var escapes = 0
        while true {
            index += plainRun(from: index)
            guard index < end else { return nil }
            switch input[index] {
            case UInt8(ascii: "\""): return (index - start, escapes)
            case UInt8(ascii: "\\"):
                escapes += 1
                index += 2
            case 0x20..<0x80: index += 1
            default: return nil
            }
        }
    }

    /// How many bytes from `index` on are certainly plain, eight at a time.
    private func plainRun(from index: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = index
        let start = index
        guard let base = input.baseAddress else { return 0 }
        while index + 8 <= end {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte's top bit is set where the byte is a quote, a backslash, below 0x20 or not ASCII. A borrow can set
            // more of them, never fewer, and the exact look at the byte follows.
            let marks =
                ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | (word &- ones &* 0x20) | word
            let found = marks & tops
            if found != 0 { return index - start + UInt64(littleEndian: found).trailingZeroBitCount / 8 }
            index += 8
        }
        return index - start
    }

    /// Copies text with its escapes undone; nil for an escape that is the careful reader's.
    private static func unescape(
        _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        var count = 0
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte != UInt8(ascii: "\\") {
                target[count] = byte
                count += 1
                index += 1
                continue
            }
            let escaped: UInt8
            switch source[index + 1] {
            case UInt8(ascii: "\""): escaped = UInt8(ascii: "\"")
            case UInt8(ascii: "\\"): escaped = UInt8(ascii: "\\")
            case UInt8(ascii: "/"): escaped = UInt8(ascii: "/")
            case UInt8(ascii: "n"): escaped = 0x0A
            case UInt8(ascii: "r"): escaped = 0x0D
            case UInt8(ascii: "t"): escaped = 0x09
            default: return nil
            }
            target[count] = escaped
            count += 1
            index += 2
        }
        return count
    }
}
