import Operations
import Storage

extension TokenTable {
    /// The names that may stand before a colon.
    package static let filterColumns = ["token", "kind", "user", "org", "state", "label", "object"]
}

extension ListFilter.SearchText {
    /// A token's cells, in the order of ``TokenTable/filterColumns``.
    init(_ record: TokenRecord, standing: TokenStanding) {
        let facts = record.facts
        self.init(cells: [
            record.fingerprint.text, facts.kind ?? "", facts.user ?? "", facts.org?.wording ?? "",
            standing.rawValue, facts.label ?? "", facts.objectID ?? "",
        ])
    }
}
