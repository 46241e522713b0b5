package import DisplayText
import Moments
import Storage
package import StrictJSON
import ThoughtSpotSessions

/// One thing that the token list tells of a token. Everything that shows, orders, filters or prints the list goes
/// through ``all``: a new column is one row there.
package struct TokenColumn: Hashable, Identifiable, Sendable {
    /// How much room a column takes on the screen.
    package enum Width: Hashable, Sendable {
        case fixed(Int)
        /// A share of what is left over, never less than `minimum`.
        case flexible(minimum: Int, share: Int = 1)
    }

    /// What a cell says beside its text.
    package enum Tone: Hashable, Sendable {
        case plain, dim, good, warning, danger
    }

    package enum Cell: Hashable, Sendable {
        case text(SafeText, Tone)
        /// So much of so much, as a bar.
        case bar(Int64, of: Int64, Tone)
    }

    /// How the column stands in the tokens pane.
    package struct Pane: Sendable {
        package let width: Width
        /// On a narrow screen the column with the highest number is left out first; 0 is never left out.
        package let priority: Int
        package let cell: @Sendable (ListedToken) -> Cell
    }

    /// Also what stands before the colon of a filter.
    package let id: String
    package let title: SafeText
    /// Absent where the pane has no room for it.
    package let pane: Pane?
    /// The cell of `token list`, where it is a column there.
    package let listed: (@Sendable (ListedToken) -> SafeText)?
    /// The line of `token show`; an empty text is left out.
    package let detail: (@Sendable (ListedToken) -> SafeText)?
    /// Where the filter looks.
    package let filterText: (@Sendable (ListedToken) -> String)?
    package let sortKey: (@Sendable (ListedToken) -> TokenSort.Key)?
    /// Adds the members of the JSON object.
    package let members: @Sendable (ListedToken, inout JSONObject) -> Void

    private init(
        _ id: String, _ title: SafeText, pane: Pane? = nil, listed: (@Sendable (ListedToken) -> SafeText)? = nil,
        detail: (@Sendable (ListedToken) -> SafeText)? = nil, filter: (@Sendable (ListedToken) -> String)? = nil,
        sort: (@Sendable (ListedToken) -> TokenSort.Key)? = nil,
        members: @escaping @Sendable (ListedToken, inout JSONObject) -> Void = { _, _ in }
    ) {
        self.id = id
        self.title = title
        self.pane = pane
        self.listed = listed
        self.detail = detail
        filterText = filter
        sortKey = sort
        self.members = members
    }

    package static func == (left: TokenColumn, right: TokenColumn) -> Bool { left.id == right.id }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension TokenColumn {
    /// In the order of the list.
    package static let all: [TokenColumn] = [
        token, profile, cluster, kind, access, object, user, userID, org, state, share, remaining, label, age,
        held, generation, created, createdText, ends, issued, issuedBy, importedBy, accepted, lastValidated, revoked,
    ]

    /// What adds the members of a column to the JSON object. In a value of its own: a function in an array is called through
    /// another one, and to hand on a whole column for each token costs as much again.
    struct Members {
        let add: @Sendable (ListedToken, inout JSONObject) -> Void
    }

    /// Of all columns, in their order.
    static let allMembers = all.map { Members(add: $0.members) }

    /// Those of the pane of one cluster.
    package static let inPane = all.filter { $0.pane != nil && $0 != cluster }

    package static let token = TokenColumn(
        "token", "Token", pane: .init(.fixed(12)) { "\($0.record.fingerprint.text)" },
        listed: { "\($0.record.fingerprint.text)" }, detail: { "\($0.record.fingerprint.text)" },
        filter: { $0.record.fingerprint.text }, sort: { .text($0.record.fingerprint.text) },
        members: { $1.append("fingerprint", .string($0.record.fingerprint.text)) })
    static let profile = TokenColumn(
        "profile", "Profile", listed: { outside($0.record.profileName) }, detail: { outside($0.record.profileName) },
        members: { $1.append("profile", .string($0.record.profileName)) })
    /// Called by the name of its profile, which is one of a kind.
    package static let cluster = TokenColumn(
        "cluster", "Cluster",
        pane: .init(.flexible(minimum: 10, share: 2), priority: 1) { outside($0.record.profileName) },
        detail: { outside($0.record.origin) }, filter: { $0.record.profileName },
        sort: { .text($0.record.profileName.lowercased()) },
        members: { $1.append("origin", .outside($0.record.origin)) })
    package static let kind = TokenColumn(
        "kind", "Kind", pane: .init(.fixed(7), priority: 3) { outside($0.facts.kind ?? "-") },
        listed: { outside($0.record.isImported ? "imported" : $0.facts.kind ?? "-") },
        detail: { outside($0.record.isImported ? "imported" : $0.facts.kind) },
        filter: { $0.facts.kind ?? "" }, sort: { .text($0.facts.kind ?? "") },
        members: {
            $1.append("kind", .outside($0.facts.kind))
            $1.append("imported", .bool($0.record.isImported))
        })
    static let access = TokenColumn(
        "access", "Access", detail: { MessageComposer.access(of: $0.facts) ?? "" },
        members: {
            $1.append("accessType", .outside($0.facts.use.accessType))
            $1.append("tokenType", .outside($0.facts.use.tokenType))
        })
    static let object = TokenColumn(
        "object", "Object", detail: { outside($0.facts.objectID) }, filter: { $0.facts.objectID ?? "" },
        members: { $1.append("objectId", .outside($0.facts.objectID)) })
    package static let user = TokenColumn(
        "user", "User",
        pane: .init(.flexible(minimum: 8, share: 3), priority: 1) { outside($0.facts.user ?? "unknown") },
        listed: { outside($0.facts.user ?? "-", limit: 40) }, detail: { outside($0.facts.user) },
        filter: { $0.facts.user ?? "" }, sort: { .text(($0.facts.user ?? "").lowercased()) },
        members: { $1.append("user", .outside($0.facts.user)) })
    static let userID = TokenColumn(
        "userID", "User GUID", detail: { outside($0.facts.userID) },
        members: { $1.append("userId", .outside($0.facts.userID)) })
    package static let org = TokenColumn(
        "org", "Org", pane: .init(.flexible(minimum: 10), priority: 2) { outside($0.facts.org?.wording ?? "-") },
        listed: { MessageComposer.orgs(of: $0.facts).map { outside($0.string, limit: 30) } ?? "-" },
        detail: { MessageComposer.orgs(of: $0.facts) ?? "" },
        filter: { $0.facts.org?.wording ?? "" }, sort: { .text(($0.facts.org?.wording ?? "").lowercased()) },
        members: {
            $1.append("org", .org($0.facts.org))
            $1.append("orgs", .array($0.facts.use.orgs.map { .org($0) }))
            $1.append("orgCount", .int($0.facts.use.orgCount))
            $1.append("orgScope", .outside($0.facts.use.orgScope))
        })
    static let state = TokenColumn(
        "state", "State", listed: \.state, detail: \.state, filter: { $0.standing.rawValue },
        members: {
            $1.append("state", .string($0.standing.rawValue))
            let logOut = $0.record.userLogOut.flatMap { $0.act == .logOut ? $0 : nil }
            $1.append("userLoggedOutAt", .instant(logOut.flatMap { $0.isCertain ? $0.at : nil }))
            $1.append("userLogOutUnknownAt", .instant(logOut.flatMap { $0.isCertain ? nil : $0.at }))
            $1.append("userChange", $0.record.userLogOut.map { .object($0.json) } ?? .null)
            $1.append("inDoubt", .bool($0.record.isInDoubt))
        })
    static let share = TokenColumn("share", "", pane: Pane(width: .fixed(10), priority: 4, cell: \.share))
    package static let remaining = TokenColumn(
        "remaining", "Time left", pane: Pane(width: .fixed(18), priority: 0, cell: \.status), listed: \.timeLeft,
        detail: \.timeLeft,
        sort: { .number(rank: $0.standing.rank, $0.facts.expiry.instant?.milliseconds ?? .max) },
        members: {
            $1.appendExpiry($0.facts.expiry)
            $1.append("remainingMs", .whole($0.isCounted ? $0.remaining : nil))
            $1.append("clockSkewMs", .whole($0.skew))
        })
    package static let label = TokenColumn(
        "label", "Label",
        pane: .init(.flexible(minimum: 8, share: 2), priority: 5, .dim) { outside($0.facts.label) },
        listed: { outside($0.facts.label, limit: 40) }, detail: { outside($0.facts.label) },
        filter: { $0.facts.label ?? "" }, sort: { .text(($0.facts.label ?? "").lowercased()) },
        members: { $1.append("label", .outside($0.facts.label)) })
    /// A token that was forgotten long ago is one that no person watches.
    package static let age = TokenColumn(
        "age", "Age",
        pane: .init(.fixed(4), priority: 7, .dim) {
            DurationText.rough(milliseconds: $0.now.milliseconds(since: $0.record.recordedAt))
        }, sort: { .number(rank: 0, -$0.record.recordedAt.milliseconds) })
    static let held = TokenColumn(
        "held", "Secret",
        pane: .init(.fixed(9), priority: 6, .dim) {
            $0.isKept ? "in vault" : $0.isHeld ? "in memory" : "-"
        },
        members: {
            $1.append("held", .bool($0.isHeld))
            $1.append("inVault", .bool($0.isKept))
        })
    static let generation = TokenColumn(
        "generation", "Generation", members: { $1.append("generation", .outside($0.facts.generation?.rawValue)) })
    static let created = TokenColumn(
        "created", "Created", detail: { utc($0.facts.createdAt) },
        members: { $1.append("createdAt", .instant($0.facts.createdAt)) })
    /// The server's own words, where they are no time that can be read.
    static let createdText = TokenColumn(
        "createdText", "Created",
        detail: { $0.facts.createdText.map { "the server said: \(outside($0, limit: 100))" } ?? "" },
        members: { $1.append("createdText", .outside($0.facts.createdText)) })
    static let ends = TokenColumn("ends", "Expires", detail: { utc($0.facts.expiry.instant) })
    static let issued = TokenColumn(
        "issued", "Recorded", detail: { $0.byOurClock($0.record.recordedAt) },
        members: { $1.append("recordedAt", .instant($0.record.recordedAt)) })
    static let issuedBy = TokenColumn(
        "issuedBy", "Issued by", detail: { $0.record.isImported ? "" : outside($0.record.issuedBy) },
        members: { $1.append("issuedBy", .outside($0.record.issuedBy)) })
    static let importedBy = TokenColumn(
        "importedBy", "Imported by", detail: { $0.record.isImported ? outside($0.record.issuedBy) : "" })
    static let accepted = TokenColumn(
        "accepted", "Accepted", detail: { utc($0.record.acceptedAt) },
        members: { $1.append("acceptedAt", .instant($0.record.acceptedAt)) })
    static let lastValidated = TokenColumn(
        "lastValidated", "Last validated", detail: { $0.record.lastCheckedAt.map($0.byOurClock) ?? "" },
        members: { $1.append("lastCheckedAt", .instant($0.record.lastCheckedAt)) })
    static let revoked = TokenColumn(
        "revoked", "Revoked", detail: { $0.record.revokedAt.map($0.byOurClock) ?? "" },
        members: { $1.append("revokedAt", .instant($0.record.revokedAt)) })

    private static func outside(_ text: String?, limit: Int = 500) -> SafeText {
        SafeText(outside: text ?? "", limit: limit)
    }

    private static func utc(_ instant: Instant?) -> SafeText { instant.map { InstantText.utc($0.milliseconds) } ?? "" }
}

/// The columns of a token list on the screen.
package struct TokenColumns: Hashable, Sendable {
    /// In the order of `s`: the list begins with what ends first.
    package let sortable: [TokenColumn]
    package let filterable: [TokenColumn]
    /// What may stand before the colon of a filter.
    package let filterNames: [String]

    private init(_ columns: [TokenColumn]) {
        sortable = [.remaining] + columns.filter { $0.sortKey != nil && $0 != .remaining }
        filterable = columns.filter { $0.filterText != nil }
        filterNames = filterable.map(\.id)
    }

    package static let ofAllClusters = TokenColumns(TokenColumn.all)
    /// Without the cluster, whose name would match every row.
    package static let ofOneCluster = TokenColumns(TokenColumn.all.filter { $0 != .cluster })
}

extension TokenColumn.Pane {
    /// A column of plain text.
    fileprivate init(
        _ width: TokenColumn.Width, priority: Int = 0, _ tone: TokenColumn.Tone = .plain,
        text: @escaping @Sendable (ListedToken) -> SafeText
    ) {
        self.init(width: width, priority: priority) { .text(text($0), tone) }
    }
}

extension UserLogOut {
    /// Members: `act` (`logout`, `tokens-revoked`, `account-deactivated`), `at`, `outcome` (`accepted`, `unknown`),
    /// `tokensRevoked`: whether the cluster accepted the revocation of all tokens of the user.
    fileprivate var json: JSONObject {
        let name: JSONValue =
            switch act {
            case .logOut: "logout"
            case .revocation: "tokens-revoked"
            case .deactivation: "account-deactivated"
            }
        return [
            "act": name, "at": .instant(at), "outcome": isCertain ? "accepted" : "unknown",
            "tokensRevoked": .bool(isRevoked),
        ]
    }
}

extension TokenStanding {
    /// What may be valid comes first.
    fileprivate var rank: Int {
        switch self {
        case .stillValid, .revocationUnknown: 0
        case .active: 1
        case .expired: 2
        case .revoked, .revokedVerified, .invalid, .notRecognized: 3
        }
    }
}
