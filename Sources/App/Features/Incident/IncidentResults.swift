import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What becomes of a user everywhere: a row for each logout and each token, with time, proof and duration.
struct IncidentResults: Feature {
    /// What a row is about.
    enum Subject: Hashable {
        case act(UserAct, ForceLogoutTarget)
        case token(RevocationTarget)
        /// That is closed, too.
        case account(ForceLogoutTarget)
        /// Known by its fingerprint only.
        case unstored(TokenRecord)
        /// Known by the audit log only.
        case issued(Profile, AuditEvent)
        case leftOut(IncidentReport.LeftOut)
    }

    /// What loses the proof where no report is saved.
    private enum Loss: Hashable {
        case closing, planning
    }

    private struct SavedReport: Hashable {
        let report: IncidentReport
        /// In words.
        let place: SafeText
    }

    private let verb: EndUser
    /// When what runs, or ran last, was begun.
    private var attemptedAt: Instant
    private(set) var report: IncidentReport
    private var saved: SavedReport?
    /// Whether a report has been saved of what is shown.
    var isSaved: Bool { saved?.report == report }
    /// What it was said of that it loses the proof.
    private var warned: Loss?
    private(set) var isRunning = true
    private(set) var subjects: [Subject]
    /// Where the activation links of each run are.
    private(set) var links: [ActivationLinks] = []
    /// What a request is under way for.
    private(set) var inWork: [Subject: EndUser.Begun] = [:]
    private(set) var list = ListState<Int>()

    init(of confirmed: ConfirmedIncident, in program: ProgramState) {
        let (verb, incident, elsewhere) = (confirmed.verb, confirmed.plan, confirmed.elsewhere)
        self.verb = verb
        attemptedAt = program.now
        let parts = verb.confirmed.parts
        let chosen = Set(parts.map(\.target.profile.id))
        report = IncidentReport(
            of: incident, parts, choice: confirmed.choice, reason: verb.reason, begunAt: program.now)
        report.leaked = confirmed.leaked
        report.earlier = program.incidents.filter { $0.isAbout(incident.user) }
        report.result.elsewhere = incident.clusters.compactMap { cluster in
            guard chosen.contains(cluster.id), case .read(let found)? = elsewhere[cluster.id] else { return nil }
            return found
        }
        subjects = parts.flatMap { part -> [Subject] in
            let acts: [UserAct] = [.logOut, .revokeTokens].filter(part.acts.contains)
            let accounts = verb.deactivations.filter { $0.target.profile.id == part.target.profile.id }
            // In the order of the work: what revokes all tokens ends the session that asks.
            return acts.prefix(1).map { .act($0, part.target) } + part.tokens.map { .token($0) }
                + accounts.map { .account($0.target) } + acts.dropFirst().map { .act($0, part.target) }
        }
        subjects += report.unstored.map { .unstored($0) } + Self.issued(report.result.elsewhere)
        subjects += report.leftOut.map { .leftOut($0) }
        list.select(0, count: subjects.count, height: subjects.count) { $0 }
    }

    private static func issued(_ elsewhere: [IssuedElsewhere]) -> [Subject] {
        elsewhere.flatMap { found in found.events.map { .issued(found.profile, $0) } }
    }

    static let layer: KeyLayer = "incident results"
    static let group: SafeText = "In the results of an incident"

    static let keys: [KeyRow<Self>] =
        [
            stoppingFirst("Stop; again: cancel; or close") { view, program in view.leave(in: &program) },
            key("Enter", .open, "close", "Close") { view, program in
                view.isRunning ? [] : view.leave(in: &program)
            },
            key(
                "r", .retry, "retry", "Retry what failed or was not attempted", hint: 1,
                unless: { view, program in view.reasonAgainstRetrying(in: program) },
                act: { view, program in view.retry(in: &program) }),
            key(
                "w", .report, "save report", "Write a report with verdicts and evidence, as text and as JSON",
                hint: 1, unless: { view, program in view.reasonAgainstReport(in: program) },
                act: { view, program in view.save(in: &program) }),
            key(
                "X", .revokeEverywhere, "plan again", "Plan it again for the clusters on which it was not done",
                hint: 2,
                unless: { view, program in view.reasonAgainstPlanning(in: program) },
                act: { view, program in view.planAgain(in: &program) }),
            cancelling("Stop; again: cancel"),
        ] + moving() + helping()

