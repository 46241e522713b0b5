import DisplayText
package import Moments
import Storage
package import ThoughtSpotSessions

// A plan that is made again for the same user, or tried again: what was done before stays in its report.

extension IncidentReport {
    /// What a later report about the same user has to tell of this one: the earlier ones, and itself, oldest first.
    package var asEarlier: [IncidentReport] {
        var own = self
        own.earlier = []
        return earlier + [own]
    }

    /// Whether it is about the user whom that name or GUID means; clusters do not tell capital letters apart.
    package func isAbout(_ user: UserIdentifier) -> Bool { self.user.text.lowercased() == user.text.lowercased() }

    /// Takes out what is done once more, into a report of its own among the earlier ones.
    ///
    /// - Parameter begunAt: when that was begun.
    package mutating func setAside(_ again: EndUser, begunAt: Instant) {
        var before = IncidentReport(user: user, reason: reason, begunAt: begunAt)
        before.result = result.takeOut(again)
        if !before.result.sessions.isEmpty || !before.result.tokens.isEmpty || !before.result.deactivations.isEmpty {
            earlier.append(before)
        }
    }

    /// This report and the earlier ones as one: of each act, token and cluster what the latest says.
    var whole: IncidentReport {
        if earlier.isEmpty { return self }
        var whole = self
        whole.earlier = []
        for report in earlier.reversed() { whole.take(report) }
        let done = Set(whole.result.sessions.map(\.target.profile.id))
        whole.leftOut.removeAll { !$0.isPrevented && done.contains($0.profile.id) }
        return whole
    }

    /// Takes what an earlier one tells and this one does not.
    private mutating func take(_ report: IncidentReport) {
        let tokens = Set(tokens)
        result.sessions += report.result.sessions.filter { item in
            !result.sessions.contains { $0.act == item.act && $0.target.profile.id == item.target.profile.id }
        }
        result.tokens += report.result.tokens.filter { !tokens.contains($0.tokenID) }
        unstored += report.unstored.filter { !tokens.contains($0.id) }
        result.deactivations += report.result.deactivations.filter { item in
            !result.deactivations.contains { $0.target.profile.id == item.target.profile.id }
        }
        result.elsewhere += report.result.elsewhere.filter { found in
            !result.elsewhere.contains { $0.profile.id == found.profile.id }
        }
        let told = Set(leftOut.map(\.profile.id)).union(result.sessions.map(\.target.profile.id))
        leftOut += report.leftOut.filter { !told.contains($0.profile.id) }
    }

    /// How many attempts it tells of; nil for the usual one.
    var attempts: SafeText? {
        earlier.isEmpty
            ? nil
            : """
            \(earlier.count + 1) for this user: the latest, then the earlier ones, each verdict with its time; the result \
            counts the latest verdict of each token and act
            """
    }
}

extension EndUser.Report {
    /// Takes out the verdicts on what is done once more, and returns those of them that something was sent for.
    fileprivate mutating func takeOut(_ again: EndUser) -> EndUser.Report {
        var taken = EndUser.Report()
        let accounts = Set(again.deactivations.map(\.target.profile.id))
        taken.deactivations = deactivations.filter {
            accounts.contains($0.target.profile.id) && $0.verdict != .notAttempted
        }
        deactivations.removeAll { accounts.contains($0.target.profile.id) }
        for part in again.confirmed.parts {
            let id = part.target.profile.id
            let isRepeated = { (item: ForceLogoutItem) in
                item.target.profile.id == id && part.acts.contains(item.act)
            }
            taken.sessions += sessions.filter { isRepeated($0) && $0.verdict != .notAttempted }
            sessions.removeAll(where: isRepeated)
            let ids = Set(part.tokens.map(\.tokenID))
            taken.tokens += tokens.filter { ids.contains($0.tokenID) && $0.verdict != .notAttempted }
            tokens.removeAll { ids.contains($0.tokenID) }
        }
        return taken
    }
}
