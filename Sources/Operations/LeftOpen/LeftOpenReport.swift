import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// What earlier runs left open, as far as it still matters.
package struct LeftOpenReport: Hashable, Sendable {
    /// Changes without an outcome, and tokens of a plan that was not done to its end; newest first.
    package var changes: [OpenChange]
    /// The lines of logins whose sessions may be open, and are not at hand.
    package var logins: [JournalEvent]
    /// Tokens of which only the fingerprint is here, and which are active, or still valid after a revocation.
    package var notStored: [TokenRecord]
    /// Tokens that are here, and whose revocation was accepted without a validation since, unless that was dismissed.
    package var notVerified: [TokenRecord]
    /// Tokens that are here, and that their cluster accepts after their revocation, unless that was dismissed.
    package var stillValid: [TokenRecord]

    package init(
        changes: [OpenChange] = [], logins: [JournalEvent] = [], notStored: [TokenRecord] = [],
        notVerified: [TokenRecord] = [], stillValid: [TokenRecord] = []
    ) {
        self.changes = changes
        self.logins = logins
        self.notStored = notStored
        self.notVerified = notVerified
        self.stillValid = stillValid
    }

    package var isEmpty: Bool {
        changes.isEmpty && logins.isEmpty && notStored.isEmpty && revocationsWithoutProof.isEmpty
    }

    /// Tokens that are here, and whose revocation is not proven to have ended them.
    package var revocationsWithoutProof: [TokenRecord] { stillValid + notVerified }

    /// Leaves out what is about other origins.
    package mutating func keep(only origin: String) {
        changes.removeAll { $0.line.origin != origin }
        logins.removeAll { $0.origin != origin }
        notStored.removeAll { $0.origin != origin }
        notVerified.removeAll { $0.origin != origin }
        stillValid.removeAll { $0.origin != origin }
    }

    package func count(_ standing: OpenChange.Standing) -> Int { changes.count { $0.standing == standing } }

    /// What a command that tells of them ends with.
    package var exitCode: ExitCode {
        if count(.unknown) > 0 { return .outcomeUnknown }
        return changes.isEmpty && revocationsWithoutProof.isEmpty ? .done : .someFailed
    }
}

extension TokenList {
    /// What earlier runs left open.
    ///
    /// - Parameter lockedProfiles: the profiles whose secrets are in a vault that is locked: whether their sessions and
    ///   tokens are at hand is not known, and nothing is said of them.
    /// - Parameter places: where the tokens are that may matter (``mayMatter(_:at:)``), by a caller who knows that; nil for a
    ///   look at every one, which takes its time with a hundred thousand.
    package func leftOpen(
        at now: Instant, lockedProfiles: Set<Profile.ID> = [], among places: [Int]? = nil
    ) -> LeftOpenReport {
        let changes = openChanges(at: now)
        // A token that is to be revoked stands there once.
        let named = Set(changes.compactMap(\.fingerprint))
        var report = LeftOpenReport(
            changes: changes,
            logins: openLogins.filter {
                !isKept($0) && !lockedProfiles.contains($0.profileID)
                    && now.milliseconds(since: $0.at) < JournalFold.sessionTime
            })
        for place in places?.sorted() ?? Array(records.indices) {
            let record = records[place]
            guard !named.contains(record.fingerprint) else { continue }
            if !heldIDs.contains(record.id) {
                let isActive = [.active, .stillValid].contains(standing(of: record, at: now))
                if isActive, !lockedProfiles.contains(record.profileID) { report.notStored.append(record) }
            } else if record.ended(at: now, clocks: clocks) == nil, !dismissedRevocations.contains(record.id) {
                if record.state == .revoked { report.notVerified.append(record) }
                if record.state == .stillValid { report.stillValid.append(record) }
            }
        }
        return report
    }

    /// Whether the session of a login is the one that the vault keeps: another one of its profile may be open as well.
    private func isKept(_ login: JournalEvent) -> Bool {
        guard let opened = keptSessions[login.profileID] else { return false }
        return openLogins.filter { $0.profileID == login.profileID }.login(openedAt: opened)?.id == login.id
    }

    /// The changes without an outcome, and the tokens of a plan that was not done to its end, which matter still: a token
    /// that has ended is nothing to deal with. One that was given, and that the journal knows from the plan alone, is.
    package func openChanges(at now: Instant) -> [OpenChange] {
        unfinished.filter { change in
            guard change.isRevocation, let place = change.tokenID.flatMap({ records.place(of: $0) }) else {
                return true
            }
            return records[place].ended(at: now, clocks: clocks) == nil
        }
    }
}
