/// Where the values and members of a JSON text stand. Made for damaged texts too: it takes what looks like a value, and
/// shares nothing with the parser that is put to the test.
struct JSONSpans {
    /// From the first byte of a value to behind its last.
    private(set) var values: [Range<Int>] = []
    /// From the opening quote of a key to behind its value.
    private(set) var members: [Range<Int>] = []

    init(_ bytes: [UInt8]) {
        var open: [(start: Int, key: Int?)] = []
        var key: Int?
        var index = 0
        while index < bytes.count {
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append((start, key))
                key = nil
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                index += 1
                if let container = open.popLast() { add(container.start..<index, key: container.key) }
                key = nil
            case UInt8(ascii: "\""):
                index = Self.endOfString(bytes, from: index)
                if Self.isColon(bytes, after: index) {
                    key = start
                } else {
                    add(start..<index, key: key)
                    key = nil
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                index += 1
            default:
                while index < bytes.count, !Self.ends.contains(bytes[index]) { index += 1 }
                add(start..<index, key: key)
                key = nil
            }
        }
    }

    private static let ends = Array(",:[]{}\" \n\r\t".utf8)

    private mutating func add(_ range: Range<Int>, key: Int?) {
        values.append(range)
        if let key { members.append(key..<range.upperBound) }
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }

    private static func isColon(_ bytes: [UInt8], after index: Int) -> Bool {
        bytes[index...].first { $0 != 0x20 } == UInt8(ascii: ":")
    }
}
