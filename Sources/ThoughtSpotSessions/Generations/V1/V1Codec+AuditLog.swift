import HTTPExchange
import HTTPTypes

extension V1Codec {
    /// `GET logs/topics/security_logs` (3.3 and 8.1). `get_all_logs` is left out: the contract names it, and does not
    /// say what it does to the window.
    func auditLog(_ window: AuditWindow, as authentication: Authentication) throws(Refusal) -> Call<[AuditEvent]> {
        let presented = try InputChecks.presented(authentication)
        var get = Self.request(
            "logs/topics/security_logs", .get, query: PercentEncoding.form(Self.bounds(of: window)), as: presented,
            purpose: .session, safety: .read)
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
