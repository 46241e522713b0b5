import HTTPExchange
import Moments
import Storage
import ThoughtSpotSessions

/// The sessions and tokens of a run, and which of them the vault has, too. A value: ``HeldCredentials`` owns it.
struct CredentialsAtHand {
    /// A profile at the address that it had: under another one nothing is found.
    struct Place: Hashable {
        let profile: Profile.ID
        private let origin: String

        init(_ profile: Profile) {
            self.profile = profile.id
            origin = profile.origin.description
        }

        init(_ entry: VaultEntry) {
            profile = entry.place.profile
            origin = entry.origin.description
        }

        /// The id of a token that belongs there.
        func id(of token: Secret) -> TokenRecord.ID { TokenRecord.id(Fingerprint(of: token), at: origin) }
    }

    var sessions: [Place: ActiveSession] = [:]
    var tokens: [TokenRecord.ID: Secret] = [:]
    /// What the vault has, of sessions and of tokens.
    var keptSessions: Set<Place> = []
    var keptTokens: [TokenRecord.ID: VaultEntry] = [:]

    /// Takes over what the vault holds. What is here already is newer, and stays.
    mutating func adopt(_ entries: [VaultEntry]) {
        for entry in entries {
            let place = Place(entry)
            if let session = entry.session {
                keptSessions.insert(place)
                if sessions[place] == nil { sessions[place] = session }
            } else if entry.place.kind == .token {
                let id = place.id(of: entry.secret)
                keptTokens[id] = entry
                if tokens[id] == nil { tokens[id] = entry.secret }
            }
        }
    }

    /// Follows what other runs have put into the vault, and removed from it: what came from there is there, or is gone here,
    /// too. What this run alone has stays.
    mutating func follow(_ entries: [VaultEntry]) -> VaultChanges {
        var there: [Place: ActiveSession] = [:]
        var tokensThere: Set<TokenRecord.ID> = []
        for entry in entries {
            if let session = entry.session { there[Place(entry)] = session }
            if entry.place.kind == .token { tokensThere.insert(Place(entry).id(of: entry.secret)) }
        }
        var changes = VaultChanges()
        let before = Set(tokens.keys)
        for place in keptSessions where there[place]?.authentication != sessions[place]?.authentication {
            sessions[place] = nil
            keptSessions.remove(place)
            changes.sessions.insert(place.profile)
        }
        for place in there.keys where sessions[place] == nil { changes.sessions.insert(place.profile) }
        for id in keptTokens.keys where !tokensThere.contains(id) {
            tokens[id] = nil
            keptTokens[id] = nil
        }
        adopt(entries)
        changes.hasOtherTokens = before != Set(tokens.keys)
        return changes
    }

    /// Milliseconds by which an estimated end may be wrong before it is corrected: servers move it on with each request.
    private static let tolerance: Int64 = 600_000

    /// Corrects the estimated end of a session by what its cluster tells.
    ///
    /// - Parameter end: by our clock.
    /// - Returns: the session, when that makes a difference and the vault has it, too.
    mutating func correct(_ end: Instant, of session: ActiveSession, at place: Place) -> ActiveSession? {
        guard var known = sessions[place], known.authentication == session.authentication,
            case .estimated(let estimate) = known.expiry, abs(end.milliseconds(since: estimate)) > Self.tolerance
        else { return nil }
        known.expiry = .estimated(end)
        sessions[place] = known
        return keptSessions.contains(place) ? known : nil
    }

    /// Takes a session of the vault in the place of the one that is here.
    mutating func takeKept(_ session: ActiveSession, at place: Place) {
        sessions[place] = session
        keptSessions.insert(place)
    }

    /// When the sessions that the vault has were opened.
    var keptOpenings: [Profile.ID: Instant] {
        Dictionary(
            keptSessions.compactMap { place in sessions[place].map { (place.profile, $0.openedAt) } },
            uniquingKeysWith: max)
    }

    /// Lets go of everything that the vault has.
    mutating func dropKept() {
        for place in keptSessions { sessions[place] = nil }
        for id in keptTokens.keys { tokens[id] = nil }
        keptSessions = []
        keptTokens = [:]
    }
}
