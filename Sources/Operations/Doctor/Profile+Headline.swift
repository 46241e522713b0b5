package import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

extension Profile {
    /// What stands above the findings about it: `prod-eu  https://prod-eu.example  v2.0`.
    package var headline: SafeText { "\(name)  \(origin.description)  \(generation.rawValue)" }
}
