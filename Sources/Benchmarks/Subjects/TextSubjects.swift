import DisplayText
import HTTPExchange
import Moments
import Storage
import StrictJSON
import ThoughtSpotSessions

/// The strict parser on the largest answers there are: lines of an audit log.
enum JSONParsing: Subject {
    static let name = "json"

    static func measure(with recorder: Recorder) async throws {
        let log = AuditMaterial.log
        try await recorder.row("json: parse an audit log of 2 MB", bytes: log.count) {
            keep(try JSONValue.parse(log))
        }
        let document = try JSONValue.parse(log)
        await recorder.row("json: write it again", bytes: log.count) {
            keep(document.serialized())
        }
        let deep = Array((String(repeating: "[", count: 100_000)).utf8)
        await recorder.row("json: refuse 100,000 nested arrays", repeats: 1_000) {
            for _ in 0..<1_000 { keep(try? JSONValue.parse(deep)) }
        }
        let text = Array(("\"" + String(repeating: "caf\\u00e9 \u{1F600} ", count: 30_000) + "\"").utf8)
        try await recorder.row("json: one string full of escapes and emoji", bytes: text.count) {
            keep(try JSONValue.parse(text))
        }
    }
}

/// An audit log from its bytes to its events, the way a client reads it: the whole call without a network.
///
/// `Tests/Speed/compare_audit_log.py` sets it against Python's `json.loads` on the same bytes, in one run.
enum AuditLogDecoding: Subject {
    static let name = "audit-log"

    /// Answers every request with the same log, at once.
    private struct Canned: HTTPTransport {
        let response: ExchangeResponse

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse { response }
    }

    static func measure(with recorder: Recorder) async throws {
        let log = AuditMaterial.log
        let client = SessionClient(
            generation: .v2, address: ClusterAddress(origin: TokenMaterial.profile.origin),
            transport: Canned(response: ExchangeResponse(status: 200, body: log)),
            now: { TokenMaterial.start })
        let start = TokenMaterial.start.advanced(seconds: -86_400)
        guard let window = AuditWindow(from: start, to: TokenMaterial.start) else {
            preconditionFailure("24 hours are a window")
        }
        let session = Authentication.bearer(Secret("token"))
        let events = try await client.auditLog(window, covering: .allOrgs, as: session).value
        precondition(events.allSatisfy { $0.unreadText == nil && $0.at != nil }, "every event is read")
        try await recorder.row("audit-log: decode \(events.count) events", bytes: log.count) {
            keep(try await client.auditLog(window, covering: .allOrgs, as: session))
        }
    }
}

/// Making text from outside safe, and measuring how wide it is.
enum Sanitising: Subject {
    static let name = "sanitise"

    static func measure(with recorder: Recorder) async {
        let texts = [
            ("plain ASCII", "user anna of cluster prod-eu "),
            ("accents", "Jörg Müller, Ångström & Cañón "),
            ("Chinese and emoji", "日本語のユーザー \u{1F600} "),
            ("control and bidi characters", "a\u{1B}[2J\r\n\u{202E}b\u{200B}\u{7}c "),
        ]
        for (name, piece) in texts {
            let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
            await recorder.row("sanitise: \(name)", bytes: text.utf8.count) {
                keep(SafeText(outside: text, limit: .max))
            }
        }
        let names = (0..<10_000).map { "integration-service-\($0)" }
        await recorder.row("sanitise: a name in a table", repeats: names.count) {
            for name in names { keep(SafeText(outside: name)) }
        }
        let huge = String(repeating: "\u{202E}x", count: 500_000)
        await recorder.row("sanitise: a hostile 2 MB name, to the usual limit") { keep(SafeText(outside: huge)) }
        let line = SafeText(outside: String(repeating: "prod-eu 日本語 Jörg ", count: 10))
        await recorder.row("sanitise: width of a line of 200 columns", repeats: 1_000) {
            for _ in 0..<1_000 { keep(TextWidth.columns(line)) }
        }
    }
}
