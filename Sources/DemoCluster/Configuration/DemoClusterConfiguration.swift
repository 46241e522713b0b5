/// What a simulated cluster is made of when it starts.
package struct DemoClusterConfiguration: Sendable {
    /// How errors of v2.0 are nested: the two shapes of <doc:ErrorAnswers>.
    package enum ErrorNesting: Hashable, Sendable {
        /// `error.message.debug.code`, as third parties saw it on live clusters.
        case observed
        /// `error.message.code`, as the specification writes it.
        case documented
    }

    /// The name the cluster gives itself.
    package var name: String
    /// Such as `26.8.0.cl` or `7.2.1.sw`; decides which operations exist and whether success is 200 or 204.
    package var release: String
    package var generations: Set<DemoGeneration>
    package var users: [DemoUser]
    package var orgs: [DemoOrg]
    /// Empty: trusted authentication is off.
    package var secretKeys: [DemoSecretKey]
    /// How long every answer takes, in ms, on top of what the fault plan adds.
    package var latencyMilliseconds: Int
    /// `nil`: as many requests as come are answered. Releases before 26.2 have no limit, whatever stands here.
    package var rateLimit: DemoRateLimit?
    package var errorNesting: ErrorNesting
    package var faults: DemoFaultPlan
    /// Shown by the banner calls; empty for none (<doc:FindingTheGeneration>).
    package var bannerText: String
    package var underMaintenance: Bool
    /// Whether a v1 token authorises v2.0 calls: sources contradict each other (<doc:TokensCompared>).
    package var acceptsV1TokensEverywhere: Bool
    /// What the audit log tells of the time before the start; `nil` for nothing.
    package var auditHistory: AuditHistory?
    /// How old an event must be until the audit log tells of it, in ms: up to 30 minutes on real clusters (<doc:V1>).
    package var auditLagMilliseconds: Int64

    package init(
        name: String, release: String = "26.8.0.cl", generations: Set<DemoGeneration> = [.v1, .v2],
        users: [DemoUser], orgs: [DemoOrg] = [DemoOrg(id: 0, name: "Primary")], secretKeys: [DemoSecretKey] = [],
        latencyMilliseconds: Int = 0, rateLimit: DemoRateLimit? = nil, errorNesting: ErrorNesting = .observed,
        faults: DemoFaultPlan = DemoFaultPlan(),
        bannerText: String = "", underMaintenance: Bool = false, acceptsV1TokensEverywhere: Bool = true,
        auditHistory: AuditHistory? = nil, auditLagMilliseconds: Int64 = 0
    ) {
        self.name = name
        self.release = release
        self.generations = generations
        self.users = users
        self.orgs = orgs
        self.secretKeys = secretKeys
        self.latencyMilliseconds = latencyMilliseconds
        self.rateLimit = rateLimit
        self.errorNesting = errorNesting
        self.faults = faults
        self.bannerText = bannerText
        self.underMaintenance = underMaintenance
        self.acceptsV1TokensEverywhere = acceptsV1TokensEverywhere
        self.auditHistory = auditHistory
        self.auditLagMilliseconds = auditLagMilliseconds
    }
}
