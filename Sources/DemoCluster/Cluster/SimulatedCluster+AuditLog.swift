import HTTPExchange

extension SimulatedCluster {
    private static let day: Int64 = 86_400_000

    /// The security log of a window of at most 24 hours, oldest first; without a window, of the last 24 hours (contract
    /// sections 3.3, 7.10 and 8.1). What is younger than the configured lag is not in it yet.
    /// - Parameters:
    ///   - from: ms since the epoch, included.
    ///   - to: ms since the epoch, included.
    ///   - all: whatever the window; the contract names `get_all_logs` and does not say more.
    func auditLog(from: Int64?, to: Int64?, all: Bool) throws(Refusal) -> ExchangeResponse {
        let end = to ?? now()
        let start = from ?? end - Self.day
        guard all || (0...Self.day).contains(end - start) else {
            throw .badParameter("The window must not be longer than 24 hours.")
        }
        let last = min(all ? .max : end, now() - configuration.auditLagMilliseconds)
        let first = all ? 0 : start
        let past = configuration.auditHistory?.events(from: first, to: last, users: configuration.users) ?? []
        let events = past + auditEvents.filter { $0.time >= first && $0.time <= last }
        return .json(200, .array(events.map(\.json)))
    }
}
