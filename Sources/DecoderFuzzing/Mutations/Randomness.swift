/// SplitMix64: the same numbers for the same seed on every machine.
struct Randomness {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The numbers of one trial, unlike those of its neighbours.
    init(seed: UInt64, trial: Int) {
        var mixed = Randomness(seed: seed ^ UInt64(truncatingIfNeeded: trial) &* 0xD134_2543_DE82_EF95)
        state = mixed.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// 0..<limit; 0 when there is nothing to choose from.
    mutating func number(below limit: Int) -> Int { limit < 1 ? 0 : Int(next() % UInt64(limit)) }

    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

    mutating func isOneIn(_ count: Int) -> Bool { number(below: count) == 0 }

    /// - Parameter list: not empty.
    mutating func element<Element>(of list: [Element]) -> Element { list[number(below: list.count)] }
}
