import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// The sessions and tokens that this run of the program holds, in memory only. One owner for all front ends.
///
/// Each is bound to the origin it came from: a profile whose address was changed finds none of them.
package actor HeldCredentials {
    private struct Place: Hashable {
        let profile: Profile.ID
        let origin: String

        init(_ profile: Profile) {
            self.profile = profile.id
            origin = profile.origin.description
        }
    }

    private var sessions: [Place: ActiveSession] = [:]
    private var tokens: [TokenRecord.ID: Secret] = [:]
    /// Tokens that were taken off the list, so that undoing brings them back whole.
    private var setAside: [TokenRecord.ID: Secret] = [:]

    package init() {}

    /// The session that is open on a profile, at the profile's address.
    package func session(of profile: Profile) -> ActiveSession? { sessions[Place(profile)] }

    /// Keeps the session of a profile, or removes it.
    package func setSession(_ session: ActiveSession?, of profile: Profile) { sessions[Place(profile)] = session }

    /// The token a fingerprint stands for, when this run holds it for the profile's address.
    package func token(_ fingerprint: Fingerprint, of profile: Profile) -> Secret? {
        tokens[TokenRecord.id(fingerprint, at: profile.origin.description)]
    }

    /// The token of a record, when this run holds it.
    package func token(_ id: TokenRecord.ID) -> Secret? { tokens[id] }

    /// Holds a token that was issued or imported.
    package func hold(_ token: Secret, fingerprint: Fingerprint, of profile: Profile) {
        tokens[TokenRecord.id(fingerprint, at: profile.origin.description)] = token
    }

    /// Lets go of a token that is taken off the list; ``takeBack(_:)`` undoes it.
    package func setAside(_ id: TokenRecord.ID) {
        if let token = tokens.removeValue(forKey: id) { setAside[id] = token }
    }

    /// Holds a token again that was set aside.
    package func takeBack(_ id: TokenRecord.ID) {
        if let token = setAside.removeValue(forKey: id) { tokens[id] = token }
    }

    /// Which tokens are held.
    package func heldTokenIDs() -> Set<TokenRecord.ID> { Set(tokens.keys) }

    /// Which tokens carry an open session.
    package func tokenIDsInUse() -> Set<TokenRecord.ID> {
        Set(
            sessions.compactMap { place, session in
                guard case .bearer(let token) = session.authentication else { return nil }
                return TokenRecord.id(Fingerprint(of: token), at: place.origin)
            })
    }

    /// Removes everything: at the end of the program, and when the terminal is gone.
    package func wipe() {
        sessions = [:]
        tokens = [:]
        setAside = [:]
    }
}
