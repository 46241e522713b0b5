import Operations
import Storage

extension TokenTable {
    /// The names that may stand before a colon.
    package static let filterColumns = ["token", "kind", "user", "org", "state", "label", "object"]
}

extension ListFilter.SearchText {
    /// A token's cells, in the order of ``TokenTable/filterColumns``.
    init(_ record: TokenRecord) {
        let facts = record.facts
        self.init(cells: [
            record.fingerprint.text, facts.kind ?? "", facts.user ?? "", facts.org?.wording ?? "",
            Self.word(for: record.state), facts.label ?? "", facts.objectID ?? "",
        ])
    }

    private static func word(for state: TokenRecord.State) -> String {
        switch state {
        case .active: "active"
        case .revoked: "revoked"
        case .revokedVerified: "revoked verified"
        case .stillAlive: "still alive"
        case .dead: "dead"
        case .revocationUnknown: "unknown"
        }
    }
}
