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
