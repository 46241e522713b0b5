import ASCIIText
import Glibc
public import HTTPTypes

/// One request, as it will be put on the wire.
///
/// Headers and body may hold secrets: the text forms of this type show method, origin and path only.
public struct ExchangeRequest: Sendable {
    /// What happens when a request is executed twice.
    public enum Safety: Hashable, Sendable {
        /// Changes nothing; may be repeated.
        case read
        /// Issues or changes; is repeated only when the first certainly did not happen (promise P62).
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
    /// The whole body, not decoded; may hold secrets.
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

/// What a header value may hold when it carries text that came from outside.
public enum HeaderValue {
    /// Whether `text` can be put into a header as it is: visible ASCII, inner spaces and tabs, nothing else.
    ///
    /// `HTTPField` silently turns line ends into spaces, which would send a token other than the one that was meant:
    /// ask here before a value is put into a field.
    public static func isSafe(_ text: String) -> Bool {
        let bytes = text.utf8
        let edges = [bytes.first, bytes.last]
        return bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 } && !edges.contains(0x20)
            && !edges.contains(0x09)
    }
}

extension ExchangeRequest {
    /// `host:port`, as errors name the other end.
    public var peer: String { "\(origin.host.contains(":") ? "[\(origin.host)]" : origin.host):\(origin.port)" }

    /// Refuses a request that would not arrive as it was meant: control characters, or an address that a URL parser
    /// could read in another way.
    ///
    /// - Throws: `TransportError` with the code `.other` and the reach `.notSent`; the detail names the place, never
    ///   the value.
    public func check() throws(TransportError) {
        if let field = headers.first(where: { !HeaderValue.isSafe($0.value) }) {
            throw refusal("the value of the header field \(field.name.rawName) holds characters that cannot be sent")
        }
        if headers.contains(where: { $0.name.canonicalName == "host" }) {
            throw refusal("the header field Host is made from the address and cannot be set")
        }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.allSatisfy({ Self.isAddressByte($0) && $0 != 0x3F })
        else {
            throw refusal("the path holds characters that cannot be sent")
        }
        guard query?.utf8.allSatisfy(Self.isAddressByte) ?? true else {
            throw refusal("the query holds characters that cannot be sent")
        }
        guard !origin.host.isEmpty, origin.host.utf8.allSatisfy(Self.isHostByte) else {
            throw refusal("the host name holds characters that cannot be sent")
        }
        guard (1...65_535).contains(origin.port) else {
            throw refusal("the port is not between 1 and 65535")
        }
    }

    private func refusal(_ detail: String) -> TransportError {
        TransportError(.other, reach: .notSent, peer: peer, detail: detail)
    }

    /// Visible ASCII except the number sign and what URL parsers disagree about.
    private static func isAddressByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !disputedBytes.contains(byte)
    }

    private static let disputedBytes = Set("#\"<>\\^`{|}".utf8)

    /// Letters, digits, and what names and addresses need: `.`, `-`, `_`, `:`.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte.isLowercaseASCIILetter || byte.isASCIIDigit || "-.:_".utf8.contains(byte)
    }
}

/// All that is asked of a network: one request in, one answer out.
///
/// A transport never follows a redirect, never repeats a request, and carries nothing of one request over into the
/// next. Retrying and recording are done by transports that wrap another one (folder `Middleware`).
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the whole answer, whatever its status.
    ///
    /// When the calling task is cancelled, it throws `TransportError` with the code `.cancelled`.
    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse
}

/// Time as the middleware sees it. Tests hand in a clock that moves only when they say so.
public struct ExchangeClock: Sendable {
    /// Milliseconds of a clock that never jumps; only differences mean something.
    public let now: @Sendable () -> Int64
    /// Milliseconds since 1970 UTC, as this machine believes.
    public let wallNow: @Sendable () -> Int64
    /// Waits this many milliseconds; throws when the task is cancelled meanwhile.
    public let sleep: @Sendable (Int) async throws -> Void

    /// Creates a clock from its parts, such as one of a test that moves when it is told.
    public init(
        now: @escaping @Sendable () -> Int64, wallNow: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Int) async throws -> Void
    ) {
        self.now = now
        self.wallNow = wallNow
        self.sleep = sleep
    }

    /// The clocks of this machine.
    public static let live = ExchangeClock(
        now: { milliseconds(of: CLOCK_MONOTONIC) },
        wallNow: { milliseconds(of: CLOCK_REALTIME) },
        sleep: { try await Task.sleep(for: .milliseconds($0)) }
    )

    private static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
