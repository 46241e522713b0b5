/// The cells of one row prepared for searching.
package struct FoldedRow: Hashable, Sendable {
    /// Lower case, each cell with a zero behind it.
    fileprivate let bytes: [UInt8]

    /// - Parameter cells: in the order of the filter's columns.
    package init(_ cells: [String]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cells.reduce(cells.count) { $0 + $1.utf8.count })
        for cell in cells {
            bytes += cell.lowercased().utf8.lazy.filter { $0 != 0 }
            bytes.append(0)
        }
        self.bytes = bytes
    }

    func withCells<Result>(_ body: (FoldedCells) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { body(FoldedCells($0)) }
    }
}

/// The rows of a list prepared for searching, all in one piece of memory: lists of a hundred thousand rows are filtered while
/// one types.
package struct FoldedRows: Hashable, Sendable {
    /// Where a row is, and which letters are somewhere in it: most rows need no further look.
    private struct Place: Hashable {
        let start: Int
        let count: Int
        let letters: FoldedLetters
    }

    private var places: [Place] = []
    private var bytes: [UInt8] = []
    /// Of the rows that were replaced: what is in one piece is not moved for them.
    private var replaced: [UInt8] = []

    package init() {}

    package var isEmpty: Bool { places.isEmpty }

    package mutating func append(_ row: FoldedRow) {
        places.append(
            Place(
                start: bytes.count, count: row.bytes.count,
                letters: row.bytes.withUnsafeBufferPointer { FoldedLetters($0) }))
        bytes += row.bytes
    }

    /// - Parameter index: of a row that is there.
    package mutating func replace(_ index: Int, with row: FoldedRow) {
        places[index] = Place(
            start: bytes.count + replaced.count, count: row.bytes.count,
            letters: row.bytes.withUnsafeBufferPointer { FoldedLetters($0) })
        replaced += row.bytes
    }

    /// Those of the rows at `indices` that are there and that `isMatch` finds, in their order.
    func indices(_ indices: [Int], where isMatch: (FoldedCells, FoldedLetters) -> Bool) -> [Int] {
        bytes.withUnsafeBufferPointer { bytes in
            replaced.withUnsafeBufferPointer { replaced in
                places.withUnsafeBufferPointer { places in
                    indices.filter { index in
                        guard places.indices.contains(index) else { return false }
                        let place = places[index]
                        let isFirst = place.start < bytes.count
                        let start = isFirst ? place.start : place.start - bytes.count
                        let part = (isFirst ? bytes : replaced)[start..<start + place.count]
                        return isMatch(FoldedCells(UnsafeBufferPointer(rebasing: part)), place.letters)
                    }
                }
            }
        }
    }
}

/// Which letters a text has, as bits: of two that share one, either may be there.
struct FoldedLetters: Hashable, Sendable {
    private var bits: UInt64 = 0

    init(_ bytes: some Sequence<UInt8>) {
        // Letters have bits of their own, digits and signs as well.
        for byte in bytes { bits |= 1 << UInt64(byte & 0x1f | (byte & 0x40) >> 1) }
    }

    /// Whether all of `other` may be here; surely not, where false.
    func mayHold(_ other: FoldedLetters) -> Bool { bits & other.bits == other.bits }
}

/// The cells of one row while they are searched, each with a zero behind it.
///
/// A list of a hundred thousand rows goes through these loops with each letter: without the checks of a slice for each byte
/// a word in one column takes a quarter less (`tessera-benchmarks filter`).
struct FoldedCells {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func holds(_ needle: UnsafeBufferPointer<UInt8>, inColumn index: Int) -> Bool {
        var start = 0
        for _ in 0..<index { start = bytes.cellEnd(from: start) + 1 }
        return start < bytes.count && bytes.holds(needle, in: start..<bytes.cellEnd(from: start))
    }

    /// Whether one cell holds the letters of the text in their order; from a cell on, in one piece. A text holds no zero,
    /// so it is never found across two cells.
    func holdsInOrder(_ needle: UnsafeBufferPointer<UInt8>, inOnePieceFrom first: Int) -> Bool {
        guard let initial = needle.first else { return true }
        var (start, cell) = (0, 0)
        while cell < first, start < bytes.count {
            // The rest of a needle is looked for only where its first letter is: most cells have none.
            var place = start
            while bytes[place] != 0, bytes[place] != initial { place += 1 }
            var found = 0
            while bytes[place] != 0 {
                if bytes[place] == needle[found] {
                    found += 1
                    if found == needle.count { return true }
                }
                place += 1
            }
            (start, cell) = (place + 1, cell + 1)
        }
        return start < bytes.count && bytes.holds(needle, in: start..<bytes.count)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the cell ends that begins at `start`: at its zero.
    fileprivate func cellEnd(from start: Int) -> Int {
        var place = start
        while place < count, self[place] != 0 { place += 1 }
        return place
    }

    /// Whether `needle` stands somewhere in a part in one piece.
    func holds(_ needle: UnsafeBufferPointer<UInt8>, in part: Range<Int>) -> Bool {
        guard let first = needle.first else { return true }
        let last = part.upperBound - needle.count
        var place = part.lowerBound
        while place <= last {
            if self[place] == first {
                var same = 1
                while same < needle.count, self[place + same] == needle[same] { same += 1 }
                if same == needle.count { return true }
            }
            place += 1
        }
        return false
    }
}
