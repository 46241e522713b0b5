import DisplayText
import HTTPExchange
import Moments
package import Operations
import Storage
import ThoughtSpotSessions

/// What is known of one cluster. Everything is per profile: an unreachable cluster costs its own row and no other.
package struct ClusterRow: Hashable, Sendable {
    /// The last check that came to an end.
    package internal(set) var status: ClusterStatus?
    /// The session we hold there, as last seen; `nil` when we hold none.
    package internal(set) var session: SessionReport?
    /// Why the last login, check or reading did not succeed, until one does.
    package internal(set) var error: Message?
    /// When that was learnt, where no check told it.
    var errorAt: Instant?
    /// What became of the last logout.
    var logout: SafeText?
    /// The account whose login was refused because it is locked.
    var lockedAccount: LockedAccount?
    /// A login may have opened a session of which nothing else is known yet.
    var doubt: SessionDoubt?

    init(status: ClusterStatus? = nil, session: SessionReport? = nil, error: Message? = nil) {
        self.status = status
        self.session = session
        self.error = error
    }

    /// Whether the account that was to log in is locked, as far as is known: a lock opens after about an hour.
    func isLocked(at now: Instant) -> Bool {
        lockedAccount.map { now < $0.end } ?? false
    }

    /// When the newest of these facts was learnt.
    var checkedAt: Instant? {
        [status?.checkedAt, session?.checkedAt, error == nil ? nil : errorAt].compactMap(\.self).max()
    }

    /// The server's clock less ours, milliseconds.
    var clockSkew: Int64? { session?.clockSkew ?? status?.clockSkew }
}

/// An account with which this run asked, and which its cluster has locked.
struct LockedAccount: Hashable, Sendable {
    var user: String?
    var since: Instant

    /// When it opens by itself, as far as is known.
    var end: Instant { Instant(milliseconds: since.milliseconds + LockoutRisk.window) }
}

/// A session that may be open, and of which the cluster has told nothing.
enum SessionDoubt: Hashable, Sendable {
    /// The login was accepted, and the connection was lost before the cluster told whose session it is: this run has it.
    case notTold
    /// The answer to the login was lost: this run has nothing of a session that may be open.
    case notReceived
}

extension ProgramState {
    /// Whether this run has a session there, also one of which the cluster has told nothing yet.
    func hasSession(_ profile: Profile.ID) -> Bool { isLoggedIn(profile) || clusters[profile]?.doubt == .notTold }

    /// Whether a check of this cluster is under way.
    func isChecking(_ profile: Profile.ID) -> Bool { inFlight[.check(profile)] != nil }

    /// Whether a login, logout or reading of the session is under way there.
    func isSessionBusy(_ profile: Profile.ID) -> Bool { inFlight[.session(profile)] != nil }

    /// Whether we hold a session there.
    func isLoggedIn(_ profile: Profile.ID) -> Bool { clusters[profile]?.session != nil }
}

/// Looking at clusters.
extension ProgramState {
    mutating func check(_ profile: Profile) -> Effect { begin(CheckCluster(profile: profile)) }

    /// Drops a check that began before a session was opened, moved or ended: what it says of the session is no longer true.
    mutating func dropCheck(of profile: Profile.ID) -> [Effect] {
        inFlight.removeValue(forKey: .check(profile)) == nil ? [] : [.cancel(.check(profile))]
    }

    /// A look at the selected cluster, or in the table of all clusters at all of them, and at what the files say by now.
    mutating func refresh() -> [Effect] {
        if panes.table != nil { refreshedAt = now }
        let looked = panes.table != nil ? profiles.list : [profile].compactMap(\.self)
        return looked.map { check($0) } + [readProfiles(), readJournal()]
    }

    /// When all clusters are checked again, where the settings ask for that.
    var refreshesAt: Instant? { settings.refresh.map { refreshedAt.advanced(seconds: Int64($0)) } }

    /// Checks all clusters when it is time, but for those with which something is under way.
    mutating func refreshRegularly() -> [Effect] {
        guard let due = refreshesAt, now >= due, !isQuitting else { return [] }
        refreshedAt = now
        return profiles.list.filter { !isChecking($0.id) && !isSessionBusy($0.id) }.map { check($0) }
    }

