extension JSONParser {
    /// Reads the strings that nearly all strings are: ASCII with the common escapes. `offset` stands on the opening
    /// quote, and stays there when nothing is returned: whatever is rare or wrong is the careful reader's, so that this
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

    /// The bytes up to the closing quote, and the escapes among them; nothing when a byte is not printable ASCII.
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

    /// Copies text with its escapes undone; nothing for an escape that wants the careful reader.
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
