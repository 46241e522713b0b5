/// A token made directly on a cluster, in a chosen state, so that a demo has something to show from the start.
package struct PremintedToken: Hashable, Sendable {
    /// The states a token can be found in.
    package enum State: Hashable, Sendable {
        /// Lives for another 10 minutes.
        case fresh
        /// Lives for another 40 seconds.
        case expiring
        /// Expired a minute ago.
        case expired
        /// Would live for another hour, but somebody revoked it.
        case revokedElsewhere
        /// Lives for another 10 minutes, in this Org rather than the user's own.
        case otherOrg(Int)
    }

    /// The token itself: a secret.
    package let value: String
    package let state: State
    package let username: String
    package let userGUID: String
    package let orgID: Int
    package let orgName: String
    /// ms since the epoch.
    package let createdAt: Int64
    /// ms since the epoch.
    package let expiresAt: Int64
}

extension PremintedToken: CustomStringConvertible, CustomReflectable {
    package var description: String { "token of \(username) in \(orgName), \(state)" }
    package var customMirror: Mirror { Mirror(self, children: ["token": description]) }
}

extension SimulatedCluster {
    /// Makes a full-access token for `username` in `state`; `nil` when the cluster has no such user.
    ///
    /// On a cluster that speaks v1 only it is a v1 token, whose end the wire never tells.
    /// It goes past every check and leaves no line in `executedChanges` or in the audit log.
    package func premint(_ state: PremintedToken.State, for username: String) -> PremintedToken? {
        guard let account = account(named: username) else { return nil }
        var org = account.lastOrg
        let (createdAgo, livesFor): (Int64, Int64)
        switch state {
        case .fresh: (createdAgo, livesFor) = (0, 600_000)
        case .expiring: (createdAgo, livesFor) = (260_000, 40_000)
        case .expired: (createdAgo, livesFor) = (360_000, -60_000)
        case .revokedElsewhere: (createdAgo, livesFor) = (600_000, 3_600_000)
        case .otherOrg(let id):
            (createdAgo, livesFor) = (0, 600_000)
            org = id
        }
        let (value, kind): (String, DemoToken.Kind) =
            if configuration.generations.contains(.v2) {
                (identifiers.webToken(), .full)
            } else if configuration.generations.contains(where: \.isBeta) {
                (identifiers.betaToken(), .full)
            } else {
                (identifiers.opaqueToken(username: username), .v1(accessLevel: "FULL"))
            }
        let token = DemoToken(
            value: value, kind: kind, userGUID: account.user.guid, orgID: org,
            createdAt: now() - createdAgo,
            expiresAt: now() + livesFor, isRevoked: state == .revokedElsewhere,
            secretKey: configuration.secretKeys.first?.key)
        tokens[value] = token
        return PremintedToken(
            value: value, state: state, username: account.user.name, userGUID: account.user.guid, orgID: org,
            orgName: describedOrg(org).name, createdAt: token.createdAt, expiresAt: now() + livesFor)
    }

    /// Whether `value` is a token that would be accepted now.
    package func isValid(token value: String) -> Bool { validToken(value) != nil }

    /// How many sessions are alive now.
    package var openSessionCount: Int { sessions.values.count { $0.isOpen(at: now()) } }
}
