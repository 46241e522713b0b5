public import HTTPTypes

/// One request, as it will be put on the wire.
///
/// Headers and body may hold secrets: the text forms of this type show method, origin and path only.
public struct ExchangeRequest: Sendable {
    /// What happens when a request is executed twice.
    public enum Safety: Hashable, Sendable {
        /// Changes nothing; may be repeated.
        case read
        /// Mints or changes; is repeated only when the first certainly did not happen (promise P62).
        case change
    }

    /// The verb of HTTP.
    public var method: HTTPRequest.Method
    /// Where it goes, and the only place it goes to.
    public var origin: Origin
    /// Absolute, percent-encoded, without query: `/api/rest/2.0/auth/session/user`.
    public var path: String
    /// Percent-encoded, without the question mark; may hold secrets (beta-query).
    public var query: String?
    /// In their order; may hold secrets.
    public var headers: HTTPFields
    /// As it is sent; empty for none; may hold secrets.
    public var body: [UInt8]
    /// What happens when it is executed twice.
    public var safety: Safety
    /// How the connection for it is made.
    public var connection: ConnectionSettings
    /// 1 for the first try; counted by `RetryingTransport`, shown in records, not sent.
    public var attempt = 1

    /// A request as it will be sent; ``check()`` says whether it can be.
    public init(
        method: HTTPRequest.Method, origin: Origin, path: String, query: String? = nil, headers: HTTPFields = [:],
        body: [UInt8] = [], safety: Safety, connection: ConnectionSettings = ConnectionSettings()
    ) {
        self.method = method
        self.origin = origin
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.safety = safety
        self.connection = connection
    }
}

extension ExchangeRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(origin)\(path)" }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// One answer. Repeated header fields stay apart; redirects are answers like any other.
///
/// Headers and body may hold secrets: the text forms of this type show the status only.
public struct ExchangeResponse: Sendable {
    /// 100...599.
    public var status: Int
    /// In the order of the answer, repeated fields apart; may hold secrets.
    public var headers: HTTPFields
    /// The whole body, decoded by nobody; may hold secrets.
    public var body: [UInt8]

    /// An answer as it came, or as a test plays it.
    public init(status: Int, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension ExchangeResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "status \(status), \(body.count) bytes" }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
