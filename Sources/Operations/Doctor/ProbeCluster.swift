import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// Asks a cluster what it speaks, without a credential. Changes nothing, there or here.
package struct ProbeCluster: Hashable, Sendable {
    /// Whose address, trust, proxy and deadlines count; its generation does not.
    package var profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    /// What was heard. A cluster that does not answer is an answer too.
    ///
    /// - Throws: when the profile names a proxy that is none.
    package func run(in workspace: Workspace) async throws(OperationError) -> ProbeReport {
        await GenerationProbe(
            address: try workspace.address(of: profile),
            transport: OriginGuard(wrapping: workspace.transport, origin: profile.origin), now: workspace.now
        ).run()
    }
}
