import HTTPExchange

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
            destinations[member.inProcessOrigin] = member.cluster.map { .cluster($0) } ?? .nobody
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
