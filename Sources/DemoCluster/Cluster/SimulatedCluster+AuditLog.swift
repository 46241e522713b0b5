import HTTPExchange

extension SimulatedCluster {
    private static let day: Int64 = 86_400_000

    /// The security log of a window of at most 24 hours, oldest first; without a window, of the last 24 hours
    /// (<doc:V1>, <doc:V2>, <doc:AuditLog>). What is younger than the configured lag is not in it yet.
    /// - Parameters:
    ///   - from: ms since the epoch, included.
    ///   - to: ms since the epoch, included.
    ///   - allOrgs: of every Org, or of the Primary Org alone: what `get_all_logs` means (<doc:AuditLog>).
    func auditLog(from: Int64?, to: Int64?, allOrgs: Bool) throws(Refusal) -> ExchangeResponse {
        let end = to ?? now()
        let start = from ?? end - Self.day
        guard (0...Self.day).contains(end - start) else {
            throw .badParameter("The window must not be longer than 24 hours.")
        }
        let last = min(end, now() - configuration.auditLagMilliseconds)
        let past = configuration.auditHistory?.events(from: start, to: last, users: configuration.users) ?? []
        let events = past + auditEvents.filter { $0.time >= start && $0.time <= last }
        return .json(200, .array(events.filter { allOrgs || $0.orgID == 0 }.map(\.json)))
    }

    /// Whether `get_all_logs` is read: since 9.10.5 (<doc:AuditLog>). Before, it is one more field that has no effect.
    var narrowsAuditLog: Bool { release >= DemoRelease(9, 10, 5) }
}
