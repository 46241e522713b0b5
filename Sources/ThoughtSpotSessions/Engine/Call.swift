import ASCIIText
package import HTTPExchange
package import HTTPTypes
package import Moments
package import StrictJSON

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

    /// Secrets in a URL are bad enough over TLS with a known server (fault D-q-4); to localhost they
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

/// The body of a request, before it is bytes.
package enum CallBody: Sendable {
    case none
    case json(JSONObject)
    /// Names and values of an `application/x-www-form-urlencoded` body.
    case form([(name: String, value: String)])
}

/// What an operation does to whom: decides what a refusal means (<doc:ErrorAnswers>).
package enum CallPurpose: Hashable, Sendable {
    /// Presents a credential to open a session.
    case login(CredentialKind)
    /// Presents a credential to issue a token.
    case issue(CredentialKind)
    /// Presents a session or a token.
    case session
    /// Presents nothing.
    case open
}

/// A request in the words of a generation, without where it goes: what a codec builds, and a test compares.
package struct CallRequest: Sendable {
    /// The operation as its documents name it: `auth/token/revoke`, `v1 session/login`.
    package var operation: String
    package var method: HTTPRequest.Method
    /// Absolute and percent-encoded.
    package var path: String
    package var query: String?
    package var accept: String
    package var body: CallBody
    package var authentication: Authentication
    package var purpose: CallPurpose
    package var safety: ExchangeRequest.Safety
    /// Whatever else of the request must not come back in a text; the authentication is masked anyway.
    package var secrets: [Secret]
    /// User names, in lower case, that were said openly beside those secrets.
    package var openNames: [String] = []
    /// What a status 500 means here, where it has a documented meaning of its own; the change was then refused.
    package var meaningOf500: SessionError.Code?
    /// Whether the answer's own reader judges a 3xx; otherwise it is an error.
    package var readsRedirect: Bool
    /// Whether the query holds a password or a key (beta-query): such a URL goes over verified TLS or not at all.
    package var hasSecretQuery: Bool
    /// Bytes of an answer, where more is right than for others; see ``ConnectionSettings/bodyLimit``.
    package var bodyLimit: Int?

    package init(
        _ operation: String, _ method: HTTPRequest.Method, _ path: String, query: String? = nil,
        accept: String = "application/json", body: CallBody = .none, authentication: Authentication = .none,
        purpose: CallPurpose, safety: ExchangeRequest.Safety, secrets: [Secret] = [],
        meaningOf500: SessionError.Code? = nil, readsRedirect: Bool = false, hasSecretQuery: Bool = false,
        bodyLimit: Int? = nil
    ) {
        self.operation = operation
        self.method = method
        self.path = path
        self.query = query
        self.accept = accept
        self.body = body
        self.authentication = authentication
        self.purpose = purpose
        self.safety = safety
        self.secrets = secrets
        self.meaningOf500 = meaningOf500
        self.readsRedirect = readsRedirect
        self.hasSecretQuery = hasSecretQuery
        self.bodyLimit = bodyLimit
    }
}

/// One operation, ready to be sent: its request, and how its answer is read. Building and reading are pure.
package struct Call<Value: Sendable>: Sendable {
    package let request: CallRequest
    /// Reads an answer that is not an error.
    package let read: @Sendable (Answer) throws(SessionError) -> Value
    /// Turns a failure that is really an answer (`the token is invalid`) into one.
    package let recover: @Sendable (SessionError) -> Value?
    /// Another call that answers the same question, for a cluster that does not have the operation of this one
    /// (``SessionError/Code/notOnThisRelease``). Only for reads: nothing is done twice.
    package let fallback: (@Sendable () -> Call<Value>)?

    package init(
        _ request: CallRequest, read: @escaping @Sendable (Answer) throws(SessionError) -> Value,
        recover: @escaping @Sendable (SessionError) -> Value? = { _ in nil },
        fallback: (@Sendable () -> Call<Value>)? = nil
    ) {
        self.request = request
        self.read = read
        self.recover = recover
        self.fallback = fallback
    }

    /// The same call, with another one to go on with where the cluster does not have its operation.
    func orElse(_ fallback: @escaping @Sendable () -> Call<Value>) -> Call<Value> {
        Call(request, read: read, recover: recover, fallback: fallback)
    }
}

/// Why an operation is not even sent.
package struct Refusal: Error, Hashable, Sendable {
    package let code: SessionError.Code
    /// For people: what is wrong, and what to do instead.
    package let detail: String

    package init(_ code: SessionError.Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// What a generation lacks, in the words of the capability table.
    init(absence ability: Ability, in generation: Generation) {
        var detail = "\(generation.rawValue) has nothing for this"
        if case .absent(let reason) = generation.capability(ability) { detail = reason }
        self.init(.notInThisGeneration, detail)
    }
}

extension Call {
    /// What an answer means: classified by its status, read by the codec, and its failures recovered where they are
    /// answers. Pure, and the one way from bytes to values.
    ///
    /// - Parameter start: when the request left, by our clock; compared with the `Date` of the answer.
    package func reply(to answer: Answer, sentAt start: Instant) throws(SessionError) -> Reply<Value> {
        var evidence = Evidence(of: answer, sentAt: start)
        let value: Value
        do throws(SessionError) {
            let isReadable = answer.isSuccess || request.readsRedirect && (300...399).contains(answer.status)
            guard isReadable else { throw answer.failure() }
            value = EchoMask(answer.request).masked(try read(answer))
        } catch {
            evidence = evidence.naming(error)
            guard let recovered = recover(error) else {
                var failure = error
                failure.evidence = evidence
                failure.issuedToken = error.issuedToken.map { $0.masked(by: EchoMask(answer.request)) }
                throw failure
            }
            value = recovered
        }
        return Reply(
            value: value, status: answer.status, clockSkew: evidence.clockSkew, duration: evidence.duration,
            evidence: evidence)
    }
}

extension Answer {
    /// The server's own clock when it answered; nil without a `Date` that can be read, or when a cache has kept the
    /// answer (`Age`).
    var serverTime: Instant? {
        headers[.age] == nil ? headers[.date].flatMap(HTTPDate.instant) : nil
    }

    /// The server's clock less ours, in milliseconds, at the middle of the exchange; nil where ``serverTime`` is.
    func clockSkew(sentAt start: Instant) -> Int64? {
        guard let serverTime else { return nil }
        let middle = start.milliseconds + (receivedAt.milliseconds - start.milliseconds) / 2
        return serverTime.milliseconds - middle
    }

    /// The end of a token that was just issued or accepted, unless it cannot be right: a token that works has not ended,
    /// and ends after it began (fault D17). Judged by what the server says of its own clock, never by ours.
    func believed(_ expiry: Expiry, createdAt: Instant?) -> (expiry: Expiry, doubt: ExpiryDoubt?) {
        guard let end = expiry.instant else { return (expiry, nil) }
        if let createdAt, end <= createdAt { return (.unknown, .beforeCreation(end)) }
        if let serverTime, end <= serverTime { return (.unknown, .inThePast(end)) }
        return (expiry, nil)
    }
}
