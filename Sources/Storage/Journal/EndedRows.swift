/// The rows that are left out of a fold, on their way to the file.
struct EndedRows {
    private struct Row {
        let index: Int32
        let place: Int32
        let isRemoved: Bool
    }

    private let all: TokenRows
    private var left: [Row] = []
    /// Their tokens.
    private(set) var keys: Set<JournalFold.Key> = []

    /// - Parameter all: the rows of the fold.
    init(_ all: TokenRows) { self.all = all }

    var count: Int { left.count }

    /// - Parameters:
    ///   - index: in the fold.
    ///   - place: among all rows.
    mutating func add(_ key: JournalFold.Key, row index: Int, place: Int, isRemoved: Bool) {
        left.append(Row(index: Int32(index), place: Int32(place), isRemoved: isRemoved))
        keys.insert(key)
    }

    /// The blocks that are to be put behind one another.
    func writeBlocks(_ put: ([UInt8]) -> Void) {
        for start in stride(from: 0, to: left.count, by: EndedBlock.most) {
            let part = left[start..<min(start + EndedBlock.most, left.count)]
            let rows = part.lazy.map {
                EndedBlock.Row(place: Int($0.place), row: all.row(Int($0.index)), isRemoved: $0.isRemoved)
            }
            put(EndedBlock.encode(rows, all.texts))
        }
    }
}

/// What was done to users as a whole after the rows of their tokens had been left out.
struct LaterLogOuts {
    private let logOuts: [LeftOutTokens.LogOut]
    private var numbers: [String: [Int]] = [:]
    /// Which of them are about a user, by the text in the rows.
    private var known: [RowTexts.Index: [Int]] = [:]

    init(_ logOuts: [LeftOutTokens.LogOut]) {
        self.logOuts = logOuts
        for (number, logOut) in logOuts.enumerated() {
            for user in logOut.users { numbers[user, default: []].append(number) }
        }
    }

    /// - Parameter number: of the row, in the order in which rows were left out.
    mutating func mark(_ row: inout TokenRow, number: Int, _ texts: RowTexts) {
        if logOuts.isEmpty { return }
        let named = numbers(of: row.user, texts)
        let byID = numbers(of: row.userID, texts)
        if named.isEmpty, byID.isEmpty { return }
        for index in Set(named + byID).sorted() {
            let logOut = logOuts[index]
            guard number < logOut.count, texts[row.origin] == logOut.origin else { continue }
            row.userLogOut = logOut.logOut.following(row.userLogOut)
        }
    }

    private mutating func numbers(of user: RowTexts.Index, _ texts: RowTexts) -> [Int] {
        if let found = known[user] { return found }
        let found = texts[user].flatMap { numbers[$0.lowercased()] } ?? []
        known[user] = found
        return found
    }
}

extension JournalFold {
    /// The list of all tokens: the rows of this fold and those that were left out of it, in the order in which they were
    /// first heard of.
    ///
    /// - Parameter read: gives the blocks of ``LeftOutTokens/file``, until one of them is refused; false where that has
    ///   not all of them, as they were written.
    /// - Returns: nil where the rows are not those that were left out.
    func records(_ read: (_ take: ([UInt8]) -> Bool) throws(StorageError) -> Bool) throws(StorageError) -> TokenRows? {
        guard let part = leftOut.file, leftOut.count <= part.length / EndedBlock.leastOfRow else { return nil }
        var assembly = RowAssembly(count: leftOut.count + rows.count)
        var texts = rows.texts
        for index in rows.indices {
            let row = rows.row(index)
            let key = Key(origin: texts[row.origin] ?? "", fingerprint: row.fingerprint)
            let isRemoved = !removed.isEmpty && removed.contains(key)
            guard assembly.put(row, at: leftOut.place(ofRow: index), isRemoved: isRemoved) else { return nil }
        }
        var logOuts = LaterLogOuts(leftOut.logOuts)
        var number = 0
        let isRead = try read { bytes in
            guard let block = EndedBlock.decode(bytes, into: &texts) else { return false }
            for var ended in block {
                logOuts.mark(&ended.row, number: number, texts)
                number += 1
                guard hasLeftOut(ended.row.fingerprint),
                    assembly.put(ended.row, at: ended.place, isRemoved: ended.isRemoved)
                else { return false }
            }
            return true
        }
        return isRead ? assembly.takeList(texts) : nil
    }
}
