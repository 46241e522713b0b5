import ASCIIText
import HTTPExchange
import HTTPTypes

/// A request with the questions every generation asks about it.
struct ReceivedRequest {
    let request: ExchangeRequest
    /// Which generation the path belongs to.
    let generation: DemoGeneration
    /// The path without the base of its generation: `/auth/session/login`.
    let localPath: String

    var method: HTTPRequest.Method { request.method }
    var body: [UInt8] { request.body }

    /// The token of `Authorization: Bearer ...`; `nil` without such a header.
    var bearer: String? {
        guard let value = request.headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Whether the request tries to prove something by a header, whatever its scheme.
    var hasAuthorization: Bool { request.headers[.authorization] != nil }

    /// Whether the request came encrypted, so that cookies with the attribute `Secure` come along.
    var isSecure: Bool { request.origin.scheme == .https }

    /// The Org that a token for several is to act in (<doc:Orgs>).
    var orgSelector: String? { HTTPField.Name("X-Org-Selector").flatMap { request.headers[$0] } }

    /// Cookies by name, from every `Cookie` header.
    var cookies: [String: String] {
        var cookies: [String: String] = [:]
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let halves = pair.split(separator: "=", maxSplits: 1)
                guard halves.count == 2 else { continue }
                cookies[String(halves[0].drop { $0 == " " })] = String(halves[1])
            }
        }
        return cookies
    }

    /// Whether the request names a session by its cookie, open or not.
    var hasSessionCookie: Bool { cookies["JSESSIONID"] != nil }

    /// The media type in lower case without parameters, and the charset parameter.
    var contentType: (type: String, charset: String?)? {
        guard let value = request.headers[.contentType] else { return nil }
        let parts = value.lowercased().split(separator: ";").map { part in part.filter { $0 != " " && $0 != "\"" } }
        guard let type = parts.first else { return nil }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
        return (type, charset.map { String($0.dropFirst("charset=".count)) })
    }

    /// The query's fields.
    func query() throws(Refusal) -> FormFields {
        guard let fields = FormFields(request.query ?? "") else { throw .badParameter("The query cannot be decoded.") }
        return fields
    }
}

/// The fields of an `application/x-www-form-urlencoded` text: a form body or a query.
struct FormFields: Sendable {
    private var values: [String: String] = [:]

    /// `nil` when a percent escape is damaged or the decoded bytes are not UTF-8. The last of equal names counts.
    init?(_ text: some StringProtocol) {
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]),
                let value = Self.decoded(halves.count == 2 ? halves[1] : "")
            else { return nil }
            values[name] = value
        }
    }

    init?(bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(text)
    }

    /// The value of `name`; `nil` when the field is absent or empty.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func decoded(_ text: some StringProtocol) -> String? {
        let spaced = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return PercentEncoding.decodeStrictly(spaced).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
