import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// "Log out of prod-eu?", where that is production or protected.
struct LogOutQuestion: QuestionFeature {
    private let profile: Profile
    var dialog: Dialog<YesNo>

    init(_ profile: Profile, in program: ProgramState) {
        self.profile = profile
        dialog = Dialog(
            "Log out of \(profile.name)?",
            [TextRun("Logs out \(program.sessionUser(on: profile)).")] + .facts(of: profile),
            on: profile, yes: "Log out")
    }

    mutating func answer(_ answer: YesNo, in program: inout ProgramState) -> [Effect] {
        let canLogOut = program.canLogOut(of: profile) && !program.isSessionBusy(profile.id)
        return program.closeTop() + (canLogOut ? [program.logOut(of: profile)] : [])
    }
}

extension ProgramState {
    func sessionUser(on profile: Profile) -> SafeText {
        clusters[profile.id]?.session.map { "\($0.info.userName)" } ?? "this program"
    }

    func notLoggedIn(to profile: Profile) -> SafeText {
        "not logged in to \(profile.name); log in first (\(key(.logIn)))"
    }

    var reasonAgainstLoggingOut: SafeText? {
        guard let profile else { return noProfile }
        if stack.isEmpty, panes.table == nil, panes.focus == .activity {
            return "select a cluster first (\(key(.focusClusters)))"
        }
        if isSessionBusy(profile.id) { return Self.sessionIsBusy }
        if canLogOut(of: profile) { return AbilityPolicy(profile, .logout).reason }
        return reasonOfVault(for: profile) ?? "not logged in to \(profile.name)"
    }

    /// Whether there is a session to end: one that is open as far as is known, or one that the vault keeps, whatever the
    /// last check came to.
    fileprivate func canLogOut(of profile: Profile) -> Bool {
        hasSession(profile.id) || tokens.isKept(sessionOf: profile.id)
    }

    /// `o`: at once where little can go wrong, after a question on production and protected clusters.
    mutating func askToLogOut() -> [Effect] {
        guard let profile else { return [] }
        return ProtectionPolicy(profile).consentToLoggingOut != nil
            ? open(LogOutQuestion(profile, in: self)) : [logOut(of: profile)]
    }

    mutating func logOut(of profile: Profile) -> Effect { begin(LogOut(profile: profile, keepsUnended: true)) }

    mutating func receive(_ report: LogoutReport) -> [Effect] {
        let profile = report.profile
        var row = clusters[profile.id] ?? ClusterRow()
        row.session = nil
        row.doubt = nil
        row.error = nil
        let text = MessageComposer.text(for: report)
        if case .unknown(let error) = report.onServer {
            row.error = MessageComposer.message(for: error, profile: profile.name).onScreen(in: self)
            row.errorAt = now
            say(.warning, text)
        } else {
            row.status = ClusterStatus(profile: profile, state: .reachable, checkedAt: now)
            say(.good, text)
        }
        row.logout = text
        clusters[profile.id] = row
        sortAllClusters()
        return dropCheck(of: profile.id) + [readJournal()]
    }
}

extension LogOut: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "logging out of \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: LogoutReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let effects = program.failSession(error, on: profile, id)
        if program.hasSession(profile.id) {
            program.say(.failure, "not logged out of \(profile.name); the session is kept here")
        }
        return effects
    }
}