    var leavesMessageLine: Bool { true }
    var unsavedWork: SafeText? { isRunning || isSaved ? nil : "the report of the incident is not saved" }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.revocation]) }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        list.move(move, count: subjects.count, height: program.listRows) { $0 }
    }
}

/// Verdicts as they fall.
extension IncidentResults {
    mutating func receive(_ item: EndUser.Item) {
        switch item {
        case .sessions(let item):
            report.result.sessions.removeAll { $0.act == item.act && $0.target.profile.id == item.target.profile.id }
            report.result.sessions.append(item)
        case .token(let item):
            report.result.tokens.removeAll { $0.tokenID == item.tokenID }
            report.result.tokens.append(item)
        case .deactivation(let item):
            report.result.deactivations.removeAll { $0.target.profile.id == item.target.profile.id }
            report.result.deactivations.append(item)
        case .elsewhere(let found): note(found)
        case .begun(let begun): note(begun)
        }
    }

    private mutating func note(_ begun: EndUser.Begun) {
        switch begun {
        case .validation(let target), .revocation(let target): inWork[.token(target)] = begun
        case .act(let act, let target):
            if act == .logOut { endValidations(at: target.profile.origin) }
            inWork[.act(act, target)] = begun
        case .deactivation(let target): inWork[.account(target)] = begun
        }
    }

    /// The logout begins when they have ended.
    private mutating func endValidations(at origin: Origin) {
        inWork = inWork.filter { entry in
            if case .validation(let target) = entry.value { target.profile.origin != origin } else { true }
        }
    }

    mutating func end(_ answer: EndUser.Report) {
        for item in answer.sessions { receive(.sessions(item)) }
        for item in answer.tokens { receive(.token(item)) }
        for item in answer.deactivations { receive(.deactivation(item)) }
        if let kept = answer.links { links.append(kept) }
        isRunning = false
    }

    mutating func stop() { isRunning = false }

    /// - Parameter place: `the report is in ...`.
    mutating func noteSaved(_ report: IncidentReport, _ place: SafeText) {
        saved = SavedReport(report: report, place: place)
    }

    private func reasonAgainstReport(in program: ProgramState) -> SafeText? {
        if isRunning { return program.waitForVerdicts }
        return program.inFlight[.report] == nil ? nil : "the report is being written"
    }

    /// What has not changed since is not written once more.
    private func save(in program: inout ProgramState) -> [Effect] {
        guard let saved, isSaved else { return [program.begin(WriteIncident(report, at: program.now))] }
        program.say(.good, saved.place)
        return []
    }

    /// The proof is nowhere else in this form: closing without a report takes one more key.
    private mutating func leave(in program: inout ProgramState) -> [Effect] {
        canLeave(by: .closing) ? program.closeTop() : [.bell]
    }

    /// Whether there is nothing to lose, or it was said before that this loses it.
    private mutating func canLeave(by loss: Loss) -> Bool {
        defer { warned = loss }
        return isSaved || warned == loss
    }

    func reasonAgainstPlanning(in program: ProgramState) -> SafeText? {
        if isRunning { return program.waitForVerdicts }
        return report.notDone.isEmpty ? "it was done on every cluster that was chosen" : nil
    }

    /// A plan of its own, whose report tells of this one, too: the clusters on which it was done are left alone.
    private mutating func planAgain(in program: inout ProgramState) -> [Effect] {
        let (undone, others) = (Set(report.notDone.map(\.profile.id)), Set(report.notChosen.map(\.profile.id)))
        // Who was to be logged out there by a profile that failed was not.
        let standIns = report.leftOut.filter { left in
            if case .sameCluster(let other) = left.why { undone.contains(other.id) } else { false }
        }
        let open = undone.union(others).union(standIns.map(\.profile.id))
        let done = program.profiles.list.map(\.id).filter { !open.contains($0) }
        guard canLeave(by: .planning) else { return [.bell] }
        return program.closeTop()
            + program.openIncident(
                of: report.user.text, reason: verb.reason ?? "", leaked: report.leaked,
                on: ChosenClusters(leavingAlone: others, doneBefore: Set(done), failedBefore: undone))
    }

    mutating func noteLinksKept() {
        report.noteLinksKept()
        links = links.map { if case .waiting(let count, _) = $0 { .inVault(count) } else { $0 } }
    }

