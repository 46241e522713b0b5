package import DisplayText
package import Storage
import ThoughtSpotSessions

/// What stands against revoking a token of the list.
package struct RevocationPolicy: Hashable, Sendable {
    package let record: TokenRecord
    /// The profile that has the token's address; absent when there is none any more.
    package let profile: Profile?
    /// Whether the token itself can be presented.
    package let isHeld: Bool
    /// `--read-only`.
    package let isReadOnlyMode: Bool

    package init(_ record: TokenRecord, on profile: Profile?, isHeld: Bool, _ isReadOnlyMode: Bool) {
        self.record = record
        self.profile = profile
        self.isHeld = isHeld
        self.isReadOnlyMode = isReadOnlyMode
    }

    /// One clause; `nil` when nothing does.
    package var reason: SafeText? {
        guard let profile else { return "its profile is gone" }
        if let reason = ReadOnlyPolicy(profile, isReadOnlyMode: isReadOnlyMode).reason { return reason }
        if let reason = AbilityPolicy(profile, .revokeOwnToken).reason { return reason }
        switch record.state {
        case .revokedVerified: return "it is revoked (verified) already"
        case .invalid, .notRecognized: return "the cluster does not accept it already"
        case .active, .revoked, .stillValid, .revocationUnknown: break
        }
        return isHeld ? nil : "this run does not hold the token, only its fingerprint; import it first"
    }
}

extension TokenRecord.State {
    /// Whether the token is known to be invalid: there is nothing left to end.
    var isOver: Bool {
        switch self {
        case .revokedVerified, .invalid, .notRecognized: true
        case .active, .revoked, .stillValid, .revocationUnknown: false
        }
    }
}
