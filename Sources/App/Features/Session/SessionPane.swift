import DisplayText
import HTTPExchange
package import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Whose session is open on the selected cluster, or why none is.
struct SessionPane: PaneView {
    func move(_ move: ListMove, in program: inout ProgramState) {}

    func opened(in program: inout ProgramState) -> [Effect] {
        program.selectedProfile.map { program.open(SessionDetail($0)) } ?? []
    }

    func reasonAgainstOpening(in program: ProgramState) -> SafeText? {
        program.profile == nil ? program.noProfile : nil
    }

    func copySubject(in program: ProgramState) -> CopySubject? {
        program.cluster?.session.map { .text(["\($0.info.userName)"], what: "the user name") }
    }

    func work(in program: ProgramState) -> [WorkID] {
        program.selectedProfile.map(WorkID.ofCluster) ?? []
    }

    func frame(in program: ProgramState) -> Pane {
        let isFocused = program.panes.focus == .session
        guard let profile = program.profile else { return Pane("Session", isFocused: isFocused) }
        var badges: [TextRun] = .production(profile)
        if profile.trust == .insecure { badges.append(TextRun("INSECURE", .danger)) }
        if let notice = program.clockNotice(of: profile) { badges.append(TextRun(notice, .warning)) }
        if program.isReadOnly || profile.isReadOnly {
            badges.append(TextRun(program.isReadOnly ? "read-only mode" : "read-only", .warning))
        }
        return Pane(
            "Session: \(profile.name)", badges: badges,
            info: TextRun(ClusterWords(profile: profile, program: program).age, .dim), isFocused: isFocused)
    }

    func draw(in area: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        guard let profile = program.profile else {
            program.noCluster.draw(in: area, on: &grid, theme: theme)
            return
        }
        let words = ClusterWords(profile: profile, program: program)
        if let session = words.row?.session {
            draw(words, session, in: area, on: &grid, theme: theme)
        } else {
            drawAbsence(words, program, in: area, on: &grid, theme: theme)
        }
    }

    /// Tall enough, all about the session is shown; otherwise the lines that matter.
    private func draw(
        _ words: ClusterWords, _ session: SessionReport, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        if area.rows >= 12 {
            DetailView(words.sessionRows).draw(scroll: Scroll(), in: area, on: &grid, theme: theme)
            return
        }
        var lines = words.sessionLines(session, width: area.columns - 2)
        if let error = words.row?.error {
            lines = MessageWords.brief(error, rows: 2, width: area.columns - 2, on: grid).map { [$0] } + lines
        }
        for (row, line) in lines.enumerated() { grid.line(line, row: row, in: area, indent: 1, theme: theme) }
    }

    /// What it tells of the session on the selected cluster in an area: the lines that are not cut.
    func told(in area: Area, _ program: ProgramState) -> [SafeText] {
        guard let profile = program.profile, area.rows < 12 else { return [] }
        let words = ClusterWords(profile: profile, program: program)
        guard let session = words.row?.session else { return [] }
        let rows = area.rows - (words.row?.error == nil ? 0 : 2)
        return words.sessionLines(session, width: area.columns - 2).prefix(max(0, rows)).map { line in
            line.reduce(SafeText("")) { "\($0)\($1.text)" }
        }
        .filter { $0.columns <= area.columns - 2 }
    }

    /// Whether it tells all of the reason why there is no session.
    func tellsWhole(_ error: Operations.Message, in area: Area, glyphs: GlyphSet) -> Bool {
        DetailView(MessageWords.rows(error)).lineCount(width: area.columns, glyphs: glyphs) <= area.rows
    }

    private func drawAbsence(
        _ words: ClusterWords, _ program: ProgramState, in area: Area, on grid: inout CellGrid, theme: Theme
    ) {
        if let error = words.row?.error, program.inFlight[.session(words.profile.id)] == nil {
            MessageWords.draw(error, in: area, on: &grid, theme: theme)
        } else {
            absence(words, program).draw(in: area, on: &grid, theme: theme)
        }
    }

    /// Why there is no session, and what to do next.
    func absence(_ words: ClusterWords, _ program: ProgramState) -> ListNotice {
        let profile = words.profile
        if let busy = program.inFlight[.session(profile.id)] {
            return ListNotice(
                text: "\(busy.label) ...\(program.elapsed(busy))", role: .accent, next: "\(program.cancelWord) cancels."
            )
        }
        if program.reasonOfVault(for: profile) != nil {
            let isMissing = program.vault.state == .missing
            return .empty(
                isMissing ? "There is no vault yet." : "The vault is locked.",
                next: "\(program.key(.unlockVault)) \(isMissing ? "creates" : "unlocks") it.")
        }
        if let logout = words.row?.logout {
            return ListNotice(text: logout, role: .text, next: "\(program.key(.logIn)) logs in again.")
        }
        if program.isChecking(profile.id), words.row?.status == nil {
            return .loading("Checking \(profile.origin.description) ...")
        }
        let source = MessageComposer.text(for: profile.secretSource)
        let user: SafeText = profile.username.map { " as \($0)" } ?? ""
        return .empty(
            "Not logged in to \(profile.name) (\(profile.origin.description)).",
            next: "\(program.key(.logIn)) logs in\(user) (secrets \(source)).")
    }
}

