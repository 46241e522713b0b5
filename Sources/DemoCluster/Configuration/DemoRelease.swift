/// A release of the cluster software, as far as the contract depends on it (sections 7.1 and 10).
struct DemoRelease: Comparable, Sendable {
    let major: Int
    let minor: Int

    init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads the first two numbers of a text such as `26.8.0.cl`; `nil` when they are not numbers.
    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.init(major, minor)
    }

    static func < (one: DemoRelease, other: DemoRelease) -> Bool {
        (one.major, one.minor) < (other.major, other.minor)
    }
}
