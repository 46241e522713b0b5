import ASCIIText
package import HTTPExchange
package import HTTPTypes
package import Moments
import StrictJSON

/// What came back for a ``CallRequest``, before it is believed (promise P39).
package struct Answer: Sendable {
    package let request: CallRequest
    package let origin: Origin
    package let status: Int
    package let headers: HTTPFields
    package let body: [UInt8]
    /// When it was complete.
    package let receivedAt: Instant

    package init(request: CallRequest, origin: Origin, response: ExchangeResponse, receivedAt: Instant) {
        self.request = request
        self.origin = origin
        status = response.status
        headers = response.headers
        body = response.body
        self.receivedAt = receivedAt
    }

    package var isSuccess: Bool { (200...299).contains(status) }

    /// Masks what we sent in texts that come back.
    var mask: SecretMask { SecretMask(hiding: request) }

    /// The cookies this answer sets, added to those that were presented.
    func cookies() -> CookieJar {
        var jar =
            switch request.authentication {
            case .cookies(let held): held
            case .none, .bearer: CookieJar(origin: origin)
            }
        jar.take(headers, at: receivedAt)
        return jar
    }

    /// An error of an answer that says yes in a form that cannot be used. A change has then happened (promise P62).
    ///
    /// - Parameters:
    ///   - detail: a phrase of ours that names the place, never the value.
    ///   - offered: what came instead, where that may be told; cut to 200 characters.
    func unusable(
        _ code: SessionError.Code, _ detail: String, offered: [String] = [], issued: IssuedToken? = nil
    ) -> SessionError {
        SessionError(
            code, execution: request.safety == .change ? .accepted : .notExecuted, operation: request.operation,
            origin: origin, status: status, detail: detail, offered: offered.compactMap { mask.masked($0, limit: 200) },
            issuedToken: issued)
    }
}

extension Answer {
    /// The answer as one JSON object.
    ///
    /// - Throws: `SessionError` with `.emptyAnswer`, `.notThoughtSpot`, `.maintenance`, `.badJSON`, `.duplicateKey`,
    ///   `.tooDeep`, `.tooLarge` or `.badField`.
    func fields() throws(SessionError) -> AnswerFields {
        guard case .object(let object) = try json() else {
            throw unusable(.badField, "the answer is not an object")
        }
        return AnswerFields(object: object, path: "", answer: self)
    }

    /// The answer as JSON of any shape. Throws what ``fields()`` throws.
    func json() throws(SessionError) -> JSONValue {
        try refuseOtherThanJSON()
        do {
            return try JSONValue.parse(body)
        } catch {
            throw unusable(error)
        }
    }

    /// The answer as a list, element by element. Throws what ``fields()`` throws; the elements before a place that is
    /// wrong have then been handed over.
    func elements(limits: JSONLimits, each: (JSONValue) -> Void) throws(SessionError) {
        try refuseOtherThanJSON()
        let isList: Bool
        do {
            isList = try JSONValue.parseElements(body, limits: limits, each: each)
        } catch {
            throw unusable(error)
        }
        guard isList else { throw unusable(.badField, "the answer is not a list") }
    }

    private func refuseOtherThanJSON() throws(SessionError) {
        try refuseFrontPage()
        guard !body.isEmpty else { throw unusable(.emptyAnswer, "the answer is empty where JSON is required") }
        let type = mediaType
        guard type.isEmpty || type == "application/json" || type == "text/json" || type.hasSuffix("+json") else {
            throw unusable(.notThoughtSpot, "the answer has another content type than JSON", offered: [type])
        }
        if let charset, charset != "utf-8", charset != "utf8", charset != "us-ascii" {
            throw unusable(.badJSON, "the answer is not in UTF-8", offered: [charset])
        }
    }

    /// The answer as text, without white space around it.
    func text() throws(SessionError) -> String {
        try refuseFrontPage()
        guard let text = String(validating: body, as: UTF8.self) else {
            throw unusable(.badToken, "the answer is not text in UTF-8")
        }
        let trimmed = text.trimmingWhiteSpace()
        guard !trimmed.isEmpty else { throw unusable(.emptyAnswer, "the answer is empty where text is required") }
        return trimmed
    }

    /// Checks an answer that needs no content: anything but a page for people will do (<doc:V1> and <doc:V2>).
    ///
    /// An error that comes with a status of success is still an error, and a bare `false` is a no (fault D-b-3).
    func nothing() throws(SessionError) {
        try refuseFrontPage()
        guard !body.isEmpty, let document = try? JSONValue.parse(body) else { return }
        if document == .bool(false) {
            var error = unusable(.refusedByServer, "the server answered false: it was not done")
            error.execution = .notExecuted
            throw error
        }
        let fault = ServerFault(searching: document)
        if fault.code != nil, fault.text != nil || fault.incident != nil { throw refusal(fault) }
    }

    /// Throws when a page for people came where the API should have answered.
    private func refuseFrontPage() throws(SessionError) {
        if let page = FrontPage(self) { throw page.error(in: self) }
    }

    /// The content type in lower case, without parameters; empty when there is none.
    var mediaType: String {
        let type = headers[.contentType]?.split(separator: ";").first.map(String.init) ?? ""
        return type.trimmingWhiteSpace().lowercased()
    }

    private var charset: String? {
        for parameter in headers[.contentType]?.split(separator: ";").dropFirst() ?? [] {
            let pair = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmingWhiteSpace() }
            if pair.count == 2, pair[0].lowercased() == "charset" {
                return pair[1].lowercased().filter { $0 != "\"" }
            }
        }
        return nil
    }

    private func unusable(_ error: JSONSyntaxError) -> SessionError {
        let place = "line \(error.line), column \(error.column)"
        return switch error.reason {
        case .empty: unusable(.emptyAnswer, "the answer is empty where JSON is required")
        case .duplicateKey: unusable(.duplicateKey, "a key stands twice in one object: \(place)")
        case .tooDeep: unusable(.tooDeep, "the answer is nested too deeply: \(place)")
        case .tooLarge: unusable(.tooLarge, "the answer holds more than is accepted: \(place)")
        case .encoding, .syntax, .trailing, .number, .string: unusable(.badJSON, "not JSON: \(place)")
        }
    }
}

extension Answer {
    /// The session cookie of v1 and v2.0 (<doc:SessionsAndCookies>).
    private static let sessionCookie = "JSESSIONID"

    /// Whether this answer leaves us with a session cookie.
    var opensSession: Bool { cookies().contains(Self.sessionCookie) }

    /// The session that the cookies of this answer are.
    ///
    /// - Throws: `SessionError` with `.noSession` when the cookie is missing (defect SCAL-142933 of release 9.0).
    func cookieSession(
        _ credential: CredentialKind, username: String?, rememberMe: Bool
    ) throws(SessionError) -> ActiveSession {
        let jar = cookies()
        guard jar.contains(Self.sessionCookie) else {
            throw unusable(
                .noSession, "the login was accepted, but no session cookie came: log in with a token instead")
        }
        return ActiveSession(
            authentication: .cookies(jar), credential: credential, username: username, openedAt: receivedAt,
            expiry: SessionEstimate.expiry(openedAt: receivedAt, rememberMe: rememberMe))
    }
}
