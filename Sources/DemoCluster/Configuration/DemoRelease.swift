/// A release of the cluster software, as far as the wire depends on it (<doc:V2> and <doc:FindingTheGeneration>).
///
/// Releases of the cloud and of the software that people install themselves count alike; what reached them at different
/// times is told apart by ``isSoftware``.
struct DemoRelease: Comparable, Sendable {
    let major: Int
    let minor: Int
    let patch: Int
    /// Whether the release is installed by its owner (`.sw`) rather than run in the cloud (`.cl`).
    let isSoftware: Bool

    init(_ major: Int, _ minor: Int, _ patch: Int = 0, isSoftware: Bool = false) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.isSoftware = isSoftware
    }

    /// Reads a text such as `26.8.0.cl` or `9.5.1.sw-18`; `nil` when it does not begin with two numbers.
    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.init(
            major, minor, parts.count > 2 ? Int(parts[2]) ?? 0 : 0,
            isSoftware: parts.dropFirst(2).contains { $0.hasPrefix("sw") })
    }

    static func < (one: DemoRelease, other: DemoRelease) -> Bool {
        (one.major, one.minor, one.patch) < (other.major, other.minor, other.patch)
    }

    static func == (one: DemoRelease, other: DemoRelease) -> Bool {
        (one.major, one.minor, one.patch) == (other.major, other.minor, other.patch)
    }
}
