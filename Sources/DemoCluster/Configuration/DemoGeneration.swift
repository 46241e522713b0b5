/// A generation of the interface that a simulated cluster answers (contract section 1), in the order of their age.
package enum DemoGeneration: String, Hashable, Sendable, CaseIterable {
    /// `/callosum/v1`, form bodies, flat errors (contract section 3).
    case v1
    /// `/api/rest/v2`, JSON bodies, passwords only (contract section 4).
    case betaAPI = "beta-api"
    /// `/tspublic/rest/v2`, JSON bodies (contract section 5).
    case betaTspublic = "beta-tspublic"
    /// `/tspublic/rest/v2` too, login and gettoken by GET with a query (contract section 6).
    case betaQuery = "beta-query"
    /// `/api/rest/2.0`, JSON bodies, nested errors (contract section 7).
    case v2 = "v2.0"
}
