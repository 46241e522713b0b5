package import ThoughtSpotSessions

/// What a token is good for, as the server told it at a mint or a validation; texts are the server's own.
package struct TokenUse: Hashable, Sendable {
    /// Orgs that one line of the journal lists at most; how many there are is told besides.
    package static let orgLimit = 24

    /// FULL, REPORT_BOOK_VIEW, or another text.
    package var accessType: String?
    /// SPECIFIC_ORGS, ALL_MEMBER_ORGS, or another text.
    package var orgScope: String?
    /// The Orgs it is for, ``orgLimit`` at most.
    package var orgs: [OrgReference]
    /// How many Orgs the server listed.
    package var orgCount: Int
    /// `BEARER`, or another text.
    package var tokenType: String?

    package init(
        accessType: String? = nil, orgScope: String? = nil, orgs: [OrgReference] = [], orgCount: Int? = nil,
        tokenType: String? = nil
    ) {
        self.accessType = accessType
        self.orgScope = orgScope
        self.orgs = Array(orgs.prefix(Self.orgLimit))
        self.orgCount = max(orgCount ?? 0, orgs.count)
        self.tokenType = tokenType
    }

    /// A scope as a codec has read it.
    package init(_ scope: TokenScope?, tokenType: String? = nil) {
        self.init(
            accessType: scope?.accessType, orgScope: scope?.orgScope, orgs: scope?.orgs ?? [], tokenType: tokenType)
    }

    /// Takes over what `other` knows; keeps what it does not.
    mutating func learn(_ other: TokenUse) {
        accessType = other.accessType ?? accessType
        orgScope = other.orgScope ?? orgScope
        tokenType = other.tokenType ?? tokenType
        guard other.orgCount > 0 else { return }
        orgs = other.orgs
        orgCount = other.orgCount
    }
}
