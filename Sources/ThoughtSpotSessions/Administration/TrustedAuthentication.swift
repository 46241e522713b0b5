/// Where a setting of trusted authentication applies (<doc:V2>). Cluster and Orgs are independent.
public enum TrustedAuthenticationPlace: Hashable, Sendable {
    /// The cluster, which is its Primary Org.
    case cluster
    /// One Org, where authentication is per Org.
    case org(OrgReference)
}

/// Which part of the state is asked for.
public enum TrustedAuthenticationScope: String, Hashable, Sendable, CaseIterable {
    /// The cluster, which is its Primary Org.
    case cluster = "CLUSTER"
    /// The Orgs, where authentication is per Org.
    case org = "ORG"
}

/// How trusted authentication stands on a cluster, with its keys in clear: an answer that is a secret as a whole.
public struct TrustedAuthenticationState: Hashable, Sendable {
    /// One place and its keys.
    public struct Setting: Hashable, Sendable {
        /// Where it applies.
        public let place: TrustedAuthenticationPlace
        /// Absent when the server words it in another way than ENABLED or DISABLED.
        public let isEnabled: Bool?
        /// Secret keys, each equal to an administrator's rights; empty when there is none.
        public let keys: [Secret]

        /// A setting as the server tells it.
        public init(place: TrustedAuthenticationPlace, isEnabled: Bool?, keys: [Secret]) {
            self.place = place
            self.isEnabled = isEnabled
            self.keys = keys
        }
    }

    /// The cluster first, then the Orgs in the server's order; whatever the answer leaves out is left out.
    public let settings: [Setting]

    /// A state as the server tells it.
    public init(settings: [Setting]) { self.settings = settings }
}

/// One change of trusted authentication; a change of nothing cannot be said, since the documents contradict each other
/// about it (contradiction W17).
public struct TrustedAuthenticationChange: Hashable, Sendable {
    /// Where it is to apply.
    public let place: TrustedAuthenticationPlace
    /// True keeps a key that is there and makes one otherwise; false revokes the key that is there.
    public let isEnabled: Bool

    /// A change of one place.
    public init(place: TrustedAuthenticationPlace, isEnabled: Bool) {
        self.place = place
        self.isEnabled = isEnabled
    }
}
