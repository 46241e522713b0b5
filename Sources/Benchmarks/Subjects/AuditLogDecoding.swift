import HTTPExchange
import Moments
import Storage
import ThoughtSpotSessions

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
