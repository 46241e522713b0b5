import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// Asks a cluster what it speaks, without a credential. Changes nothing, there or here.
package struct ProbeCluster: Hashable, Sendable {
    /// Whose address, trust, proxy and deadlines count; its generation does not.
    package var profile: Profile
    /// How long the whole question may take, in milliseconds; the profile's deadlines alone count without it.
    package var patience: Int?

    /// For a question that something else waits for: a profile can be saved without an answer.
    package static let patience = 10_000

    package init(profile: Profile, patience: Int? = nil) {
        self.profile = profile
        self.patience = patience
    }

    /// What was heard. A cluster that does not answer is an answer too.
    ///
    /// - Throws: when the profile names a proxy that is none.
    package func run(in workspace: Workspace) async throws(OperationError) -> ProbeReport {
        var profile = profile
        if let patience { profile.deadlines.total = min(profile.deadlines.total, patience) }
        return await GenerationProbe(
            address: try workspace.address(of: profile),
            transport: OriginGuard(wrapping: workspace.transport, origin: profile.origin), now: workspace.now
        ).run()
    }
}
