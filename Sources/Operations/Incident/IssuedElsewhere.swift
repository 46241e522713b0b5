package import DisplayText
import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// The tokens of a user that a cluster issued lately and the journal knows nothing of. The audit log names no token: each
/// is a time and an address, and no more (<doc:AuditLog>).
package struct IssuedElsewhere: Hashable, Sendable {
    /// How far the audit log was read: where it was not, no event says nothing.
    package enum Reach: Hashable, Sendable {
        /// By the server's clock. What happened later may be missing still.
        case until(Instant)
        /// Older events are missing; the code says why.
        case part(SafeText)
        /// The code says why not.
        case none(SafeText)
    }

    package let profile: Profile
    /// Newest first.
    package let events: [AuditEvent]
    package let reach: Reach

    package init(profile: Profile, events: [AuditEvent] = [], reach: Reach) {
        self.profile = profile
        self.events = events
        self.reach = reach
    }

    /// That the audit log could not be read.
    package init(profile: Profile, failure: OperationError) {
        self.init(profile: profile, reach: .none(MessageComposer.causeWithCode(of: failure)))
    }
}

extension IssuedElsewhere {
    /// What the audit log says, and of which time: `no other token issued in the 24 hours up to 2026-11-27 16:02:11 UTC`.
    package var text: SafeText {
        guard case .until(let end) = reach else { return reach.text }
        let complete = InstantText.utc(end.milliseconds)
        if events.isEmpty { return "no other token issued in the 24 hours up to \(complete)" }
        // Of what came after that moment the log may know some, and not others.
        return
            "\(events.count) other \(events.count == 1 ? "token" : "tokens") issued in 24 hours, complete up to \(complete)"
    }
}

extension IssuedElsewhere.Reach {
    /// What was read, in a clause: `read up to 2026-11-27 16:02:11 UTC`.
    package var text: SafeText {
        switch self {
        case .until(let end): "read up to \(InstantText.utc(end.milliseconds))"
        case .part(let code): "read in part: \(code)"
        case .none(let cause): "not read: \(cause)"
        }
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

    /// The clock of a server is known to a second or so: what has just been issued lies before the end, in milliseconds.
    private static let margin: Int64 = 2_000

    /// - Throws: what reading the audit log throws; without the privilege for it `E_FORBIDDEN`.
    package func run(in workspace: Workspace) async throws(OperationError) -> IssuedElsewhere {
        let origin = profile.origin.description
        // The log has times of the server.
        let now = await workspace.clocks().now(of: origin, at: workspace.now())
        let reading = ReadAuditLog(
            profile: profile, since: Instant(milliseconds: now.milliseconds - AuditWindow.longest + Self.margin),
            until: Instant(milliseconds: now.milliseconds + Self.margin),
            selection: AuditSelection(types: [AuditEventType.tokenCreated.rawValue], user: user.text))
        let report = try await reading.run(in: workspace)
        let end = Instant(milliseconds: now.milliseconds - AuditWindow.lag)
        var events = report.entries.filter { !$0.isLikelyOurs }.map(\.event)
        if !events.isEmpty, let revoked = try await lastRevocation(since: reading.earliestLine, in: workspace) {
            events.removeAll { $0.at.map { $0 < revoked } ?? false }
        }
        if !events.isEmpty { events = try await withoutImported(events, in: workspace) }
        return IssuedElsewhere(
            profile: profile, events: events,
            reach: report.stopped.map { .part("\(MessageComposer.message(for: $0).code)") } ?? .until(end))
    }

    /// When the cluster accepted the last revocation of all tokens of the user, by its clock, which tells whole seconds: what
    /// was issued before is revoked already. One before `moment` says nothing of what was issued later.
    private func lastRevocation(
        since moment: Instant, in workspace: Workspace
    ) async throws(OperationError) -> Instant? {
        let (origin, user) = (profile.origin.description, user.text.lowercased())
        return try await workspace.ledger.reduce(since: moment, into: Instant?.none) { last, event in
            guard event.action == .revokeToken, event.token?.fingerprint == nil, event.phase == .result,
                event.outcome == .ok, event.origin == origin,
                event.subjects.contains(where: { $0.lowercased() == user }), let at = event.evidence?.serverTime
            else { return }
            last = max(last ?? at, at)
        }
    }

    /// An imported token is on the list already: its cluster has told when it was created. Each stands for one event.
    private func withoutImported(
        _ events: [AuditEvent], in workspace: Workspace
    ) async throws(OperationError) -> [AuditEvent] {
        let known = try await ListTokens().run(in: workspace).records(of: profile).filter { record in
            record.isImported && user.isUser(named: record.facts.user, id: record.facts.userID)
        }
        var rest = events
        for created in known.compactMap(\.facts.createdAt) {
            let distances = rest.map { event in
                event.at.map { abs($0.milliseconds(since: created)) } ?? .max
            }
            guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }),
                distances[nearest] < 1_500
            else { continue }
            rest.remove(at: nearest)
        }
        return rest
    }
}

extension AuditEvent {
    /// Where it came from.
    package var address: SafeText { SafeText(outside: clientAddress ?? "an unknown address", limit: 60) }
}
