/// The release from which a cluster has an operation, or a field of one (<doc:V1>, <doc:V2>,
/// <doc:FindingTheGeneration>).
///
/// For words only: a gate explains a 404 and tells a person what a release has. Nothing is refused by it, because the
/// release of a cluster is often unknown and sometimes odd.
public struct ReleaseGate: Hashable, Sendable {
    /// Where a line of releases has it.
    public enum Start: Hashable, Sendable {
        /// From this release on.
        case from(Release)
        /// From a release with a name of the old kind, which cannot be compared: `ts7.oct.cl`.
        case named(String)
        /// Not on this line at all.
        case never
        /// The documents do not say.
        case unstated
    }

    /// The operation, as ``SessionError/operation`` names it.
    public let operation: String
    /// The field the gate is for; nothing when it is for the operation itself.
    public let field: String?
    /// What it is for people, in the plural: `custom tokens`.
    public let feature: String
    /// In the Cloud.
    public let cloud: Start
    /// On Software.
    public let software: Start

    init(_ operation: String, field: String? = nil, _ feature: String, cloud: Start, software: Start = .unstated) {
        self.operation = operation
        self.field = field
        self.feature = feature
        self.cloud = cloud
        self.software = software
    }

    /// The gate of an operation itself; `nil` where none is documented.
    public static func of(operation: String) -> ReleaseGate? {
        all.first { $0.operation == operation && $0.field == nil }
    }

    /// Whether a release has it.
    ///
    /// - Returns: nothing when nobody can say, which is never a reason to refuse anything.
    public func isPresent(on release: Release) -> Bool? {
        switch release.line == .cloud ? cloud : software {
        case .from(let first): release.isAtLeast(first)
        case .never: false
        case .named, .unstated: nil
        }
    }

    /// One clause for people: `custom tokens exist from 10.4.0.cl and 10.7.0.sw`.
    public var explanation: String {
        let starts = [cloud, software].compactMap { start -> String? in
            switch start {
            case .from(let release): release.description
            case .named(let name): name
            case .never, .unstated: nil
            }
        }
        let since = starts.isEmpty ? "" : " from \(starts.joined(separator: " and "))"
        let exceptions = software == .never ? ", not on Software" : cloud == .never ? ", not in the Cloud" : ""
        return "\(feature) exist\(since)\(exceptions)"
    }
}

extension ReleaseGate {
    /// Whether a profile of this generation ever calls the operation: its own, or that of its neighbour.
    package func isUsed(by generation: Generation) -> Bool {
        switch generation {
        case .v1: operation.hasPrefix("v1 ")
        case .v2: !operation.hasPrefix("v1 ")
        case .betaAPI, .betaTspublic, .betaQuery:
            Ability.allCases.contains { generation.capability($0) == .neighbour(operation: operation) }
        }
    }
}
