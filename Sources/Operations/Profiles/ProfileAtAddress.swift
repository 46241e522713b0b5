import HTTPExchange
package import Storage
import ThoughtSpotSessions

// Tokens, sessions and changes belong to an address, and several profiles may have it.

extension Collection<Profile> {
    /// The profile through which something at an address is meant: of those that have the address the first preferred one,
    /// or any other; nil when none has it.
    ///
    /// - Parameters:
    ///   - origin: the address, as the journal writes it.
    ///   - preferred: ids, the best first: the profile that is selected, the one that wrote the journal's line.
    package func profile(at origin: String, preferring preferred: Profile.ID?...) -> Profile? {
        filter { $0.origin.description == origin }.first(preferring: preferred)
    }

    /// The first preferred one, or the first of all.
    package func first(preferring preferred: [Profile.ID?]) -> Profile? {
        for id in preferred {
            if let profile = first(where: { $0.id == id }) { return profile }
        }
        return first
    }
}
