package import Storage

/// Looks at many clusters, as ``CheckCluster`` does at one. A dead one costs its own line only.
package struct CheckClusters: Hashable, Sendable {
    package var profiles: [Profile]

    package init(profiles: [Profile]) {
        self.profiles = profiles
    }

    /// Asks ``CheckCluster/parallel`` of them at a time. Never throws.
    /// - Returns: one status for each profile, in their order.
    package func run(in workspace: Workspace) async -> [ClusterStatus] {
        await withTaskGroup(of: (Int, ClusterStatus).self) { group in
            var waiting = profiles.enumerated().makeIterator()
            func start() {
                guard let (index, profile) = waiting.next() else { return }
                group.addTask { (index, await CheckCluster(profile: profile).run(in: workspace)) }
            }
            for _ in 0..<CheckCluster.parallel { start() }
            var found: [Int: ClusterStatus] = [:]
            while let (index, status) = await group.next() {
                found[index] = status
                start()
            }
            return profiles.indices.compactMap { found[$0] }
        }
    }
}
