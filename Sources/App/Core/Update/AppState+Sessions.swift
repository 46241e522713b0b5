import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Looking at clusters, logging in and out.
extension AppState {
    mutating func check(_ profile: Profile) -> Effect {
        begin(.checkCluster(profile), id: .check(profile.id), profile: profile.id, label: "checking \(profile.name)")
    }

    /// A look at the selected cluster, or in the table of all clusters at all of them, and at what the files say by now.
    mutating func refresh() -> [Effect] {
        let looked = layers.isEmpty && screen == .allClusters ? profiles.list : [profile].compactMap(\.self)
        return looked.map { check($0) } + [readProfiles(), readJournal()]
    }

    mutating func openLogin() -> [Effect] {
        guard let profile else { return [] }
        return open(FormDraft.logIn(profile, serial: nextFormSerial()))
    }

    /// `o`: at once where little can go wrong, after a question on production and protected clusters.
    mutating func askToLogOut() -> [Effect] {
        guard let profile else { return [] }
        return ProtectionPolicy(profile).consentToLoggingOut != nil
            ? push(.question(.logOut(profile))) : [logOut(of: profile)]
    }

    mutating func logOut(of profile: Profile) -> Effect {
        begin(
            .logOut(profile), id: .session(profile.id), profile: profile.id, label: "logging out of \(profile.name)",
            isChange: true)
    }

    mutating func take(_ status: ClusterStatus) -> [Effect] {
        let id = status.profile.id
        guard profiles[id] != nil else { return [] }
        let before = clusters[id]
        var row = before ?? ClusterRow()
        switch status.state {
        case .loggedIn(let report):
            row.session = report
            row.error = nil
        case .reachable:
            row.session = nil
            row.error = nil
        case .sessionEnded:
            row.session = nil
            row.error = nil
            if before?.session != nil { say(.warning, "the session on \(status.profile.name) has ended") }
        case .failed(let error):
            if error.isCancellation { return [] }
            row.error = MessageComposer.message(for: error)
        }
        row.status = status
        clusters[id] = row
        if screen == .allClusters { refreshAllClusters() }
        return []
    }

    mutating func take(_ report: SessionReport) -> [Effect] {
        let profile = report.profile
        let status = ClusterStatus(
            profile: profile, state: .loggedIn(report), checkedAt: report.checkedAt, clockSkew: report.clockSkew,
            duration: report.duration)
        clusters[profile.id] = ClusterRow(status: status, session: report)
        if screen == .allClusters { refreshAllClusters() }
        say(.good, "logged in to \(profile.name) as \(report.info.userName)")
        closeSubmittedForm { if case .logIn(let of) = $0 { of.id == profile.id } else { false } }
        // A login by secret key mints a token, and the journal has it.
        return [readJournal()]
    }

    mutating func take(_ report: LogoutReport) -> [Effect] {
        let profile = report.profile
        var row = clusters[profile.id] ?? ClusterRow()
        row.session = nil
        row.error = nil
        let text = MessageComposer.text(for: report)
        if case .unknown(let error) = report.onServer {
            row.error = MessageComposer.message(for: error, profile: profile.name)
            say(.warning, text)
        } else {
            row.status = ClusterStatus(profile: profile, state: .reachable, checkedAt: now)
            say(.good, text)
        }
        row.logout = text
        clusters[profile.id] = row
        if screen == .allClusters { refreshAllClusters() }
        return [readJournal()] + saveAfterLogout(report)
    }
}

extension OperationError {
    /// Whether it only says that somebody cancelled, and nothing may have happened.
    var isCancellation: Bool {
        if case .session(let error, _) = self {
            error.code == .cancelled && error.execution == .notExecuted
        } else {
            false
        }
    }
}
