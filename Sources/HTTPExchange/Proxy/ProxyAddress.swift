import ASCIIText
import FoundationEssentials

/// A proxy as people write it: `http://user:password@proxy.example.com:3128`.
///
/// Scheme and port may be missing. The password may hold `/`, `@` and `:` as they are: the last `@` ends it. Escapes
/// (`%40`) are decoded; a `%` that starts none stays what it is.
public struct ProxyAddress: Hashable, Sendable {
    /// Why a text is no proxy address. No case carries any part of the text.
    public enum Problem: String, Error, Hashable, Sendable {
        /// There is no text.
        case empty = "it is empty"
        /// Another scheme than http.
        case unsupportedScheme = "only proxies that speak plain HTTP are supported (http://host:port)"
        /// No host is named.
        case missingHost = "it names no host"
        /// The host holds what no name and no address has.
        case invalidHost = "the host name has characters that no host name has"
        /// The port is not between 1 and 65535.
        case invalidPort = "the port is not a number between 1 and 65535"
    }

    /// Lower case, without brackets for an IPv6 address.
    public let host: String
    /// 1...65535; 80 when the text names none.
    public let port: Int
    /// What follows `Basic ` in `Proxy-Authorization`; a secret.
    public let basicAuthorization: String?

    /// Reads a proxy as the environment names it.
    public init(_ text: String) throws(Problem) {
        var rest = Substring(text.trimmingBlanks())
        guard !rest.isEmpty else { throw .empty }
        if let separator = rest.firstRange(of: "://"), Self.isScheme(rest[..<separator.lowerBound]) {
            guard rest[..<separator.lowerBound].lowercased() == "http" else { throw .unsupportedScheme }
            rest = rest[separator.upperBound...]
        }
        var userInformation: Substring?
        if let at = rest.lastIndex(of: "@") {
            userInformation = rest[..<at]
            rest = rest[rest.index(after: at)...]
        }
        if let end = rest.firstIndex(where: { "/?#".contains($0) }) {
            rest = rest[..<end]
        }
        (host, port) = try Self.hostAndPort(rest)
        basicAuthorization = userInformation.map(Self.basicAuthorization)
    }

    private static func isScheme(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(\.isASCIIAlphanumeric)
    }

    private static func hostAndPort(_ text: Substring) throws(Problem) -> (String, Int) {
        var host = text
        var port: Substring?
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { throw .invalidHost }
            host = text[text.index(after: text.startIndex)..<close]
            let after = text[text.index(after: close)...]
            guard after.isEmpty || after.first == ":" else { throw .invalidHost }
            port = after.isEmpty ? nil : after.dropFirst()
            guard IPAddress(String(host)) != nil else { throw .invalidHost }
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { throw .missingHost }
        let isName = host.utf8.allSatisfy { $0.isASCIIAlphanumeric || "-._".utf8.contains($0) }
        guard isName || text.first == "[" else { throw .invalidHost }
        guard let port, !port.isEmpty else { return (host.lowercased(), 80) }
        guard let number = Int(port), (1...65_535).contains(number), port.first != "+" else { throw .invalidPort }
        return (host.lowercased(), number)
    }

    private static func basicAuthorization(_ userInformation: Substring) -> String {
        let parts = userInformation.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let decoded = parts.map { PercentEncoding.decode(Array($0.utf8)) }
        let bytes = decoded[0] + [0x3A] + (decoded.count > 1 ? decoded[1] : [])
        return Data(bytes).base64EncodedString()
    }
}

extension ProxyAddress: CustomStringConvertible, CustomReflectable {
    /// Host and port only.
    public var description: String { "\(host):\(port)" }
    public var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }
}
