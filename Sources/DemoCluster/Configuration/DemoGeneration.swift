/// A generation of the interface that a simulated cluster answers (<doc:Generations>), in the order of their age.
package enum DemoGeneration: String, Hashable, Sendable, CaseIterable {
    /// `/callosum/v1`, form bodies, flat errors (<doc:V1>).
    case v1
    /// `/api/rest/v2`, JSON bodies, passwords only (<doc:BetaAPI>).
    case betaAPI = "beta-api"
    /// `/tspublic/rest/v2`, JSON bodies (<doc:BetaTspublic>).
    case betaTspublic = "beta-tspublic"
    /// `/tspublic/rest/v2` too, login and gettoken by GET with a query (<doc:BetaQuery>).
    case betaQuery = "beta-query"
    /// `/api/rest/2.0`, JSON bodies, nested errors (<doc:V2>).
    case v2 = "v2.0"
}
