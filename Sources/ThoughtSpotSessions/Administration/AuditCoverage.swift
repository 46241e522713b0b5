/// Whose events are asked for. `get_all_logs` means Orgs, not time, and defaults to true (<doc:AuditLog>); it is always
/// sent, so that a reader knows what was covered.
public enum AuditCoverage: String, Hashable, Sendable, CaseIterable {
    /// The events of all Orgs.
    case allOrgs = "all-orgs"
    /// The events of the Primary Org only.
    case primaryOrg = "primary-org"
}
