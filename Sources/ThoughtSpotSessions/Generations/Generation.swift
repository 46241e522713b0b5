/// The five dialects of the session endpoints (wire contract, section 1). The raw value is the name people use.
public enum Generation: String, Hashable, Sendable, CaseIterable, Codable {
    /// Forms and cookies, under `/callosum/v1`: Software 5 to 7, and still served (section 3).
    case v1
    /// The first beta of v2, under `/api/rest/v2` (section 4).
    case betaAPI = "beta-api"
    /// The second, under `/tspublic/rest/v2` (section 5).
    case betaTspublic = "beta-tspublic"
    /// The third, with the second's path and its secrets in the query (section 6).
    case betaQuery = "beta-query"
    /// The current one, under `/api/rest/2.0` (section 7).
    case v2 = "v2.0"
}
