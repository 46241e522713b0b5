import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension V1Codec {
    /// `GET logs/topics/security_logs` (3.3, 8.1 and 21).
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        let presented = try InputChecks.presented(authentication)
        let all = (name: "get_all_logs", value: coverage.flag)
        var get = Self.request(
            "logs/topics/security_logs", .get, query: FormFields.text(Self.bounds(of: window) + [all]),
            as: presented, purpose: .session, safety: .read)
        get.bodyLimit = JSONLimits.log.bytes
        return Call(get) { (answer) throws(SessionError) in try answer.auditEvents() }
    }

    /// The window in milliseconds since 1970, as beta-tspublic names it too.
    static func bounds(of window: AuditWindow) -> [(name: String, value: String)] {
        [
            (name: "fromEpoch", value: String(window.start.milliseconds)),
            (name: "toEpoch", value: String(window.end.milliseconds)),
        ]
    }
}

extension AuditCoverage {
    /// As the text of a query.
    var flag: String { self == .allOrgs ? "true" : "false" }
}
