package import DisplayText
package import Storage

extension UserLogOut {
    /// `user logged out 2026-11-26 22:22:23Z, not validated`: of a token that may still be valid.
    ///
    /// - Parameter moment: ``at`` in words.
    package func wording(at moment: SafeText) -> SafeText {
        switch (act, isCertain) {
        case (.logOut, true) where isRevoked: "user logged out and all tokens revoked \(moment), not validated"
        case (.logOut, true): "user logged out \(moment), not validated"
        case (.logOut, false): "logout of its user sent \(moment), outcome unknown, not validated"
        case (.revocation, true): "all tokens of its user revoked \(moment), not validated"
        case (.revocation, false): "revocation of all tokens of its user sent \(moment), outcome unknown, not validated"
        case (.deactivation, true): "account of its user deactivated \(moment), not validated"
        case (.deactivation, false): "deactivation of its user sent \(moment), outcome unknown, not validated"
        }
    }

    /// The same for one narrow cell.
    var status: SafeText {
        if isRevoked { return "revoked (not verified)" }
        return switch (act, isCertain) {
        case (.logOut, true): "user logged out"
        case (.logOut, false): "logout unknown"
        case (.revocation, true): "revoked (not verified)"
        case (.revocation, false): "outcome unknown"
        case (.deactivation, true): "account deactivated"
        case (.deactivation, false): "deactivation unknown"
        }
    }
}
