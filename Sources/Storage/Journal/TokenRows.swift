import Moments

/// The rows of a token list, in the order in which the tokens were first heard of.
///
/// A journal of years has a hundred thousand of them, and a ``TokenRecord`` has 500 bytes: here a row has 152, and each text
/// stands once. Rows are in blocks, so that a change of one row while another list shares them copies a block.
package struct TokenRows: Sendable {
    static let blockSize = 256

    var blocks: [[TokenRow]] = []
    var texts = RowTexts()
    /// The newest row of each fingerprint; ``TokenRow/previous`` leads to those of other origins. Nil where the rows were
    /// put together to be listed: then they are looked through for one.
    private var newest: [Fingerprint: Int32]? = [:]
    package private(set) var count = 0

    package init() {}

    package init(_ records: some Sequence<TokenRecord>) {
        for record in records { append(record) }
    }

    /// Adds a row; its fingerprint may be there at another origin.
    package mutating func append(_ record: TokenRecord) {
        take(TokenRow(record, in: &texts))
    }

    private mutating func add(_ row: TokenRow) {
        if count.isMultiple(of: Self.blockSize) { blocks.append([]) }
        blocks[blocks.count - 1].append(row)
        count += 1
    }

    /// Changes a row in place, but for its fingerprint and its origin, which say where it is found.
    mutating func update<Value>(_ place: Int, _ change: (inout TokenRecord) -> Value) -> Value {
        var record = self[place]
        let value = change(&record)
        self[place] = record
        return value
    }

    /// Where the row of a token is; nil when there is none.
    func place(of fingerprint: Fingerprint, at origin: String) -> Int? {
        guard let newest else { return places(of: fingerprint).first { texts[row($0).origin] == origin } }
        var place = newest[fingerprint].map(Int.init) ?? -1
        while place >= 0 {
            let row = row(place)
            if texts[row.origin] == origin { return place }
            place = Int(row.previous)
        }
        return nil
    }

    /// Where the row is whose record has this id; nil when there is none.
    package func place(of id: TokenRecord.ID) -> Int? {
        guard let slash = id.lastIndex(of: "/"), let fingerprint = Fingerprint(digits: id[slash...].utf8.dropFirst())
        else { return nil }
        return place(of: fingerprint, at: String(id[..<slash]))
    }

    /// The id of the record at a place.
    package func id(at place: Int) -> TokenRecord.ID {
        let row = row(place)
        return TokenRecord.id(row.fingerprint, at: texts[row.origin] ?? "")
    }

    /// The first record of each origin.
    package var firstOfEachOrigin: [TokenRecord] {
        var found: Set<RowTexts.Index> = []
        return indices.filter { found.insert(row($0).origin).inserted }.map { self[$0] }
    }

    /// The names of the tokens' users.
    package var users: Set<String> {
        // A flag for each text: hashing a hundred thousand rows would take longer than a key may.
        var isUser = [Bool](repeating: false, count: texts.count)
        for block in blocks { for row in block { isUser[Int(row.user.number)] = true } }
        return Set(isUser.indices.filter { isUser[$0] }.compactMap { texts[RowTexts.Index(number: UInt32($0))] })
    }

    /// Where the rows of a fingerprint are, in the order in which they came.
    func places(of fingerprint: Fingerprint) -> [Int] {
        guard let newest else { return indices.filter { row($0).fingerprint == fingerprint } }
        var places: [Int] = []
        var place = newest[fingerprint].map(Int.init) ?? -1
        while place >= 0 {
            places.append(place)
            place = Int(row(place).previous)
        }
        return places.reversed()
    }

    /// The rows for which `isKept` is true.
    package func keeping(_ isKept: (TokenRecord) -> Bool) -> TokenRows {
        var kept = TokenRows()
        kept.texts = texts
        for place in 0..<count where isKept(self[place]) { kept.take(row(place)) }
        return kept
    }

    /// Takes a row whose texts are the same.
    mutating func take(_ row: TokenRow) {
        var row = row
        row.previous = newest?.updateValue(Int32(count), forKey: row.fingerprint) ?? -1
        add(row)
    }

    /// Takes the rows that were put into the blocks, but for those for which `isKept` is false.
    mutating func takeBlocks(where isKept: (_ place: Int) -> Bool) {
        let all = blocks.reduce(0) { $0 + $1.count }
        newest = nil
        count = 0
        for place in 0..<all where isKept(place) {
            if count < place { blocks[count / Self.blockSize][count % Self.blockSize] = row(place) }
            count += 1
        }
        let last = count.isMultiple(of: Self.blockSize) ? 0 : 1
        blocks.removeSubrange((count / Self.blockSize + last)...)
        if last > 0 { blocks[blocks.count - 1].removeSubrange((count % Self.blockSize)...) }
    }

    package mutating func removeAll(where isRemoved: (TokenRecord) -> Bool) {
        self = keeping { !isRemoved($0) }
    }

    /// Notes for the tokens of some users at an origin what was done to them as a whole, whatever the case of the
    /// names; see ``UserLogOut/replaces(_:)``.
    mutating func markLoggedOut(_ users: Set<String>, at origin: String, _ logOut: UserLogOut) {
        let named = texts.indices { users.contains($0.lowercased()) }
        guard !named.isEmpty, let origin = texts.index(of: origin) else { return }
        for block in blocks.indices {
            for place in blocks[block].indices {
                let row = blocks[block][place]
                guard row.origin == origin, named.contains(row.user) || named.contains(row.userID) else { continue }
                blocks[block][place].userLogOut = logOut.following(row.userLogOut)
            }
        }
    }

    /// Refers the rows of each profile to another one.
    ///
    /// - Parameter profile: which one; gets an origin, and the profile that rows there refer to.
    package mutating func refer(
        to profile: (_ origin: String, _ id: String, _ name: String) -> (id: String, name: String)
    ) {
        var known: [Reference: (id: RowTexts.Index, name: RowTexts.Index)] = [:]
        for block in blocks.indices {
            for place in blocks[block].indices {
                let row = blocks[block][place]
                let key = Reference(origin: row.origin, id: row.profileID, name: row.profileName)
                let new: (id: RowTexts.Index, name: RowTexts.Index)
                if let found = known[key] {
                    new = found
                } else {
                    let chosen = profile(
                        texts[row.origin] ?? "", texts[row.profileID] ?? "", texts[row.profileName] ?? "")
                    new = (texts.insert(chosen.id), texts.insert(chosen.name))
                    known[key] = new
                }
                if row.profileID != new.id { blocks[block][place].profileID = new.id }
                if row.profileName != new.name { blocks[block][place].profileName = new.name }
            }
        }
    }

    func row(_ place: Int) -> TokenRow { blocks[place / Self.blockSize][place % Self.blockSize] }
}

extension TokenRows: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: TokenRecord...) { self.init(elements) }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    /// A row. What is put in its place has the same fingerprint and origin.
    package subscript(place: Int) -> TokenRecord {
        get { row(place).record(texts) }
        set {
            let old = row(place)
            precondition(
                old.fingerprint == newValue.fingerprint && texts[old.origin] == newValue.origin,
                "a row keeps its token")
            var row = TokenRow(newValue, in: &texts, replacing: old)
            row.previous = old.previous
            blocks[place / Self.blockSize][place % Self.blockSize] = row
        }
    }
}

extension TokenRows: Hashable {
    /// Whether the records are the same; where the texts stand does not matter.
    package static func == (left: TokenRows, right: TokenRows) -> Bool {
        guard left.count == right.count else { return false }
        // Shared blocks are compared by their address.
        if left.texts == right.texts { return left.blocks == right.blocks }
        return left.elementsEqual(right)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for block in blocks { for row in block { hasher.combine(row.fingerprint) } }
    }
}

/// To which profile a row refers.
private struct Reference: Hashable {
    let origin, id, name: RowTexts.Index
}
