package import HTTPExchange

/// One cluster of the demo world, with what a person needs to log in there.
package struct DemoFleetMember: Sendable {
    /// Names the profile too: `prod-eu`.
    package let name: String
    /// The generation a profile should name, as in <doc:Generations>: `v2.0`, `v1`, `beta-api`, ...
    package let generation: String
    package let release: String
    /// `production`, `staging`, `development`.
    package let tag: String
    /// One sentence on what can be tried here.
    package let note: String
    package let username: String
    package let password: String
    /// Of the whole cluster.
    package let secretKey: String
    /// Of single Orgs, in the order of their ids.
    package let orgSecretKeys: [DemoSecretKey]
    /// `nil`: nothing listens there.
    package let cluster: SimulatedCluster?

    /// The name it has for `DemoFleet.transport`, where no socket is involved.
    package var inProcessOrigin: Origin { Origin(scheme: .https, host: "\(name).demo.example") }

    /// What a profile needs.
    /// - Parameter origin: where the cluster was put.
    package func description(at origin: Origin) -> DemoFleetDescription {
        DemoFleetDescription(
            name: name, origin: origin, generation: generation, username: username, password: password,
            secretKey: secretKey, tag: tag, note: note)
    }
}

/// A cluster of the demo world as a profile sees it. The two secrets are fixed and public: they open nothing else.
package struct DemoFleetDescription: Hashable, Sendable {
    package let name: String
    package let origin: Origin
    package let generation: String
    package let username: String
    package let password: String
    package let secretKey: String
    package let tag: String
    package let note: String
}
