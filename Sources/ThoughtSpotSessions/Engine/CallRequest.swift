import ASCIIText
import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension CallRequest {
    /// The request as it goes on the wire, with the headers all generations share (<doc:Headers>).
    ///
    /// - Throws: ``Refusal`` with `.invalidInput` when a credential belongs to another origin (promise P31) or holds
    ///   characters that a header cannot carry, `.urlTooLong`, and `.invalidInput` when a URL that holds a secret would not
    ///   go over verified TLS.
    func exchange(
        to address: ClusterAddress, userAgent: String, at now: Instant
    ) throws(Refusal) -> ExchangeRequest {
        try checkURL(to: address)
        var headers = HTTPFields()
        headers[.accept] = accept
        headers[.userAgent] = userAgent
        headers[.requestedBy] = "ThoughtSpot"
        switch authentication {
        case .none:
            break
        case .bearer(let token):
            if TokenText.fault(of: token.expose()) != nil {
                throw Refusal(.invalidInput, "the bearer token is empty, too long, or holds a character no token has")
            }
            headers[.authorization] = "Bearer \(token.expose())"
        case .cookies(let jar):
            guard jar.origin == address.origin else {
                throw Refusal(.invalidInput, "the session was opened at \(jar.origin), not at \(address.origin)")
            }
            guard let cookie = jar.header(for: address.origin, path: path, at: now) else {
                throw Refusal(.noSession, "the session has no cookie left to present")
            }
            // Appended, because setting it by name would make one field of each cookie, as only HTTP/2 has it.
            headers.append(HTTPField(name: .cookie, value: cookie))
        }
        var connection = address.connection
        if let bodyLimit { connection.bodyLimit = max(connection.bodyLimit, bodyLimit) }
        let bytes: [UInt8]
        switch body {
        case .none:
            bytes = []
        case .json(let object):
            headers[.contentType] = "application/json"
            bytes = Array(JSONValue.object(object).serialized().utf8)
        case .form(let pairs):
            headers[.contentType] = "application/x-www-form-urlencoded"
            bytes = Array(FormFields.text(pairs).utf8)
        }
        return ExchangeRequest(
            method: method, origin: address.origin, path: path, query: query, headers: headers, body: bytes,
            safety: safety, connection: connection)
    }

    /// What servers and proxies take as a URL, in bytes.
    static let urlLimit = 8 * 1_024

    /// Secrets in a URL are bad enough over TLS with a known server (fault D-q-4); to this very machine they
    /// cross no network.
    private func checkURL(to address: ClusterAddress) throws(Refusal) {
        guard let query else { return }
        let length = address.origin.description.utf8.count + path.utf8.count + 1 + query.utf8.count
        if length > Self.urlLimit {
            throw Refusal(.urlTooLong, "the URL is too long: \(length) bytes, \(Self.urlLimit) is the limit")
        }
        guard hasSecretQuery else { return }
        if address.origin.scheme == .http, !address.origin.isLoopback {
            throw Refusal(.invalidInput, "the URL would hold a password or a key, and is not sent over plain http")
        }
        if address.connection.trust == .insecure {
            throw Refusal(
                .invalidInput, "the URL would hold a password or a key, and is not sent over an unverified connection")
        }
    }
}

extension HTTPField.Name {
    /// The whole of v1's protection against forged requests; harmless elsewhere.
    // The literal is a valid name.
    // swift-format-ignore: NeverForceUnwrap
    static let requestedBy = HTTPField.Name("X-Requested-By")!
}

/// The fields of a query, or of a body of the type `application/x-www-form-urlencoded`.
enum FormFields {
    /// Names and values as the body of a form, or as a query.
    static func text(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }

    /// The names and values of a query that ``text(_:)`` has made.
    static func pairs(_ query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                String(decoding: PercentEncoding.decode(Array($0.utf8)), as: UTF8.self)
            }
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
    }
}
