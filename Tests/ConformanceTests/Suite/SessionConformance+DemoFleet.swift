import DemoCluster
import HTTPExchange
import Moments
import TestSupport
import ThoughtSpotSessions

extension SessionConformance {
    /// A simulated cluster for one part of the suite. The usual one speaks v1 and v2.0, with Orgs; each beta has one
    /// of its own.
    static func member(speaking generation: Generation, clock: TestClock) -> DemoFleetMember {
        let beta = [.v1, .v2].contains(generation) ? nil : DemoGeneration(rawValue: generation.rawValue)
        return DemoFleet.single(now: { clock.now.milliseconds }, seed: 7, generation: beta)
    }

    init(
        _ member: DemoFleetMember, _ generation: Generation, at address: ClusterAddress, _ transport: any HTTPTransport,
        clock: TestClock
    ) {
        self.init(
            target: ConformanceTarget(
                generation: generation, address: address, transport: transport, clock: clock,
                administrator: member.username, user: "anna", multiFactorUser: "mfa-max", singleSignOnUser: "sso-sara",
                password: member.password, secretKey: member.secretKey, foreignOrg: OrgReference(id: 2),
                hasOrgs: generation != .betaAPI))
    }
}
