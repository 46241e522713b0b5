/// Percent-encoding of everything outside the unreserved characters of RFC 3986: right in a query and in a form alike.
package enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// `a b+ü` becomes `a%20b%2B%C3%BC`.
    package static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte.isASCIIAlphanumeric || "-._~".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Decodes every `%XX` there is; a `%` that begins none stays what it is.
    package static func decode(_ bytes: [UInt8]) -> [UInt8] { decoded(bytes).bytes }

    /// Decodes every `%XX`; nil when a `%` begins none.
    package static func decodeStrictly(_ bytes: [UInt8]) -> [UInt8]? {
        let (decoded, isDamaged) = decoded(bytes)
        return isDamaged ? nil : decoded
    }

    private static func decoded(_ bytes: [UInt8]) -> (bytes: [UInt8], isDamaged: Bool) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isDamaged = false
        var index = 0
        while index < bytes.count {
            let isEscape = bytes[index] == UInt8(ascii: "%")
            if isEscape, index + 2 < bytes.count, let high = bytes[index + 1].hexadecimalValue,
                let low = bytes[index + 2].hexadecimalValue
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                isDamaged = isDamaged || isEscape
                index += 1
            }
        }
        return (result, isDamaged)
    }
}
