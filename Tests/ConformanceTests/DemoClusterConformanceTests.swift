import DemoCluster
import HTTPExchange
import Testing
import ThoughtSpotSessions

/// One script, every generation that is spoken, against the simulated cluster in this process.
struct DemoClusterConformanceTests {
    static let generations = Generation.allCases

    private func conformance(_ generation: Generation) -> SessionConformance {
        let clock = TestClock()
        // The usual cluster speaks v1 and v2.0, with Orgs; each beta has one of its own.
        let beta = [.v1, .v2].contains(generation) ? nil : DemoGeneration(rawValue: generation.rawValue)
        let member = DemoFleet.single(now: { clock.now.milliseconds }, seed: 7, generation: beta)
        let destination = member.cluster.map(DemoTransport.Destination.cluster) ?? .nobody
        let transport = DemoTransport([member.inProcessOrigin: destination], delay: { _ in })
        return SessionConformance(
            target: ConformanceTarget(
                generation: generation, address: ClusterAddress(origin: member.inProcessOrigin), transport: transport,
                clock: clock, administrator: member.username, user: "anna", multiFactorUser: "mfa-max",
                singleSignOnUser: "sso-sara", password: member.password, secretKey: member.secretKey,
                foreignOrg: OrgReference(id: 2), hasOrgs: generation != .betaAPI))
    }

    @Test(arguments: generations)
    func `the main job`(generation: Generation) async throws {
        try await conformance(generation).runScript()
    }

    @Test(arguments: generations)
    func `login by secret key and by token`(generation: Generation) async throws {
        try await conformance(generation).runOtherLogins()
    }

    @Test(arguments: generations)
    func `Orgs`(generation: Generation) async throws {
        try await conformance(generation).runOrgs()
    }

    @Test(arguments: generations)
    func `lifetimes`(generation: Generation) async throws {
        try await conformance(generation).runLifetimes()
    }

    @Test(arguments: generations)
    func `object tokens`(generation: Generation) async throws {
        try await conformance(generation).runObjectTokens()
    }

    @Test(arguments: generations)
    func `refusals`(generation: Generation) async throws {
        try await conformance(generation).runRefusals()
    }

    @Test(arguments: generations)
    func `dead sessions`(generation: Generation) async throws {
        try await conformance(generation).runDeadSessions()
    }

    @Test(arguments: generations)
    func `absences`(generation: Generation) async throws {
        try await conformance(generation).runAbsences()
    }

    @Test(arguments: generations)
    func `trusted-authentication keys`(generation: Generation) async throws {
        try await conformance(generation).runTrustedAuthenticationKeys()
    }

    @Test(arguments: generations)
    func `switching the Org`(generation: Generation) async throws {
        try await conformance(generation).runOrgSwitch()
    }

    @Test(arguments: generations)
    func `ending the sessions of a user`(generation: Generation) async throws {
        try await conformance(generation).runForceLogout()
        try await conformance(generation).runForceLogoutRefused()
    }
}
