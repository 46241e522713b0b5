package import Storage
package import ThoughtSpotSessions

/// The sessions and tokens that this run of the program holds, in memory only. One owner for all front ends.
package actor HeldCredentials {
    private var sessions: [Profile.ID: ActiveSession] = [:]
    private var tokens: [String: Secret] = [:]
    /// Tokens that were taken off the list, so that undoing brings them back whole.
    private var setAside: [String: Secret] = [:]

    package init() {}

    /// The session that is open on a profile.
    package func session(of profile: Profile.ID) -> ActiveSession? { sessions[profile] }

    /// Remembers the session of a profile, or forgets it.
    package func setSession(_ session: ActiveSession?, of profile: Profile.ID) { sessions[profile] = session }

    /// The token a fingerprint stands for, when this run holds it.
    package func token(_ fingerprint: Fingerprint, of profile: Profile.ID) -> Secret? {
        tokens[key(fingerprint, profile)]
    }

    /// Holds a token that was issued or imported.
    package func hold(_ token: Secret, fingerprint: Fingerprint, of profile: Profile.ID) {
        tokens[key(fingerprint, profile)] = token
    }

    /// Lets go of a token.
    package func release(_ fingerprint: Fingerprint, of profile: Profile.ID) {
        tokens[key(fingerprint, profile)] = nil
    }

    /// Lets go of a token that is taken off the list; ``takeBack(_:of:)`` undoes it.
    package func setAside(_ fingerprint: Fingerprint, of profile: Profile.ID) {
        let key = key(fingerprint, profile)
        if let token = tokens.removeValue(forKey: key) { setAside[key] = token }
    }

    /// Holds a token again that was set aside.
    package func takeBack(_ fingerprint: Fingerprint, of profile: Profile.ID) {
        let key = key(fingerprint, profile)
        if let token = setAside.removeValue(forKey: key) { tokens[key] = token }
    }

    /// Which tokens are held, as ids of ``TokenRecord``.
    package func heldTokenIDs() -> Set<TokenRecord.ID> { Set(tokens.keys) }

    /// Forgets everything: at the end of the program, and when the terminal is gone.
    package func wipe() {
        sessions = [:]
        tokens = [:]
        setAside = [:]
    }

    private func key(_ fingerprint: Fingerprint, _ profile: Profile.ID) -> String { profile + "/" + fingerprint.text }
}
