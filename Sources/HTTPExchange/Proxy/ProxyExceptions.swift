/// The origins that are reached without a proxy: the value of `no_proxy`.
///
/// Entries are separated by commas or spaces: `*` (everything), `example.com`, `.example.com` and `*.example.com`
/// (the name and all below it), any of these with `:port`, addresses, and networks such as `10.0.0.0/8`.
public struct ProxyExceptions: Sendable {
    private struct Entry: Sendable {
        enum Pattern: Sendable {
            case everything
            case name(String)
            case address(IPAddress)
            case network(IPAddress, prefix: Int)
        }

        let pattern: Pattern
        let port: Int?
    }

    private let entries: [Entry]

    /// Entries that cannot be understood are ignored, as every other program does.
    public init(_ text: String) {
        entries = text.split { $0 == "," || $0 == " " || $0 == "\t" }.compactMap { Self.entry(String($0).lowercased()) }
    }

    /// Whether `origin` is reached without a proxy.
    public func matches(_ origin: Origin) -> Bool {
        let address = IPAddress(origin.host)
        return entries.contains { entry in
            guard entry.port == nil || entry.port == origin.port else { return false }
            switch entry.pattern {
            case .everything:
                return true
            case .name(let name):
                return address == nil && (origin.host == name || origin.host.hasSuffix(".\(name)"))
            case .address(let wanted):
                return address == wanted
            case .network(let network, let prefix):
                return address?.isInside(network, prefix: prefix) ?? false
            }
        }
    }

    private static func entry(_ text: String) -> Entry? {
        if text == "*" { return Entry(pattern: .everything, port: nil) }
        if let address = IPAddress(text) { return Entry(pattern: .address(address), port: nil) }
        if let slash = text.firstIndex(of: "/") {
            guard let network = IPAddress(String(text[..<slash])), let prefix = Int(text[text.index(after: slash)...]),
                (0...network.bytes.count * 8).contains(prefix)
            else { return nil }
            return Entry(pattern: .network(network, prefix: prefix), port: nil)
        }
        var name = text[...]
        var port: Int?
        if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]) {
            name = text[..<colon]
            port = number
        }
        if name.first == "[", name.last == "]" { name = name.dropFirst().dropLast() }
        if let address = IPAddress(String(name)) { return Entry(pattern: .address(address), port: port) }
        if name.hasPrefix("*.") { name = name.dropFirst(2) }
        if name.hasPrefix(".") { name = name.dropFirst() }
        return name.isEmpty ? nil : Entry(pattern: .name(String(name)), port: port)
    }
}
