import HTTPExchange
import Moments
import Storage
import ThoughtSpotSessions

extension VaultEntry {
    /// What a login was made with, for a later one of the same user; nil for a bearer token, which has an entry of its own.
    init?(_ credential: Credential, of profile: Profile, created: Instant) {
        let (kind, user, secret): (Kind, String, Secret)
        switch credential {
        case .password(let username, let password): (kind, user, secret) = (.password, username, password)
        case .secretKey(let username, let key): (kind, user, secret) = (.secretKey, username, key)
        case .bearer: return nil
        }
        self.init(
            place: Place(profile: profile.id, kind: kind, name: user), origin: profile.origin, secret: secret,
            created: created)
    }

    /// Whether it is the session of a profile, at the profile's address.
    func isSession(of profile: Profile) -> Bool {
        place.kind == .session && place.profile == profile.id && origin == profile.origin
    }
}

/// What of a vault serves a profile.
extension [VaultEntry] {
    /// The session that is kept for the profile's address.
    func session(of profile: Profile) -> ActiveSession? { first { $0.isSession(of: profile) }?.session }

    /// The password or secret key of a user.
    ///
    /// - Parameters:
    ///   - user: any user's when nil, the last one that was kept.
    ///   - kinds: what is of use; a password comes before a key.
    /// - Throws: `E_ORIGIN_BOUND` when there is one that was kept for another address.
    func credential(
        of profile: Profile, user: String?, kinds: [CredentialKind]
    ) throws(StorageError) -> Credential? {
        for kind in kinds {
            let wanted: VaultEntry.Kind = kind == .secretKey ? .secretKey : .password
            let fitting = filter {
                $0.place.profile == profile.id && $0.place.kind == wanted
                    && (user == nil || $0.place.name.lowercased() == user?.lowercased())
            }
            guard let last = fitting.max(by: { $0.created < $1.created }) else { continue }
            try last.requireOrigin(of: profile)
            return kind == .secretKey
                ? .secretKey(username: last.place.name, key: last.secret)
                : .password(username: last.place.name, password: last.secret)
        }
        return nil
    }
}