extension WorkID {
    /// Login, logout and a switch of the Org.
    static func session(_ profile: Profile.ID) -> WorkID { WorkID("session", profile) }
}

extension DropSession: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "dropping the session of \(profile.name)" }

    func receive(_ answer: Profile, in program: inout ProgramState) -> [Effect] {
        // The profile may be there still, at another address.
        program.profiles[profile.id].map { [program.check($0)] } ?? []
    }
}

extension ProgramState {
    /// A session was opened, or moved.
    package mutating func receive(_ session: SessionReport) {
        let status = ClusterStatus(
            profile: session.profile, state: .loggedIn(session), checkedAt: session.checkedAt,
            clockSkew: session.clockSkew, duration: session.duration)
        clusters[session.profile.id] = ClusterRow(status: status, session: session)
        sortAllClusters()
    }

    /// A change of a session failed: the cluster tells it, and so does the form that asked for it.
    ///
    /// - Parameter secret: what was presented.
    mutating func failSession(
        _ error: OperationError, on profile: Profile, _ id: WorkID, returning secret: Secret? = nil
    ) -> [Effect] {
        let message = say(error)
        // What was wrong with the input says nothing of the cluster.
        if profiles[profile.id] != nil, case .session = error {
            clusters[profile.id, default: ClusterRow()].error = message
            clusters[profile.id]?.errorAt = now
            if case .session(let cause, _) = error, cause.code == .accountLocked {
                clusters[profile.id]?.lockedAccount = LockedAccount(user: cause.username, since: now)
            }
            if error.endsSession { clusters[profile.id]?.session = nil }
        }
        var effects = failSubmission(of: id, error, message, returning: secret)
        // A refusal counts, and the journal counts them.
        effects.append(readJournal())
        // A session that is still held was to be moved to another Org: where it is, the server knows.
        if isLoggedIn(profile.id), let profile = profiles[profile.id] { effects.append(check(profile)) }
        return effects
    }

    /// An answer that says that the session is over says so of the cluster, too.
    mutating func noteSessionEnd(_ error: OperationError, of profile: Profile) {
        guard error.endsSession, profiles[profile.id] != nil else { return }
        let message = MessageComposer.message(for: error).onScreen(in: self)
        clusters[profile.id, default: ClusterRow()].error = message
        clusters[profile.id]?.errorAt = now
        clusters[profile.id]?.session = nil
    }
}

extension ProgramState {
    /// For a pane that tells of the selected cluster: where there is one, it is selected.
    var noCluster: ListNotice { .empty("No clusters yet.", next: "\(key(.addProfile)) adds a profile.") }
}

/// How it is read.
extension SessionPane {
    /// The cluster: who is logged in there, and everything that can be done with it.
    func plain(in program: ProgramState) -> PlainText {
        guard let profile = program.profile else {
            return PlainText(title: "No clusters yet")
        }
        let words = ClusterWords(profile: profile, program: program)
        var lines: [SafeText]
        if let session = words.row?.session {
            lines = words.sessionLines(session).map { $0.map(\.text).joined().spoken }
            if let error = words.row?.error { lines = MessageWords.rows(error).map(\.line) + lines }
        } else if let error = words.row?.error, program.inFlight[.session(profile.id)] == nil {
            lines = MessageWords.rows(error).map(\.line)
        } else {
            lines = absence(words, program).lines
        }
        let tag = words.plainTag
        let production: SafeText = tag.isEmpty ? "" : ", \(tag)"
        let insecure: SafeText = profile.trust == .insecure ? ", INSECURE: skips certificate verification" : ""
        let readOnly: SafeText = program.isReadOnly ? ", read-only mode" : profile.isReadOnly ? ", read-only" : ""
        let notice: SafeText = program.clockNotice(of: profile).map { ", \($0)" } ?? ""
        return PlainText(
            title:
                """
                \(profile.name)\(production), \(profile.origin.description), \
                \(profile.generation.rawValue)\(insecure)\(readOnly)\(notice)
                """,
            lines: lines,
            steps: [
                PlainStep(
                    label: "Tokens: \(program.panes.tokens.total)", words: ["tokens"],
                    actions: [.command(.focusTokens)])
            ])
    }
}
