/// The ids that have been seen, in 16 bytes each where they are ULIDs, as all of ours are.
struct SeenIDs {
    private var numbers: Set<UInt128> = []
    private var others: Set<String> = []

    /// Remembers an id; false when it was there already.
    mutating func insert(_ id: String) -> Bool {
        guard let number = Self.number(id) else { return others.insert(id).inserted }
        return numbers.insert(number).inserted
    }

    /// The value of a ULID as ``EventID`` writes it; nothing for any other text, so that no two ids share a number.
    private static func number(_ id: String) -> UInt128? {
        var value: UInt128 = 0
        var count = 0
        for byte in id.utf8 {
            guard let digit = digits[Int(byte)], count > 0 || digit < 8 else { return nil }
            value = value << 5 | UInt128(digit)
            count += 1
        }
        return count == 26 ? value : nil
    }

    private static let digits: [UInt8?] = {
        var digits = [UInt8?](repeating: nil, count: 256)
        for (value, byte) in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8.enumerated() { digits[Int(byte)] = UInt8(value) }
        return digits
    }()
}
