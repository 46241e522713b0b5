import HTTPExchange
import HTTPTypes
import StrictJSON

extension BetaTspublicCodec {
    /// `GET logs/events` (5.3, 19 and 21): `fromEpoch`, `toEpoch` and `getAllLogs`; answered with a list of events, or with
    /// one of them.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]> {
        let presented = try InputChecks.presented(authentication)
        var get = paths.request("logs/events", .get, as: presented, purpose: .session, safety: .read)
        get.query = FormFields.text(V1Codec.bounds(of: window) + [(name: "getAllLogs", value: coverage.flag)])
        get.bodyLimit = JSONLimits.log.bytes
        return Call(get) { (answer) throws(SessionError) in try answer.auditEvents(mayBeOne: true) }
    }
}