    /// A later plan for the user tells of it.
    func close(in program: inout ProgramState) -> [Effect] {
        program.incidents.removeAll { $0.isAbout(report.user) }
        program.incidents += report.asEarlier
        return []
    }

    /// The audit log has answered late.
    mutating func note(_ found: IssuedElsewhere) {
        guard verb.confirmed.parts.contains(where: { $0.target.profile.id == found.profile.id }),
            !report.result.elsewhere.contains(where: { $0.profile.id == found.profile.id })
        else { return }
        report.result.elsewhere.append(found)
        subjects += Self.issued([found])
    }

    private func reasonAgainstRetrying(in program: ProgramState) -> SafeText? {
        program.reasonAgainstRetrying(isRunning: isRunning, isLeft: left(in: program) != nil)
    }

    /// What failed, what was not attempted, and each logout whose outcome is unknown: a user who has logged in again
    /// meanwhile is to be logged out as well. Without a session only a new plan does that.
    func left(in program: ProgramState) -> EndUser? {
        let open = profiles.map(\.id).filter(program.isLoggedIn)
        let rest = verb.confirmed.remaining(after: report.result, repeatingLogoutsOn: Set(open))
        var again = EndUser(
            confirmed: rest ?? verb.confirmed.withoutActs(keepingTokens: false), reason: verb.reason)
        // A deactivation whose outcome is unknown is repeated: it changes nothing a second time.
        again.deactivations = verb.deactivations.filter(report.result.isWorthRepeating)
        again.linksPlace = verb.linksPlace
        return rest == nil && again.deactivations.isEmpty ? nil : again
    }

    private mutating func retry(in program: inout ProgramState) -> [Effect] {
        guard var again = left(in: program) else { return [.bell] }
        // The first run's file may hold links.
        if case .file = again.linksPlace {
            again.linksPlace = ConfirmedIncident.linksFile(for: report.user, at: program.now)
        }
        report.setAside(again, begunAt: attemptedAt)
        attemptedAt = program.now
        (isRunning, saved, warned, inWork) = (true, nil, nil, [:])
        return [program.begin(again)]
    }
}

/// How it looks.
extension IncidentResults {
    var title: SafeText {
        let user = SafeText(outside: report.user.text, limit: 40)
        let leak = report.leaked.map { SafeText(", leaked token \($0.text)") } ?? ""
        return "Revoke \(user) everywhere\(leak)"
    }

    func item(_ act: UserAct, _ target: ForceLogoutTarget) -> ForceLogoutItem? {
        report.result.sessions.first { $0.act == act && $0.target.profile.id == target.profile.id }
    }

    func item(_ target: RevocationTarget) -> RevocationItem? {
        report.result.tokens.first { $0.tokenID == target.tokenID }
    }

    func account(_ target: ForceLogoutTarget) -> DeactivationItem? {
        report.result.deactivations.first { $0.target.profile.id == target.profile.id }
    }

    /// The clusters it is about, those that are left alone too.
    var profiles: [Profile] { verb.confirmed.parts.map(\.target.profile) + report.leftOut.map(\.profile) }

    /// - Parameters:
    ///   - closing: what closes it, where a key does or where a line does.
    ///   - isShort: whether of many clusters the first are named only.
    func footLine(
        _ program: ProgramState, closing: SafeText = "Enter or Esc closes", isShort: Bool = false
    ) -> SafeText {
        guard isRunning else {
            let key = program.key(.report, in: Self.layer)
            switch warned {
            case .closing? where !isSaved: return "No report is saved. \(key) saves it, \(closing) without it."
            case .planning? where !isSaved:
                let again = program.key(.revokeEverywhere, in: Self.layer)
                return """
                    No report is saved. \(key) saves it; \(again) again plans, and the report of that plan has these \
                    rows, too.
                    """
            default: break
            }
            // Below the frame the key stands among the hints.
            let end: SafeText? = isSaved ? "The report is saved." : isShort ? nil : "\(key) saves the report."
            return (summary(program, isShort: isShort) + [end].compactMap(\.self)).joined(separator: " ")
        }
        let begun = program.inFlight[.revocation]?.startedAt ?? program.now
        return "\(max(0, program.now.milliseconds(since: begun)) / 1_000) s. \(program.workingWords(in: Self.layer))"
    }
}
