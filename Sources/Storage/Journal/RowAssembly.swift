/// Puts rows together that come in another order than that of their list: each at its place.
struct RowAssembly {
    private enum Place: UInt8 { case open, taken, removed }

    private static let blockSize = TokenRows.blockSize

    private let count: Int
    private var places: [Place]
    private var rows = TokenRows()
    private var taken = 0

    /// - Parameter count: of all rows, removed ones too.
    init(count: Int) {
        self.count = count
        places = Array(repeating: .open, count: count)
    }

    /// - Returns: false for a place that is not there, or is taken.
    mutating func put(_ row: TokenRow, at place: Int, isRemoved: Bool) -> Bool {
        guard places.indices.contains(place), places[place] == .open else { return false }
        places[place] = isRemoved ? .removed : .taken
        taken += 1
        // Some row fills the places until theirs come.
        if rows.blocks.isEmpty {
            for start in stride(from: 0, to: count, by: Self.blockSize) {
                rows.blocks.append(Array(repeating: row, count: min(Self.blockSize, count - start)))
            }
        }
        rows.blocks[place / Self.blockSize][place % Self.blockSize] = row
        return true
    }

    /// Hands over the rows that were not removed; nil while a place is open.
    ///
    /// - Parameter texts: of the rows.
    mutating func takeList(_ texts: RowTexts) -> TokenRows? {
        guard taken == count else { return nil }
        // In place: a copy of them would be the largest thing there is.
        rows.texts = texts
        rows.takeBlocks { places[$0] == .taken }
        defer { rows = TokenRows() }
        return rows
    }
}
