/// The proxy that the environment names for an origin: `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`.
///
/// Lower case wins over upper case. `HTTP_PROXY` in upper case is not read, because a web server sets it from a
/// header of the request it serves. An empty value means no proxy. This very machine is never reached by a proxy.
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
