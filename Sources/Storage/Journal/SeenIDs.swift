import StrictJSON

/// The ids that have been seen, in 16 bytes each where they are ULIDs, as all of ours are.
struct SeenIDs: Hashable {
    /// What a new id turns out to be.
    enum Answer {
        case isNew, isKnown
        /// It is as old as those that are remembered no longer, and may be one of them.
        case isUnclear
    }

    /// How many of the latest a checkpoint keeps.
    private static let kept = 2_000

    /// Sorted. A new id is nearly always the latest, or one of the latest: lines are in the order of their time.
    private var numbers: [UInt128] = []
    private var others: Set<String> = []
    /// The latest of those that are remembered no longer.
    private var latestDropped: UInt128?

    /// Remembers an id.
    mutating func insert(_ id: String) -> Answer {
        guard let number = Self.number(id) else { return others.insert(id).inserted ? .isNew : .isKnown }
        if let last = numbers.last, number <= last {
            let place = place(of: number)
            if numbers[place] == number { return .isKnown }
            numbers.insert(number, at: place)
        } else {
            numbers.append(number)
        }
        guard let latestDropped, number <= latestDropped else { return .isNew }
        return .isUnclear
    }

    /// Where the first one stands that is not before `number`; there is one.
    private func place(of number: UInt128) -> Int {
        var (low, high) = (0, numbers.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Drops all but the latest; an id begins with its time.
    mutating func keepLatest() {
        guard numbers.count > Self.kept else { return }
        latestDropped = max(latestDropped ?? 0, numbers[numbers.count - Self.kept - 1])
        numbers = Array(numbers.suffix(Self.kept))
    }

    var json: JSONObject {
        var object: JSONObject = [
            "latest": .array(numbers.map { .string(String($0, radix: 16)) }),
            "others": .array(others.sorted().map(JSONValue.string)),
        ]
        object["dropped"] = latestDropped.map { .string(String($0, radix: 16)) }
        return object
    }

    init() {}

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let latest = json["latest"]?.arrayValue, let others = json["others"]?.arrayValue else { return nil }
        let numbers = latest.map { $0.stringValue.flatMap { UInt128($0, radix: 16) } }
        guard !numbers.contains(nil) else { return nil }
        self.numbers = Set(numbers.compactMap(\.self)).sorted()
        self.others = Set(others.compactMap(\.stringValue))
        guard let dropped = json["dropped"] else { return }
        guard let number = dropped.stringValue.flatMap({ UInt128($0, radix: 16) }) else { return nil }
        latestDropped = number
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
