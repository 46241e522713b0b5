import HTTPExchange
import HTTPTypes

extension BetaTspublicCodec {
    /// `GET logs/events` (5.3 and 19). The contract names the call and neither its parameters nor its answer: the log
    /// is that of v1, so the topic and the bounds of the window are asked for in v1's words.
    func auditLog(_ window: AuditWindow, as authentication: Authentication) throws(Refusal) -> Call<[AuditEvent]> {
        let presented = try InputChecks.presented(authentication)
        let topic = (name: "topic", value: "security_logs")
        var get = paths.request("logs/events", .get, as: presented, purpose: .session, safety: .read)
        get.query = PercentEncoding.form([topic] + V1Codec.bounds(of: window))
        get.bodyLimit = JSONLimits.log.bytes
        return Call(get) { (answer) throws(SessionError) in try answer.auditEvents() }
    }
}
