import ASCIIText

/// A release of ThoughtSpot as clusters name it: three numbers, the line, and sometimes a suffix (`26.8.0.cl-110`;
/// <doc:FindingTheGeneration>).
///
/// What a cluster says of its release may be anything, or nothing (`test`). A text that is no release is unknown, and
/// nothing is ever refused for it: a release explains a 404, it does not foresee one.
public struct Release: Hashable, Sendable {
    /// Cloud and Software are numbered apart: `10.4.0.cl` says nothing about `10.4.0.sw`.
    public enum Line: String, Hashable, Sendable, CaseIterable {
        /// `cl`.
        case cloud = "cl"
        /// `sw`.
        case software = "sw"
    }

    /// The first number.
    public let major: Int
    /// The second.
    public let minor: Int
    /// The third.
    public let patch: Int
    /// Cloud or Software: releases of different lines cannot be compared.
    public let line: Line
    /// What follows the line, with its separator: `-110`; empty for most. It plays no part in comparisons.
    public let suffix: String

    /// A release by its numbers, each 0 or more.
    public init(_ major: Int, _ minor: Int, _ patch: Int, _ line: Line, suffix: String = "") {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.line = line
        self.suffix = suffix
    }

    /// Reads `N.N.N.cl` or `N.N.N.sw`, with an optional suffix after `-`, `.`, `_`, `+` or a space.
    ///
    /// Returns nil for any other text; the release is then unknown.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let numbers = parts.prefix(3).compactMap(Self.number)
        guard numbers.count == 3, let line = Line.allCases.first(where: { parts[3].hasPrefix($0.rawValue) }) else {
            return nil
        }
        let rest = parts[3].dropFirst(line.rawValue.count)
        guard rest.isEmpty || "-._+ ".contains(rest.prefix(1)) else { return nil }
        self.init(numbers[0], numbers[1], numbers[2], line, suffix: String(rest))
    }

    /// At most six digits, so that nothing overflows; no sign.
    private static func number(_ digits: Substring) -> Int? {
        guard (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit) else {
            return nil
        }
        return Int(digits)
    }

    /// Whether this release is `other` or a later one.
    ///
    /// - Returns: nil for releases of different lines, which cannot be compared.
    public func isAtLeast(_ other: Release) -> Bool? {
        guard line == other.line else { return nil }
        return (major, minor, patch) >= (other.major, other.minor, other.patch)
    }
}

extension Release: CustomStringConvertible {
    /// As clusters write it: `26.8.0.cl-110`. The suffix is text from outside, to be made safe before it is shown.
    public var description: String { "\(major).\(minor).\(patch).\(line.rawValue)\(suffix)" }
}

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
    /// The field the gate is for; nil when it is for the operation itself.
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
    /// - Returns: nil when it is not known, which is never a reason to refuse anything.
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

extension ReleaseGate {
    /// Every gate that is documented, v2.0 first. What no document dates has no row.
    public static let all: [ReleaseGate] = v2Operations + v2Fields + v1

    /// <doc:V2>; the software release of the first v2.0 is that of <doc:Generations>.
    private static let v2Operations: [ReleaseGate] = [
        first("auth/session/login", "v2.0 logins"),
        first("auth/session/logout", "v2.0 logouts"),
        first("auth/session/user", "v2.0 sessions"),
        first("auth/token/full", "v2.0 tokens"),
        first("auth/token/object", "v2.0 object tokens"),
        first("auth/token/revoke", "v2.0 revocations"),
        first("users/force-logout", "v2.0 force-logouts"),
        ReleaseGate(
            "auth/session/token", "24-hour tokens from a session", cloud: .from(Release(9, 4, 0, .cloud)),
            software: .from(Release(9, 5, 1, .software))),
        ReleaseGate("users/deactivate", "deactivations of accounts", cloud: .from(Release(9, 7, 0, .cloud))),
        ReleaseGate("system/banner", "v2.0 banners", cloud: .from(Release(9, 10, 0, .cloud))),
        ReleaseGate(
            "auth/token/validate", "token validations", cloud: .from(Release(9, 12, 0, .cloud)),
            software: .from(Release(10, 0, 0, .software))),
        ReleaseGate(
            "auth/token/custom", "custom tokens", cloud: .from(Release(10, 4, 0, .cloud)),
            software: .from(Release(10, 7, 0, .software))),
        ReleaseGate(
            "auth/search", "trusted-authentication keys in v2.0", cloud: .from(Release(26, 6, 0, .cloud))),
        ReleaseGate(
            "auth/configure", "trusted-authentication switches in v2.0", cloud: .from(Release(26, 6, 0, .cloud))),
    ]

    /// See <doc:V2>.
    private static let v2Fields: [ReleaseGate] = [
        ReleaseGate(
            "auth/session/login", field: "org_identifier", "Orgs at login", cloud: .from(Release(9, 2, 0, .cloud))),
        ReleaseGate(
            "auth/session/login", field: "Set-Cookie", "usable cookies after a v2.0 login",
            cloud: .from(Release(9, 2, 0, .cloud))),
        ReleaseGate(
            "auth/token/custom", field: "variable_values", "variable values in custom tokens",
            cloud: .from(Release(10, 14, 0, .cloud))),
    ]

    /// See <doc:V1>.
    private static let v1: [ReleaseGate] = [
        ReleaseGate(
            "v1 session/info", "v1 session details", cloud: .named("ts7.oct.cl"),
            software: .from(Release(7, 2, 1, .software))),
        ReleaseGate(
            "v1 session/auth/token", "v1 tokens", cloud: .named("ts7.april.cl"),
            software: .from(Release(7, 1, 1, .software))),
        ReleaseGate(
            "v1 session/auth/token", field: "autocreate", "users created by a v1 token",
            cloud: .from(Release(8, 9, 0, .cloud))),
        ReleaseGate("v1 session/login", field: "orgid", "Orgs at a v1 login", cloud: .from(Release(9, 2, 0, .cloud))),
        ReleaseGate(
            "v1 session/orgs", "Orgs of a v1 session", cloud: .from(Release(8, 10, 0, .cloud)), software: .never),
        ReleaseGate("v1 user/session/invalidate", "v1 force-logouts", cloud: .named("ts7.sep.cl")),
    ]

    /// What v2.0 has had from its first release.
    private static func first(_ operation: String, _ feature: String) -> ReleaseGate {
        ReleaseGate(
            operation, feature, cloud: .from(Release(9, 0, 0, .cloud)), software: .from(Release(9, 0, 1, .software)))
    }
}
