import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// The audit log of the selected cluster.
extension AppState {
    /// `A`: the log as it was read last; a first look, or another cluster, reads the last 24 hours.
    mutating func openAuditLog() -> [Effect] {
        guard let profile else { return [] }
        var effects = push(.auditLog)
        if audit.profile != profile.id || !audit.isLoaded {
            audit.open(profile.id)
            effects += readAuditLog()
        }
        return effects
    }

    /// The last 24 hours again.
    mutating func readAuditLog() -> [Effect] {
        readAuditLog(from: now.advanced(seconds: -AuditWindow.longest / 1_000), to: now)
    }

    /// The 24 hours before what is there.
    mutating func readOlderAuditLog() -> [Effect] {
        guard let oldest = audit.windows.last?.start else { return [] }
        return readAuditLog(from: oldest.advanced(seconds: -AuditWindow.longest / 1_000), to: oldest)
    }

    private mutating func readAuditLog(from start: Instant, to end: Instant) -> [Effect] {
        guard let id = audit.profile, let profile = profiles[id] else { return [] }
        return [
            begin(
                .readAuditLog(ReadAuditLog(profile: profile, since: start, until: end)), id: .auditLog(id), profile: id,
                label: "reading the audit log of \(profile.name)")
        ]
    }

    mutating func take(_ report: AuditReport) -> [Effect] {
        if report.profile.id == audit.profile { audit.take(report) }
        return []
    }

    mutating func takeAuditFailure(_ error: OperationError, of profile: Profile.ID) {
        let message = MessageComposer.message(for: error)
        if profile == audit.profile { audit.error = message }
        takeSessionEnd(error, of: profile)
    }

    /// What the log on top makes of a command; absent when it is none of its own.
    mutating func obeyInAuditLog(_ command: AppCommand) -> [Effect]? {
        switch command {
        case .filter: audit.isFiltering = true
        case .sortNext: audit.sortByNext()
        case .sortReverse: audit.reverse()
        case .auditOlder: return readOlderAuditLog()
        case .refresh: return readAuditLog()
        case .open, .submit:
            if audit.isFiltering {
                audit.isFiltering = false
            } else if let selection = audit.selection {
                return push(.inspector(Inspector(.auditEvent(selection))))
            }
        default: return nil
        }
        return []
    }

    /// Esc on the log, one step at a time: the filter, a reading under way, the log itself.
    mutating func closeAuditLog() -> [Effect] {
        if audit.isFiltering || !audit.filterText.isEmpty {
            audit.isFiltering = false
            audit.setFilter("")
            return []
        }
        let underWay = requestsUnderCursor
        if !underWay.isEmpty { return cancel(underWay) }
        layers.removeLast()
        return []
    }

    var reasonAgainstAuditLog: SafeText? {
        guard let profile else { return "there is no profile yet; a adds one" }
        if let reason = profile.reason(against: .auditLog) { return reason }
        return isLoggedIn(profile.id) ? nil : "the log wants a session; l logs in on \(profile.name)"
    }

    /// Against reading more of the log that is open.
    var reasonAgainstReadingAuditLog: SafeText? {
        guard topLayer == .auditLog, let id = audit.profile else { return "the audit log is not open; A opens it" }
        if inFlight[.auditLog(id)] != nil { return "the log is being read" }
        return isLoggedIn(id) ? nil : "the session has ended; log in again"
    }
}

extension AppState {
    /// Against what the open log shares with other lists.
    func reasonInAuditLog(_ command: AppCommand) -> SafeText? {
        switch command {
        case .refresh: reasonAgainstReadingAuditLog
        case .cancelRequest: requestsUnderCursor.isEmpty ? "nothing is under way here" : nil
        default: audit.entries.isEmpty ? "there is no event here" : nil
        }
    }
}

extension AppCommand {
    /// Whether it means the list that is on top, whichever that is.
    var isOfAnyList: Bool {
        [.filter, .sortNext, .sortReverse, .refresh, .open, .cancelRequest].contains(self)
    }
}
