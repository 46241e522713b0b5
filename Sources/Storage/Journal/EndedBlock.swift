import Moments
import ThoughtSpotSessions

/// Rows of tokens that ended, closely packed (<doc:JournalFormat>): the number of rows, the texts of all of them, their lists
/// of Orgs, then the rows.
enum EndedBlock {
    /// Rows of a block at most.
    static let most = 4_096
    /// A row takes at least so many bytes.
    static let leastOfRow = 23

    /// A row that is left out of a fold.
    struct Row {
        /// Where it stands in the list of all rows.
        let place: Int
        var row: TokenRow
        /// It was taken off the list.
        let isRemoved: Bool
    }

    /// - Parameter rows: ``most`` at most, in the order of their places.
    static func encode(_ rows: some Sequence<Row>, _ texts: RowTexts) -> [UInt8] {
        var tables = PackedTables(texts)
        var body = PackedWriter()
        var count = 0
        var last = (place: 0, recordedAt: Int64(0))
        for row in rows {
            count += 1
            row.row.write(to: &body, &tables, after: last.recordedAt, place: row.place - last.place, row.isRemoved)
            last = (row.place, row.row.recordedAt)
        }
        var writer = PackedWriter()
        writer.write(count)
        tables.write(to: &writer)
        writer.append(body.bytes)
        return writer.bytes
    }

    /// The rows; nil for anything but what ``encode(_:_:)`` writes.
    ///
    /// - Parameter texts: gets the texts of the rows.
    static func decode(_ bytes: [UInt8], into texts: inout RowTexts) -> [Row]? {
        var reader = PackedReader(bytes)
        let count = reader.number(atMost: min(most, bytes.count / leastOfRow))
        let tables = UnpackedTables(from: &reader, into: &texts)
        var rows: [Row] = []
        rows.reserveCapacity(count)
        for _ in 0..<count where !reader.isDamaged {
            let (row, distance, isRemoved) = TokenRow.read(from: &reader, tables, after: rows.last?.row.recordedAt ?? 0)
            rows.append(Row(place: (rows.last?.place ?? 0) + distance, row: row, isRemoved: isRemoved))
        }
        return reader.isDamaged || reader.rest > 0 ? nil : rows
    }
}

/// The texts and lists of Orgs that the rows of a block name, each once.
struct PackedTables {
    private let texts: RowTexts
    /// The number in the block of each text; 0 for one that has none yet, and for none.
    private var numbers: [UInt32]
    private var orgNumbers: [UInt32]
    private var used: [RowTexts.Index] = []
    private var usedOrgs: [RowTexts.Index] = []

    init(_ texts: RowTexts) {
        self.texts = texts
        numbers = Array(repeating: 0, count: texts.count)
        orgNumbers = Array(repeating: 0, count: texts.orgListCount)
    }

    mutating func number(of text: RowTexts.Index) -> Int { Self.number(of: text, &numbers, &used) }

    mutating func number(ofOrgs orgs: RowTexts.Index) -> Int { Self.number(of: orgs, &orgNumbers, &usedOrgs) }

    private static func number(of index: RowTexts.Index, _ numbers: inout [UInt32], _ used: inout [RowTexts.Index])
        -> Int
    {
        guard index != .none else { return 0 }
        let known = numbers[Int(index.number)]
        if known > 0 { return Int(known) }
        used.append(index)
        numbers[Int(index.number)] = UInt32(used.count)
        return used.count
    }

    func write(to writer: inout PackedWriter) {
        writer.write(used.count)
        for index in used { writer.write(texts[index] ?? "") }
        writer.write(usedOrgs.count)
        for index in usedOrgs {
            let orgs = texts.orgs(index)
            writer.write(orgs.count)
            for org in orgs {
                writer.write(byte: (org.id == nil ? 0 : 1) | (org.name == nil ? 0 : 2))
                if let id = org.id { writer.write(signed: Int64(id)) }
                if let name = org.name { writer.write(name) }
            }
        }
    }
}

/// What ``PackedTables`` has written, by the numbers of the block.
struct UnpackedTables {
    private var texts: [RowTexts.Index] = [.none]
    private var orgs: [RowTexts.Index] = [.none]

    init(from reader: inout PackedReader, into rowTexts: inout RowTexts) {
        let textCount = reader.number(atMost: reader.rest)
        texts.reserveCapacity(textCount + 1)
        for _ in 0..<textCount where !reader.isDamaged { texts.append(rowTexts.insert(reader.text())) }
        for _ in 0..<reader.number(atMost: reader.rest) where !reader.isDamaged {
            let count = reader.number(atMost: TokenUse.orgLimit)
            let list = (0..<count).map { _ -> OrgReference in
                let parts = reader.byte()
                let id = parts & 1 == 0 ? nil : Int(exactly: reader.signed())
                return OrgReference(id: id, name: parts & 2 == 0 ? nil : reader.text())
            }
            orgs.append(rowTexts.insert(list))
        }
    }

    func text(_ reader: inout PackedReader) -> RowTexts.Index { texts[reader.number(atMost: texts.count - 1)] }

    func orgs(_ reader: inout PackedReader) -> RowTexts.Index { orgs[reader.number(atMost: orgs.count - 1)] }
}
