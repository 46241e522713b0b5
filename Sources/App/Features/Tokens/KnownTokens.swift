import DisplayText
package import Operations
package import Storage
import ThoughtSpotSessions

/// What the journal tells of tokens, and which of them this run holds.
package struct KnownTokens: Hashable, Sendable {
    /// `nil` until the journal has been read.
    private(set) var list: TokenList?
    /// Why the journal could not be read.
    private(set) var error: Message?
    /// Counts the readings of the journal, and every other change of the list.
    private(set) var reading = 0
    /// The names of their users, sorted.
    private(set) var users: [String] = []

    package var records: TokenRows { list?.records ?? [] }
    package var isLoaded: Bool { list != nil }
    var isLong: Bool { list?.isLong ?? false }

    /// Credentials that were refused lately.
    var lockouts: LockoutCount { list?.lockouts ?? LockoutCount() }
    /// How far the servers' clocks differ from ours.
    var clocks: ServerClocks { list?.clocks ?? ServerClocks() }

    package subscript(id: TokenRecord.ID) -> TokenRecord? { place(of: id).map { records[$0] } }

    /// Where a token stands among the records.
    func place(of id: TokenRecord.ID) -> Int? { list?.records.place(of: id) }

    /// Whether this run holds the token itself.
    func isHeld(_ id: TokenRecord.ID) -> Bool { list?.heldIDs.contains(id) ?? false }

    /// Whether the vault keeps the session of a profile.
    func isKept(sessionOf profile: Profile.ID) -> Bool { list?.keptSessions[profile] != nil }

    /// Whether the vault keeps the token, too.
    func isKept(_ id: TokenRecord.ID) -> Bool { list?.keptIDs.contains(id) ?? false }

    mutating func receive(_ list: TokenList) {
        self.list = list
        reading += 1
        error = nil
        users = list.records.users.sorted()
    }

    mutating func fail(_ message: Message) { error = message }

    /// Profiles have other names or addresses by now; the journal says nothing new.
    mutating func useNames(of profiles: [Profile]) {
        list?.useNames(of: profiles)
        reading += 1
    }
}

extension ProgramState {
    /// How a token stands now, by the clock of its server.
    func standing(of record: TokenRecord) -> TokenStanding {
        TokenStanding(of: record, at: now, clocks: tokens.clocks)
    }

    /// The profile through which a token is acted on, at the token's own address; `nil` when no profile has it.
    func profile(of record: TokenRecord) -> Profile? { profiles.profile(of: record, preferring: selectedProfile) }

    package mutating func receive(_ list: TokenList) -> [Effect] { receive(list, nil) }

    /// - Parameter arranged: what was made of a long list in the background.
    mutating func receive(_ list: TokenList, _ arranged: ArrangeTokens.Answer?) -> [Effect] {
        let isFirst = !tokens.isLoaded
        // What is there before anything was done here came from elsewhere: the demo's own tokens.
        if isFirst { handedOut.formUnion(list.heldIDs) }
        let damage = tokens.list?.damage ?? []
        tokens.receive(list)
        followTokens(arranged)
        if panes.allClusters.followsTokens { sortAllClusters() }
        // The file may be damaged while it is followed.
        if isFirst || list.damage != damage, let told = MessageComposer.damage(of: list) { say(.failure, told) }
        if isFirst {
            for notice in MessageComposer.notices(of: list) { say(.warning, notice) }
        }
        tellLeftOpen()
        previewTimeline.expire(at: now)
        return tell(.journal) + offerToRevokeUnwanted()
    }
}
