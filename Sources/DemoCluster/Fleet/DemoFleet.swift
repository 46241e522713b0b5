package import HTTPExchange

/// The demo world: eleven clusters of every age, one administrator, a few users in every kind of trouble.
package struct DemoFleet: Sendable {
    /// The name of the administrator on every cluster.
    package static let administrator = "tsadmin"
    /// The one password of the demo world.
    package static let password = "demo-Passw0rd!"

    /// In the order in which they are to be shown.
    package let members: [DemoFleetMember]

    /// - Parameters:
    ///   - now: the clock of all clusters, ms since the epoch.
    ///   - seed: makes identifiers and tokens repeatable; `nil` draws them from the system.
    ///   - limitsRate: whether releases that are known to limit requests do it here (<doc:ErrorAnswers>).
    package init(now: @escaping @Sendable () -> Int64, seed: UInt64? = nil, limitsRate: Bool = false) {
        var plans = DemoWorld.plans
        if limitsRate {
            for index in plans.indices { plans[index].rateLimit = .documented }
        }
        self.init(plans, now: now, seed: seed)
    }

    private init(_ plans: [DemoWorld.Plan], now: @escaping @Sendable () -> Int64, seed: UInt64?) {
        members = plans.enumerated().map { index, plan in
            let identifiers = seed.map { IdentifierSource(seed: $0 &+ UInt64(index) &* 0x1000) } ?? .random()
            return plan.member(now: now, identifiers: identifiers)
        }
    }

    /// One small cluster for each generation, oldest first: `gen-v1`, `gen-beta-api`, `gen-beta-tspublic`,
    /// `gen-beta-query`, `gen-v2`.
    ///
    /// Those of the betas speak v1 beside their own generation, as real ones did, so that the neighbours in
    /// <doc:Capabilities> answer.
    /// - Parameters:
    ///   - now: the clock of all clusters, ms since the epoch.
    ///   - seed: makes identifiers and tokens repeatable; `nil` draws them from the system.
    package static func generations(now: @escaping @Sendable () -> Int64, seed: UInt64? = nil) -> DemoFleet {
        DemoFleet(DemoGeneration.allCases.map(DemoWorld.plan(of:)), now: now, seed: seed)
    }

    /// Whether `text` is read as a release: two numbers at least.
    package static func isRelease(_ text: String) -> Bool { DemoRelease(text) != nil }

    package subscript(name: String) -> DemoFleetMember? { members.first { $0.name == name } }

    /// All clusters in process, at their `inProcessOrigin`.
    package func transport(delay: @escaping DemoTransport.Delay = DemoTransport.realDelay) -> DemoTransport {
        var destinations: [Origin: DemoTransport.Destination] = [:]
        for member in members {
            destinations[member.inProcessOrigin] = member.cluster.map { .cluster($0) } ?? .noServer
        }
        return DemoTransport(destinations, delay: delay)
    }

    /// One cluster alone, for `demo serve` and for tests.
    /// - Parameters:
    ///   - generation: the cluster of that generation out of ``generations(now:seed:)``; `nil` for a production cluster
    ///     of today.
    ///   - latencyMilliseconds: how long every answer takes.
    ///   - faults: what goes wrong on the way.
    ///   - rateLimit: `nil` for none.
    ///   - auditLagMilliseconds: how late the audit log is; see ``DemoClusterConfiguration/auditLagMilliseconds``.
    ///   - release: another release than the cluster's own, such as `26.10.0.cl`.
    package static func single(
        now: @escaping @Sendable () -> Int64, seed: UInt64? = nil, latencyMilliseconds: Int = 0,
        faults: DemoFaultPlan = DemoFaultPlan(), rateLimit: DemoRateLimit? = nil, generation: DemoGeneration? = nil,
        auditLagMilliseconds: Int64 = 0, release: String? = nil
    ) -> DemoFleetMember {
        var plan = generation.map(DemoWorld.plan(of:)) ?? DemoWorld.productionEurope
        plan.latencyMilliseconds = latencyMilliseconds
        plan.faults = faults
        plan.rateLimit = rateLimit
        plan.auditLagMilliseconds = auditLagMilliseconds
        plan.release = release ?? plan.release
        return plan.member(now: now, identifiers: seed.map { IdentifierSource(seed: $0) } ?? .random())
    }
}

