package import Operations
package import Storage
package import ThoughtSpotSessions

/// The Orgs of a cluster, looked up when the picker opens. What is typed to narrow them is the screen's.
package struct OrgPicker: Hashable, Sendable {
    /// What there is to choose from.
    package enum Content: Hashable, Sendable {
        case loading
        /// In the order of their numbers; may be empty.
        case orgs([OrgReference])
        case failed(Message)
    }

    package let profile: Profile
    /// The Org of the session, as far as the server told it.
    package let current: OrgReference?
    package var content: Content

    package init(profile: Profile, current: OrgReference?, content: Content = .loading) {
        self.profile = profile
        self.current = current
        self.content = content
    }

    /// Whether the session is in this Org already.
    package func isCurrent(_ org: OrgReference) -> Bool { current?.agrees(with: org) ?? false }
}
