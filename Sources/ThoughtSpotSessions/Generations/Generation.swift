/// The five dialects of the session endpoints (wire contract, section 1). The raw value is the name people use.
public enum Generation: String, Hashable, Sendable, CaseIterable, Codable {
    case v1
    case betaAPI = "beta-api"
    case betaTspublic = "beta-tspublic"
    case betaQuery = "beta-query"
    case v2 = "v2.0"
}
