/// The five dialects of the session endpoints (<doc:Generations>). The raw value is the name people use.
public enum Generation: String, Hashable, Sendable, CaseIterable, Codable {
    /// Forms and cookies, under `/callosum/v1`: Software 5 to 7, and still served (<doc:V1>).
    case v1
    /// The first beta of v2, under `/api/rest/v2` (<doc:BetaAPI>).
    case betaAPI = "beta-api"
    /// The second, under `/tspublic/rest/v2` (<doc:BetaTspublic>).
    case betaTspublic = "beta-tspublic"
    /// The third, with the second's path and its secrets in the query (<doc:BetaQuery>).
    case betaQuery = "beta-query"
    /// The current one, under `/api/rest/2.0` (<doc:V2>).
    case v2 = "v2.0"
}
