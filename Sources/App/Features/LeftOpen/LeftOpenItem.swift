import DisplayText
import HTTPExchange
import Operations
import Storage

/// One row of what an earlier run left open.
enum LeftOpenItem: Hashable, Identifiable {
    case change(OpenChange)
    case session(JournalEvent)
    /// Tokens that one cluster accepts after their revocation.
    case stillValid(Cluster)
    /// Tokens of one cluster that are revoked, but not validated.
    case notVerified(Cluster)
    /// The active tokens of one cluster that are not stored here.
    case notStored(Cluster)

    /// Tokens of one cluster; the first of them is where Enter goes.
    struct Cluster: Hashable {
        let first: TokenRecord
        var ids: Set<TokenRecord.ID>
    }

    var id: String {
        switch self {
        case .change(let change): change.id
        case .session(let login): login.id
        case .stillValid(let cluster): "still valid on \(cluster.first.origin)"
        case .notVerified(let cluster): "revoked on \(cluster.first.origin)"
        case .notStored(let cluster): "tokens of \(cluster.first.origin)"
        }
    }

    var change: OpenChange? { if case .change(let change) = self { change } else { nil } }

    /// The tokens whose revocation is not proven.
    var revoked: Set<TokenRecord.ID> {
        switch self {
        case .notVerified(let cluster), .stillValid(let cluster): cluster.ids
        case .change, .session, .notStored: []
        }
    }

    /// Where it happened, and the token that it is about.
    var place: (origin: String, profile: Profile.ID, token: Fingerprint?) {
        switch self {
        case .change(let change): (change.line.origin, change.line.profileID, change.fingerprint)
        case .session(let login): (login.origin, login.profileID, nil)
        case .stillValid(let cluster), .notVerified(let cluster), .notStored(let cluster):
            (cluster.first.origin, cluster.first.profileID, cluster.first.fingerprint)
        }
    }

    /// The user whom it is about, as typed then: a name beside a GUID may be another user elsewhere. Nil where none is known.
    var user: String? {
        switch self {
        case .change(let change): change.isOfUser ? change.line.subjects.first : nil
        case .session(let login): login.user
        case .stillValid(let cluster), .notVerified(let cluster), .notStored(let cluster): cluster.first.facts.user
        }
    }

    /// The tokens that can be validated or revoked.
    var tokens: Set<TokenRecord.ID> {
        guard let change else { return revoked }
        return change.isRevocation ? Set([change.tokenID].compactMap(\.self)) : []
    }

    /// `1 change, 2 sessions, 4 tokens`: what the rows are about.
    static func counted(_ items: [LeftOpenItem]) -> SafeText {
        var (changes, sessions, tokens) = (0, 0, 0)
        for item in items {
            switch item {
            case .change: changes += 1
            case .session: sessions += 1
            case .stillValid(let cluster), .notVerified(let cluster), .notStored(let cluster):
                tokens += cluster.ids.count
            }
        }
        let kinds: [(Int, SafeText, SafeText)] = [
            (changes, "change", "changes"), (sessions, "session", "sessions"), (tokens, "token", "tokens"),
        ]
        return kinds.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" as SafeText }.joined(
            separator: ", ")
    }

    /// The rows, in the order in which they are shown.
    static func all(of report: LeftOpenReport) -> [LeftOpenItem] {
        report.changes.map(Self.change) + report.logins.map(Self.session)
            + clusters(of: report.stillValid).map(Self.stillValid)
            + clusters(of: report.notVerified).map(Self.notVerified)
            + clusters(of: report.notStored).map(Self.notStored)
    }

    /// A row for each cluster, in the order of their first tokens.
    private static func clusters(of records: [TokenRecord]) -> [Cluster] {
        var clusters: [Cluster] = []
        var places: [String: Int] = [:]
        for record in records {
            if let place = places[record.origin] {
                clusters[place].ids.insert(record.id)
            } else {
                places[record.origin] = clusters.count
                clusters.append(Cluster(first: record, ids: [record.id]))
            }
        }
        return clusters
    }
}
