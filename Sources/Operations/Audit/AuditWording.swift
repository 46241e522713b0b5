package import DisplayText
package import ThoughtSpotSessions

extension AuditEventType {
    /// In a word or two, for a narrow column.
    package var words: SafeText {
        switch self {
        case .loginSuccessful: "login"
        case .loginFailed: "LOGIN FAILED"
        case .accountLocked: "LOCKED OUT"
        case .logoutSuccessful: "logout"
        case .logoutFailed: "LOGOUT FAILED"
        case .tokenCreated: "token issued"
        case .tokenRefused: "TOKEN REFUSED"
        }
    }

    /// Whether it tells of something that did not go as its user wished.
    package var isFailure: Bool {
        switch self {
        case .loginFailed, .accountLocked, .logoutFailed, .tokenRefused: true
        case .loginSuccessful, .logoutSuccessful, .tokenCreated: false
        }
    }
}

extension AuditEvent {
    /// The type as one of those that are documented.
    package var knownType: AuditEventType? { type.flatMap(AuditEventType.init(rawValue:)) }

    /// What it says: the server's description, or the whole of an entry that cannot be read.
    package var words: String? { unreadText ?? description }
}

extension AuditReport {
    /// The lag, where it matters to what is shown: `events of the last 30 minutes may still be missing`.
    package var lagWords: SafeText? {
        guard incompleteFrom != nil else { return nil }
        return "events of the last \(AuditWindow.lag / 60_000) minutes may still be missing"
    }
}

extension AuditCoverage {
    /// `all Orgs`: which Orgs were asked for.
    package var words: SafeText {
        switch self {
        case .allOrgs: "all Orgs"
        case .primaryOrg: "Primary Org only"
        }
    }
}

extension AuditReport {
    /// `all Orgs, with events of Org 0 and Org 3`: the Orgs asked for, and those the events are of.
    package var coverageWords: SafeText {
        let seen = orgs.sorted()
        guard let last = seen.last else { return coverage.words }
        let shown = seen.count > 6 ? "\(seen.count) Orgs" : "Org \(seen.map(String.init).joined(separator: ", "))"
        return seen.count > 1 || last != 0 || coverage == .allOrgs
            ? "\(coverage.words), with events of \(shown)" : coverage.words
    }
}

extension AuditEvent {
    /// All of it in one line, as a ticket wants it: time in UTC, type, user, Org, address, text, id.
    package var line: String {
        let time = at.flatMap { InstantText.iso8601($0.milliseconds)?.string } ?? dateText
        return [
            time, type, username ?? userID, orgID.map { "Org \($0)" }, clientAddress, words, id.map { "id \($0)" },
        ].compactMap { $0 }.joined(separator: "  ")
    }
}
