/// Something a request really changed on the cluster. Tests read these to see what was executed, and how often.
package struct ExecutedChange: Hashable, Sendable {
    /// What was changed.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case loggedIn
        case loggedOut
        case mintedToken
        case revokedToken
        case forcedLogout
        case provisionedUser
        case switchedOrg
        case lockedAccount
        case deactivatedUser
        case activatedUser
        case configuredTrustedAuthentication
    }

    /// ms since the epoch, by the cluster's clock.
    package let time: Int64
    package let action: Action
    /// The name of the user it happened to.
    package let user: String
}
