/// Writes numbers and texts closely together: small numbers take a byte.
struct PackedWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(byte: UInt8) { bytes.append(byte) }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    mutating func write(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func write(_ number: Int) { write(UInt64(truncatingIfNeeded: number)) }

    /// Numbers near 0, on either side of it, are small.
    mutating func write(signed number: Int64) {
        write(UInt64(bitPattern: number &<< 1) ^ UInt64(bitPattern: number >> 63))
    }

    mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write(fixed number: UInt32) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }
}

/// Reads what ``PackedWriter`` has written. What cannot be read is 0 or empty, and ``isDamaged`` from then on.
struct PackedReader {
    private let bytes: [UInt8]
    private var place = 0
    private(set) var isDamaged = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How many bytes are left: no more numbers and texts than that can follow.
    var rest: Int { bytes.count - place }

    mutating func byte() -> UInt8 {
        guard place < bytes.count else {
            isDamaged = true
            return 0
        }
        place += 1
        return bytes[place - 1]
    }

    mutating func number() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = byte()
            value |= UInt64(next & 0x7F) &<< shift
            if next < 0x80 { return value }
            shift += 7
        }
        isDamaged = true
        return 0
    }

    mutating func signed() -> Int64 {
        let number = number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A number that is at most `limit`.
    mutating func number(atMost limit: Int) -> Int {
        let number = number()
        guard number <= UInt64(max(0, limit)) else {
            isDamaged = true
            return 0
        }
        return Int(number)
    }

    mutating func fixed() -> UInt32 {
        (0..<4).reduce(0) { number, index in number | UInt32(byte()) << (8 * UInt32(index)) }
    }

    mutating func text() -> String {
        let count = number(atMost: rest)
        place += count
        return String(decoding: bytes[(place - count)..<place], as: UTF8.self)
    }
}
