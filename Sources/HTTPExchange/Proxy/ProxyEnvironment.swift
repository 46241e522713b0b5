/// The proxy that the environment names for an origin: `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`.
///
/// Lower case wins over upper case. `HTTP_PROXY` in upper case is not read, because a web server sets it from a
/// header of the request it serves. An empty value means no proxy. Localhost is never reached by a proxy.
public struct ProxyEnvironment: Sendable {
    /// A proxy variable that cannot be understood. It names the variable and never shows its value, which may hold a
    /// password.
    public struct InvalidVariable: Error, Hashable, Sendable {
        /// The name of the variable.
        public let variable: String
        /// What is wrong with its value; the value itself may hold a password and is not told.
        public let reason: ProxyAddress.Problem
    }

    private let variables: [String: String]

    /// - Parameter variables: the environment of the process, or what a test says it is.
    public init(variables: [String: String]) {
        self.variables = variables
    }

    /// Which proxy stands between us and `origin`.
    public func proxy(for origin: Origin) throws(InvalidVariable) -> ConnectionSettings.Proxy {
        guard !origin.isLoopback, let (variable, value) = setting(for: origin.scheme) else { return .direct }
        let exceptions = ProxyExceptions(variables["no_proxy"] ?? variables["NO_PROXY"] ?? "")
        guard !exceptions.matches(origin) else { return .direct }
        do throws(ProxyAddress.Problem) {
            let address = try ProxyAddress(value)
            return .http(host: address.host, port: address.port, basicAuthorization: address.basicAuthorization)
        } catch {
            throw InvalidVariable(variable: variable, reason: error)
        }
    }

    /// The user and password that the environment names for this very proxy, whatever it is used for: a profile names
    /// its proxy without them. The text after `Basic `; nil when there is none.
    ///
    /// - Parameters:
    ///   - host: of the proxy, in lower case.
    ///   - port: of the proxy.
    public func basicAuthorization(forProxy host: String, port: Int) -> String? {
        for name in Self.names {
            guard let address = variables[name].flatMap({ try? ProxyAddress($0) }) else { continue }
            if address.host == host, address.port == port, let known = address.basicAuthorization { return known }
        }
        return nil
    }

    /// All that are read, the more particular ones first.
    private static let names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"]

    /// The variable that applies and its value; nil when there is none or it is empty.
    private func setting(for scheme: Origin.Scheme) -> (variable: String, value: String)? {
        let names =
            switch scheme {
            case .https: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            case .http: ["http_proxy", "all_proxy", "ALL_PROXY"]
            }
        for name in names {
            guard let value = variables[name] else { continue }
            return value.isEmpty ? nil : (name, value)
        }
        return nil
    }
}

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
