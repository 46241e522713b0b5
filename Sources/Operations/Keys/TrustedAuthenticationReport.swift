package import Storage
package import ThoughtSpotSessions

/// How trusted authentication stands on a cluster, its keys included: to be shown masked, and let go of soon.
package struct TrustedAuthenticationReport: Hashable, Sendable {
    package let profile: Profile
    /// Cluster and Orgs as the server told them.
    package let state: TrustedAuthenticationState
    package let checkedAt: Instant
    /// Milliseconds of the exchange.
    package let duration: Int

    package init(profile: Profile, state: TrustedAuthenticationState, checkedAt: Instant, duration: Int) {
        self.profile = profile
        self.state = state
        self.checkedAt = checkedAt
        self.duration = duration
    }

    /// The report with one place as it was seen later.
    package func replacing(
        _ setting: TrustedAuthenticationState.Setting, at moment: Instant
    ) -> TrustedAuthenticationReport {
        let settings = state.settings.map { $0.place.agrees(with: setting.place) ? setting : $0 }
        return TrustedAuthenticationReport(
            profile: profile, state: TrustedAuthenticationState(settings: settings), checkedAt: moment,
            duration: duration)
    }
}

extension TrustedAuthenticationState {
    /// The setting of one place, when the answer tells it.
    package func setting(of place: TrustedAuthenticationPlace) -> Setting? {
        settings.first { $0.place.agrees(with: place) }
    }
}

extension TrustedAuthenticationState.Setting {
    /// Whether logins by key are possible here, as far as the answer says.
    package var isOn: Bool { isEnabled == true && !keys.isEmpty }
    /// Whether nothing can be opened by a key here, as far as the answer says.
    package var isOff: Bool { isEnabled == false && keys.isEmpty }
}

extension TrustedAuthenticationPlace {
    /// Whether both are the same place: an Org counts as another's equal by what is known of both.
    package func agrees(with other: TrustedAuthenticationPlace) -> Bool {
        switch (self, other) {
        case (.cluster, .cluster): true
        case (.org(let org), .org(let otherOrg)): org.agrees(with: otherOrg)
        case (.cluster, .org), (.org, .cluster): false
        }
    }

    /// The part of the state that tells this place.
    package var scope: TrustedAuthenticationScope {
        switch self {
        case .cluster: .cluster
        case .org: .org
        }
    }

    /// `cluster`, or the Org: for records. The name of an Org is text from outside.
    package var subject: String {
        switch self {
        case .cluster: "cluster"
        case .org(let org): org.wording
        }
    }

    /// `the cluster`, `Org Sales (1)`: for sentences. The name of an Org is text from outside.
    package var wording: String {
        switch self {
        case .cluster: "the cluster"
        case .org(let org): org.name == nil ? org.wording : "Org \(org.wording)"
        }
    }
}
