/// Who and what the demo world is made of.
enum DemoWorld {
    /// The plan of one cluster.
    struct Plan: Sendable {
        var name: String
        var release: String
        var generations: Set<DemoGeneration>
        /// What a profile should name; the newest of v1 and v2.0 when absent.
        var generation: DemoGeneration?
        var tag: String
        var note: String
        var secretKey: String
        /// The Orgs that have a key of their own beside the cluster's; keys of Orgs came with 9.2.0.cl.
        var orgsWithKey: [Int] = []
        var latencyMilliseconds = 0
        var rateLimit: DemoRateLimit?
        var faults = DemoFaultPlan()
        var auditLagMilliseconds: Int64 = 0
        var users: [DemoUser] = DemoWorld.users
        var isDead = false

        func member(now: @escaping @Sendable () -> Int64, identifiers: IdentifierSource) -> DemoFleetMember {
            let configuration = DemoClusterConfiguration(
                name: name, release: release, generations: generations, users: users, orgs: DemoWorld.orgs,
                secretKeys: [DemoSecretKey(key: secretKey)] + orgsWithKey.map(orgKey),
                latencyMilliseconds: latencyMilliseconds, rateLimit: rateLimit, faults: faults,
                auditHistory: AuditHistory(of: name, until: now()), auditLagMilliseconds: auditLagMilliseconds)
            return DemoFleetMember(
                name: name, generation: (generation ?? (generations.contains(.v2) ? .v2 : .v1)).rawValue,
                release: release, tag: tag, note: note, username: DemoFleet.administrator,
                password: DemoFleet.password, secretKey: secretKey,
                orgSecretKeys: orgsWithKey.map(orgKey),
                cluster: isDead ? nil : SimulatedCluster(configuration, now: now, identifiers: identifiers))
        }

        /// The key of an Org: the cluster's with another end.
        private func orgKey(_ org: Int) -> DemoSecretKey {
            DemoSecretKey(key: "\(secretKey.dropLast(2))0\(org)", orgID: org)
        }
    }

    static let orgs = [
        DemoOrg(id: 0, name: "Primary"), DemoOrg(id: 1, name: "Sales"), DemoOrg(id: 2, name: "Finance"),
    ]

    static let productionEurope = Plan(
        name: "prod-eu", release: "26.8.0.cl", generations: [.v1, .v2], tag: "production",
        note: "Everything works here.", secretKey: "8f3e2d1c-7b6a-4958-8473-a2b1c0d9e8f7", orgsWithKey: [1, 2])

    /// What the demo shows: today's clusters first, then older and older ones, then the two that try patience.
    static let plans = [
        productionEurope,
        Plan(
            name: "prod-us", release: "26.8.0.cl", generations: [.v1, .v2], tag: "production",
            note: "Everything works here, too.", secretKey: "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", orgsWithKey: [1]),
        Plan(
            name: "staging", release: "26.7.0.cl", generations: [.v1, .v2], tag: "staging",
            note: "The administrator's account is locked; anna's password works, and so does the secret key for her.",
            secretKey: "2b3c4d5e-6f7a-4b8c-9d0e-1f2a3b4c5d6e", orgsWithKey: [1],
            users: usersWithLockedAdministrator),
        Plan(
            name: "onprem-sw", release: "10.1.0.sw", generations: [.v1, .v2], tag: "production",
            note: "Software 10.1: tokens can be validated; custom tokens and the management of keys came later.",
            secretKey: "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c01"),
        Plan(
            name: "cloud-94", release: "9.4.0.cl", generations: [.v1, .v2], tag: "staging",
            note: "Cloud 9.4: nothing validates a token yet; success is 200 where it is 204 today.",
            secretKey: "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c02", orgsWithKey: [1]),
        Plan(
            name: "partners", release: "8.10.0.cl", generations: [.v1, .betaTspublic], generation: .betaTspublic,
            tag: "production", note: "Speaks beta-tspublic, and v1 beside it.",
            secretKey: "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c03"),
        Plan(
            name: "kiosk", release: "8.10.0.cl", generations: [.v1, .betaQuery], generation: .betaQuery,
            tag: "staging", note: "Speaks beta-query, which puts secrets into URLs; what it lacks is v1's.",
            secretKey: "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c04"),
        Plan(
            name: "embed-21", release: "8.0.0.cl", generations: [.v1, .betaAPI], generation: .betaAPI,
            tag: "development", note: "Speaks beta-api, which knows passwords only, and v1 beside it.",
            secretKey: "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c05"),
        Plan(
            name: "lab-old", release: "7.2.1.sw", generations: [.v1], tag: "development",
            note: "Old software that speaks v1 only.", secretKey: "3c4d5e6f-7a8b-4c9d-8e1f-2a3b4c5d6e7f"),
        Plan(
            name: "slow-apac", release: "26.8.0.cl", generations: [.v1, .v2], tag: "production",
            note: "Every answer takes three seconds.", secretKey: "4d5e6f7a-8b9c-4d0e-9f2a-3b4c5d6e7f8a",
            latencyMilliseconds: 3_000),
        Plan(
            name: "dead-dc2", release: "26.8.0.cl", generations: [.v1, .v2], tag: "production",
            note: "Nothing listens here.", secretKey: "5e6f7a8b-9c0d-4e1f-8a3b-4c5d6e7f8a9b", isDead: true),
    ]
}
