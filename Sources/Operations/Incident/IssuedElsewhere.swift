import Moments
package import Storage
package import ThoughtSpotSessions

/// The tokens of a user that a cluster issued lately and the journal knows nothing of. The audit log names no token: each
/// is a time and an address, and no more (<doc:AuditLog>).
package struct IssuedElsewhere: Hashable, Sendable {
    package let profile: Profile
    /// Newest first.
    package let events: [AuditEvent]

    package init(profile: Profile, events: [AuditEvent]) {
        self.profile = profile
        self.events = events
    }
}

/// Looks for them in the audit log of the last 24 hours, with the session that is held. Changes nothing.
package struct FindIssuedElsewhere: Hashable, Sendable {
    package var profile: Profile
    package var user: UserIdentifier

    package init(profile: Profile, user: UserIdentifier) {
        self.profile = profile
        self.user = user
    }

    /// - Throws: what reading the audit log throws; without the privilege for it `E_FORBIDDEN`.
    package func run(in workspace: Workspace) async throws(OperationError) -> IssuedElsewhere {
        let now = workspace.now()
        let reading = ReadAuditLog(
            profile: profile, since: Instant(milliseconds: now.milliseconds - AuditWindow.longest), until: now,
            selection: AuditSelection(types: [AuditEventType.tokenCreated.rawValue], user: user.text))
        let report = try await reading.run(in: workspace)
        return IssuedElsewhere(
            profile: profile, events: report.entries.filter { !$0.isLikelyOurs }.map(\.event))
    }
}
