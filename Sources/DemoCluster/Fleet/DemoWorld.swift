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
        var isUnreachable = false

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
                cluster: isUnreachable ? nil : SimulatedCluster(configuration, now: now, identifiers: identifiers))
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
            name: "down-dc2", release: "26.8.0.cl", generations: [.v1, .v2], tag: "production",
            note: "Nothing listens here.", secretKey: "5e6f7a8b-9c0d-4e1f-8a3b-4c5d6e7f8a9b", isUnreachable: true),
    ]
}

extension DemoWorld {
    /// The small cluster of one generation, with a release of its time (<doc:Generations>).
    static func plan(of generation: DemoGeneration) -> Plan {
        switch generation {
        case .v1:
            Plan(
                name: "gen-v1", release: "7.2.1.sw", generations: [.v1], generation: .v1, tag: "development",
                note: "Speaks v1 only.", secretKey: "6f7a8b9c-0d1e-4f2a-8b4c-5d6e7f8a9b01")
        case .betaAPI:
            Plan(
                name: "gen-beta-api", release: "8.0.0.cl", generations: [.v1, .betaAPI], generation: .betaAPI,
                tag: "development", note: "Speaks beta-api, and v1 beside it.",
                secretKey: "6f7a8b9c-0d1e-4f2a-8b4c-5d6e7f8a9b02")
        case .betaTspublic:
            Plan(
                name: "gen-beta-tspublic", release: "8.10.0.cl", generations: [.v1, .betaTspublic],
                generation: .betaTspublic, tag: "development", note: "Speaks beta-tspublic, and v1 beside it.",
                secretKey: "6f7a8b9c-0d1e-4f2a-8b4c-5d6e7f8a9b03")
        case .betaQuery:
            Plan(
                name: "gen-beta-query", release: "8.10.0.cl", generations: [.v1, .betaQuery],
                generation: .betaQuery, tag: "development",
                note: "Speaks beta-query: login and tokens by GET; what it lacks is beta-tspublic's or v1's.",
                secretKey: "6f7a8b9c-0d1e-4f2a-8b4c-5d6e7f8a9b04")
        case .v2:
            Plan(
                name: "gen-v2", release: "26.8.0.cl", generations: [.v2], generation: .v2, tag: "development",
                note: "Speaks v2.0 only.", secretKey: "6f7a8b9c-0d1e-4f2a-8b4c-5d6e7f8a9b05")
        }
    }
}

extension DemoWorld {
    /// An administrator, an analyst, a service account, and three whose password is of no use: one with multi-factor
    /// authentication, one of a single sign-on, one who is locked out.
    static let users = [
        DemoUser(
            name: DemoFleet.administrator, guid: "59481331-ee53-42be-a548-bd87be6ddd4a", displayName: "Administrator",
            password: DemoFleet.password, privileges: ["ADMINISTRATION"], orgs: [0, 1, 2],
            groups: ["Administrator", "All Group"]),
        DemoUser(
            name: "anna", guid: "6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c", displayName: "Anna Lindqvist",
            password: DemoFleet.password, privileges: ["DATADOWNLOADING", "AUTHORING"], orgs: [0, 1],
            groups: ["Analysts", "All Group"]),
        DemoUser(
            name: "bot-reports", guid: "7a6b5c4d-2e1f-4a3b-8c7d-9e0f1a2b3c4d", displayName: "Nightly reports",
            password: DemoFleet.password, privileges: ["DATADOWNLOADING"], orgs: [1], groups: ["Service accounts"]),
        DemoUser(
            name: "mfa-max", guid: "8b7c6d5e-3f2a-4b4c-9d8e-0f1a2b3c4d5e", displayName: "Max Okafor",
            password: DemoFleet.password, privileges: ["USER_ADMINISTRATION"], orgs: [0, 2], usesMultiFactor: true),
        DemoUser(
            name: "sso-sara", guid: "9c8d7e6f-4a3b-4c5d-8e9f-1a2b3c4d5e6f", displayName: "Sara Haddad",
            password: nil, privileges: ["AUTHORING"], orgs: [0, 1, 2], accountType: .saml),
        DemoUser(
            name: "locked-lee", guid: "ad9e8f7a-5b4c-4d6e-9f0a-2b3c4d5e6f7a", displayName: "Lee Moreau",
            password: DemoFleet.password, groups: ["Analysts", "All Group"], accountStatus: .locked),
    ]

    static var usersWithLockedAdministrator: [DemoUser] {
        users.map { user in
            var copy = user
            if copy.name == DemoFleet.administrator { copy.accountStatus = .locked }
            return copy
        }
    }
}
