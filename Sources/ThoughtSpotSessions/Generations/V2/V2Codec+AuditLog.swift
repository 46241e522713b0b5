import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension V2Codec {
    /// `POST logs/fetch` (7.10, 8.1 and 21), a read in spite of its method.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        let body: JSONObject = [
            "log_type": "SECURITY_AUDIT", "start_epoch_time_in_millis": .int64(window.start.milliseconds),
            "end_epoch_time_in_millis": .int64(window.end.milliseconds),
            "get_all_logs": .bool(coverage == .allOrgs),
        ]
        let presented = try InputChecks.presented(authentication)
        var post = Self.request("logs/fetch", .post, body: body, as: presented, purpose: .session, safety: .read)
        post.bodyLimit = JSONLimits.log.bytes
        return Call(post) { (answer) throws(SessionError) in try answer.auditEvents() }
    }
}
