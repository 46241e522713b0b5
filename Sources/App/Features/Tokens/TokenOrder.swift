import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// The tokens of the journal in the order of a list: of all clusters together, and of each address.
///
/// Sorting a hundred thousand takes longer than a key may, so it is done when the journal, or the order asked for,
/// changes; a token that expires meanwhile is moved alone.
struct TokenOrder: Equatable, Sendable {
    /// Indices into the records, sorted.
    struct Places: Equatable, Sendable {
        fileprivate(set) var all: [Int] = []
        private var byOrigin: [String: [Int]] = [:]

        fileprivate mutating func append(_ index: Int, at origin: String) {
            all.append(index)
            byOrigin[origin, default: []].append(index)
        }

        /// - Parameter origin: `nil` for none.
        subscript(origin: String?) -> [Int] { origin.flatMap { byOrigin[$0] } ?? [] }

        /// - Parameter moved: by address.
        fileprivate mutating func move(_ moved: [String: [Int]], by precedes: (Int, Int) -> Bool) {
            all.move(moved.values.flatMap(\.self), by: precedes)
            for (origin, indices) in moved { byOrigin[origin]?.move(indices, by: precedes) }
        }
    }

    private struct End: Hashable {
        let at: Instant
        let index: Int
    }

    /// How many tokens each address has that are active, as far as is known.
    private(set) var active: [String: Int] = [:]

    private(set) var sort: TokenSort
    /// Every token.
    private(set) var whole = Places()
    /// Those that may still matter: what is shown unless the filter asks for a state.
    private(set) var current = Places()
    /// When order and standings were judged last.
    private(set) var judgedAt = Instant(milliseconds: 0)
    /// Of the tokens that are yet to expire; the next one is the last.
    private var ends: [End] = []

    /// Beyond so many at once, sorting anew is quicker.
    private static let mostMoves = 64

    init(_ sort: TokenSort) { self.sort = sort }

    /// When the next token expires and the order changes.
    var nextEnd: Instant? { ends.last?.at }

    /// How many active tokens expire until a moment, without a look at each.
    func count(endingUntil moment: Instant) -> Int {
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle].at > moment { low = middle + 1 } else { high = middle }
        }
        return ends.count - low
    }

    mutating func arrange(_ list: TokenList, by sort: TokenSort, at now: Instant) {
        self.sort = sort
        judgedAt = now
        whole = Places()
        current = Places()
        ends = []
        active = [:]
        for index in sort.indices(of: list, at: now) {
            let record = list.records[index]
            whole.append(index, at: record.origin)
            if list.mayMatter(record, at: now) { current.append(index, at: record.origin) }
            guard record.state == .active else { continue }
            let left = TokenStanding.remaining(of: record, at: now, clocks: list.clocks)
            if left.map({ $0 > 0 }) ?? true { active[record.origin, default: 0] += 1 }
            guard let left, left > 0 else { continue }
            ends.append(End(at: Instant(milliseconds: now.milliseconds &+ left), index: index))
        }
        ends.sort { $0.at == $1.at ? $0.index > $1.index : $0.at > $1.at }
    }

    /// Time has passed.
    ///
    /// - Returns: the tokens that have expired since, by their indices.
    mutating func pass(to now: Instant, _ list: TokenList) -> [Int] {
        var expired: [Int] = []
        while let end = ends.last, end.at <= now {
            expired.append(end.index)
            ends.removeLast()
        }
        guard !expired.isEmpty else { return [] }
        judgedAt = now
        for index in expired { active[list.records[index].origin, default: 0] -= 1 }
        // No other column shows the time.
        guard sort.column == .remaining else { return expired }
        guard expired.count <= Self.mostMoves else {
            arrange(list, by: sort, at: now)
            return expired
        }
        let precedes = { sort.precedes($0, $1, in: list, at: now) }
        let moved = Dictionary(grouping: expired) { list.records[$0].origin }
        whole.move(moved, by: precedes)
        current.move(moved, by: precedes)
        return expired
    }
}

extension [Int] {
    /// Moves elements to where they belong; the others are in their order.
    fileprivate mutating func move(_ moved: [Int], by precedes: (Int, Int) -> Bool) {
        // All of them leave first: a search needs the rest in order.
        var present: [Int] = []
        for element in moved {
            guard let place = firstIndex(of: element) else { continue }
            remove(at: place)
            present.append(element)
        }
        for element in present {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if precedes(self[middle], element) { low = middle + 1 } else { high = middle }
            }
            insert(element, at: low)
        }
    }
}
