/// A generation of the interface that a simulated cluster answers.
package enum DemoGeneration: String, Hashable, Sendable, CaseIterable {
    /// `/callosum/v1`, form bodies, flat errors (contract section 3).
    case v1
    /// `/api/rest/2.0`, JSON bodies, nested errors (contract section 7).
    case v2 = "v2.0"
}