/// One cluster of the demo world, with what a person needs to log in there.
package struct DemoFleetMember: Sendable {
    /// Names the profile too: `prod-eu`.
    package let name: String
    /// The generation a profile should name, as in <doc:Generations>: `v2.0`, `v1`, `beta-api`, ...
    package let generation: String
    package let release: String
    /// `production`, `staging`, `development`.
    package let tag: String
    /// One sentence on what can be tried here.
    package let note: String
    package let username: String
    package let password: String
    /// Of the whole cluster.
    package let secretKey: String
    /// Of single Orgs, in the order of their ids.
    package let orgSecretKeys: [DemoSecretKey]
    /// `nil`: nothing listens there.
    package let cluster: SimulatedCluster?

    /// The name it has for `DemoFleet.transport`, where no socket is involved.
    package var inProcessOrigin: Origin { Origin(scheme: .https, host: "\(name).demo.example") }

    /// What a profile needs.
    /// - Parameter origin: where the cluster was put.
    package func description(at origin: Origin) -> DemoFleetDescription {
        DemoFleetDescription(
            name: name, origin: origin, generation: generation, username: username, password: password,
            secretKey: secretKey, tag: tag, note: note)
    }
}

/// A cluster of the demo world as a profile sees it. The two secrets are fixed and public: they open nothing else.
package struct DemoFleetDescription: Hashable, Sendable {
    package let name: String
    package let origin: Origin
    package let generation: String
    package let username: String
    package let password: String
    package let secretKey: String
    package let tag: String
    package let note: String
}

/// A token the demo world was given for show, and the cluster it is on.
package struct ShowcaseToken: Hashable, Sendable {
    /// The name of the member of the fleet.
    package let memberName: String
    package let token: PresetToken
}

extension DemoFleet {
    /// Makes tokens in every state, so that the demo's list of tokens is worth looking at from the first screen on.
    ///
    /// On `prod-eu`: fresh, expiring in 40 s, expired, revoked elsewhere, and in another Org; on `prod-us` a fresh one.
    package func makeShowcaseTokens() async -> [ShowcaseToken] {
        let plan: [(member: String, state: PresetToken.State, username: String)] = [
            ("prod-eu", .fresh, "anna"), ("prod-eu", .expiring, "bot-reports"), ("prod-eu", .expired, "anna"),
            ("prod-eu", .revokedElsewhere, "sso-sara"), ("prod-eu", .otherOrg(1), "anna"),
            ("prod-us", .fresh, "bot-reports"),
        ]
        var made: [ShowcaseToken] = []
        for (member, state, username) in plan {
            guard let token = await self[member]?.cluster?.preset(state, for: username) else { continue }
            made.append(ShowcaseToken(memberName: member, token: token))
        }
        return made
    }
}

/// A token made directly on a cluster, in a chosen state, so that a demo has something to show from the start.
package struct PresetToken: Hashable, Sendable {
    /// The states a token can be found in.
    package enum State: Hashable, Sendable {
        /// Lives for another 10 minutes.
        case fresh
        /// Lives for another 40 seconds.
        case expiring
        /// Expired a minute ago.
        case expired
        /// Would be valid for another hour, and was revoked.
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

extension PresetToken: CustomStringConvertible, CustomReflectable {
    package var description: String { "token of \(username) in \(orgName), \(state)" }
    package var customMirror: Mirror { Mirror(self, children: ["token": description]) }
}

extension SimulatedCluster {
    /// Makes a full-access token for `username` in `state`; `nil` when the cluster has no such user.
    ///
    /// On a cluster that speaks v1 only it is a v1 token, whose end the wire never tells.
    /// It goes past every check and leaves no line in `executedChanges` or in the audit log.
    package func preset(_ state: PresetToken.State, for username: String) -> PresetToken? {
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
        return PresetToken(
            value: value, state: state, username: account.user.name, userGUID: account.user.guid, orgID: org,
            orgName: describedOrg(org).name, createdAt: token.createdAt, expiresAt: now() + livesFor)
    }

    /// Whether `value` is a token that would be accepted now.
    package func isValid(token value: String) -> Bool { validToken(value) != nil }

    /// How many sessions are open now.
    package var openSessionCount: Int { sessions.values.count { $0.isOpen(at: now()) } }
}
