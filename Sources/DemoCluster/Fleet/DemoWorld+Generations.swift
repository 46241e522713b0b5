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