    mutating func receive(_ status: ClusterStatus) -> [Effect] {
        let id = status.profile.id
        guard profiles[id] != nil else { return [] }
        let before = clusters[id]
        var row = before ?? ClusterRow()
        switch status.state {
        case .loggedIn(let report):
            row.session = report
            row.error = nil
        case .reachable:
            row.session = nil
            // Without a login the cluster says nothing of the account.
            if !row.isLocked(at: now) { row.error = nil }
        case .sessionEnded:
            row.session = nil
            row.error = nil
            if before?.session != nil { say(.warning, "the session on \(status.profile.name) has ended") }
        case .failed(let error):
            if error.isCancellation { return [] }
            row.error = MessageComposer.message(for: error).onScreen(in: self)
        }
        if case .failed = status.state {} else { row.doubt = nil }
        row.status = status
        clusters[id] = row
        sortAllClusters()
        return []
    }

    mutating func select(_ id: Profile.ID) {
        guard profiles[id] != nil, id != selectedProfile else { return }
        lastProfile = selectedProfile
        selectedProfile = id
        showTokens()
    }

    /// Shows the tokens of the selected profile's address.
    mutating func showTokens() {
        panes.tokens.show(profile?.origin.description, tokens, height: rows(of: .tokens))
    }

    /// By how much the clock of a profile's cluster differs from ours, where that is worth a word: `clock 2h ahead`.
    func clockNotice(of profile: Profile) -> SafeText? {
        guard let skew = tokens.clocks.skew(of: profile.origin.description, at: now), ServerClocks.isNotable(skew)
        else {
            return nil
        }
        return "clock \(DurationText.lead(skew))"
    }
}

/// What the profile file says by now.
extension ProgramState {
    mutating func receive(_ list: ProfileList) -> [Effect] {
        let before = profiles
        let place = profiles.index(of: selectedProfile) ?? 0
        profiles.receive(list)
        var effects: [Effect] = []
        for old in before.list {
            guard let new = profiles[old.id] else {
                effects += leave(old, "was removed from the file")
                continue
            }
            if new.origin != old.origin {
                effects += leave(old, "has the address \(new.origin.description) now")
                // With a session to drop first: nothing of the old address is presented at the new one.
                if inFlight[.session(new.id)] == nil { effects.append(check(new)) }
            } else if new.generation != old.generation {
                clusters[new.id] = nil
                effects.append(check(new))
            }
        }
        for profile in list.profiles where before[profile.id] == nil { effects.append(check(profile)) }
        if profile == nil { selectNeighbour(of: place) }
        if profiles.list != before.list { tokens.useNames(of: profiles.list) }
        profilesChanged()
        return effects + tell(.profiles)
    }

    /// Selects the profile that stands where the selected one stood.
    mutating func selectNeighbour(of place: Int) {
        selectedProfile = profiles.list.isEmpty ? nil : profiles.list[min(place, profiles.list.count - 1)].id
        showTokens()
    }

    /// What the panes show of the profiles. The address may be another one, and tokens belong to it.
    mutating func profilesChanged() {
        showTokens()
        sortAllClusters()
        keepClusterMarks()
    }

    /// Lets go of what was learnt at an address that no profile has any more, and says what stays open there.
    private mutating func leave(_ old: Profile, _ what: SafeText) -> [Effect] {
        let session = clusters[old.id]?.session
        clusters[old.id] = nil
        let effects = cancel([.check(old.id)])
        guard let session else {
            say(.warning, "\(old.name) \(what)")
            return effects
        }
        say(
            .warning,
            """
            \(old.name) \(what): the session of \(session.info.userName) at \(old.origin.description) is no \
            longer used here and stays open there until it expires
            """)
        return effects + [begin(DropSession(profile: old))]
    }
}

extension Work {
    /// What a cluster is called while it is under way there.
    var stateOfCluster: SafeText {
        switch self {
        case is LogIn: "logging in"
        case is LogOut: "logging out"
        default: "checking"
        }
    }
}
