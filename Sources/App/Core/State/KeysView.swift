package import DisplayText
package import Operations
package import Storage
package import ThoughtSpotSessions

/// The trusted-authentication keys of one cluster, as long as they are looked at: closing the view lets go of them.
package struct KeysView: Hashable, Sendable {
    /// One key, or a place without one.
    package struct Row: Hashable, Sendable {
        package let setting: TrustedAuthenticationState.Setting
        package let key: Secret?
    }

    package let profile: Profile
    /// Absent until the cluster has answered.
    package var report: TrustedAuthenticationReport?
    /// Why the keys could not be read.
    package var error: Message?
    /// A change that did not come to its end, until the next one or the next reading.
    package var alarm: Message?
    /// Index of the selected row.
    package var selection = 0

    package init(profile: Profile) {
        self.profile = profile
    }

    package var rows: [Row] {
        (report?.state.settings ?? []).flatMap { setting in
            setting.keys.isEmpty
                ? [Row(setting: setting, key: nil)] : setting.keys.map { Row(setting: setting, key: $0) }
        }
    }

    package var selected: Row? { rows.indices.contains(selection) ? rows[selection] : nil }
}

/// Asked before trusted authentication is changed. Default is No.
package struct KeyQuestion: Hashable, Sendable {
    package let plan: KeyChangePlan
    package var typed: String
    /// What was typed does not match; says what is wanted.
    package var mismatch: SafeText?

    package init(plan: KeyChangePlan) {
        self.plan = plan
        typed = ""
    }
}
