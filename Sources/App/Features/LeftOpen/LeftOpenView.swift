import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// What an earlier run left open: changes without an outcome, tokens that a bulk did not come to, sessions, revoked tokens
/// that are accepted still or were not validated, and active tokens of which only the fingerprint is here. Each with the key that deals with it.
struct LeftOpenView: Feature {
    private static let none: SafeText = "An earlier run left nothing open."
    private var items: [LeftOpenItem]
    private var list = ListState<String>()

    init(_ program: ProgramState) {
        items = LeftOpenItem.all(of: program.leftOpen)
        list.select(0, count: items.count, height: max(1, items.count)) { items[$0].id }
    }

    static let layer: KeyLayer = "left open"
    static let group: SafeText = "In what was left open"
    static let keys: [KeyRow<Self>] =
        closing + [
            key(
                "Enter", .open, "show", "Go to its token, or to the session of its cluster", hint: 1,
                unless: { view, _ in view.selected == nil ? "nothing is selected" : nil },
                act: { view, program in view.show(in: &program) }),
            key(
                "v", .validate, "validate", "Validate the tokens", hint: 2,
                unless: { view, program in
                    view.tokens.map { program.reasonAgainstValidating($0) } ?? "this line has no token to validate"
                },
                act: { view, program in view.tokens.map { program.validate($0) } ?? [] }),
            key(
                "r", .revoke, "revoke", "Revoke, or revoke again, and verify", hint: 2,
                unless: { view, program in
                    view.tokens.map { program.reasonAgainstRevoking($0) } ?? "this line has no token to revoke"
                },
                act: { view, program in
                    view.tokens.map { program.askToRevoke($0, leavingOut: view.linesWithoutToken(in: program)) } ?? []
                }),
            key(
                "d", .dismiss, "dismiss", "Dismiss with a reason; the journal keeps it", hint: 2,
                unless: { view, program in view.reasonAgainstDismissing(in: program) },
                act: { view, program in
                    program.open(form: DismissForm(view.changes, revoked: view.revoked(in: program)))
                }),
            key(
                "l", .logIn, "log in", "Log in to the cluster of the line, or to those of the marked ones", hint: 2,
                unless: { view, program in view.reasonAgainstLoggingIn(in: program) },
                act: { view, program in program.openLogin(to: view.clusters(in: program)) }),
            key(
                "X", .revokeEverywhere, "incident", "Revoke the user of the line everywhere", hint: 2,
                unless: { view, program in
                    view.selected?.user == nil ? "this line names no user" : program.reasonAgainstIncident
                },
                act: { view, program in
                    view.selected?.user.map { program.openIncident(of: $0) } ?? [.bell]
                }),
            key("Space", .mark, "mark", "Mark the line; actions then act on all marked ones") { view, program in
                view.list.toggleMark()
                view.move(.down, in: program)
                return []
            },
            key("*", .markAll, "mark all", "Mark all lines, or none", hint: 3) { view, _ in
                view.list.toggleMarks(shown: view.items.map(\.id))
                return []
            },
        ] + moving() + helping()

    var leavesMessageLine: Bool { true }

    /// Where Enter goes depends on the row.
    func hints(in program: ProgramState) -> [Hint] {
        usableHints(in: program).map { hint in
            guard hint.label == "show" else { return hint }
            let label: SafeText = selected?.place.token == nil ? "show session" : "show token"
            return Hint(keys: hint.keys, label: label, disabled: hint.disabled, priority: hint.priority)
        }
    }

    private var selected: LeftOpenItem? { items.first { $0.id == list.selected } }

    /// What the keys mean: the marked rows, else the selected one.
    private var chosen: [LeftOpenItem] {
        list.marks.isEmpty ? [selected].compactMap(\.self) : items.filter { list.marks.contains($0.id) }
    }

    private var changes: [OpenChange] { chosen.compactMap(\.change) }

    /// The tokens of the chosen rows whose revocation is not proven.
    private func revoked(in program: ProgramState) -> [TokenRecord] {
        let ids = chosen.reduce(into: Set()) { $0.formUnion($1.revoked) }
        return program.leftOpen.revocationsWithoutProof.filter { ids.contains($0.id) }
    }

    /// The tokens of the chosen rows; nil when they are about none.
    private var tokens: TokenTargets? {
        let ids = chosen.reduce(into: Set()) { $0.formUnion($1.tokens) }
        guard let first = ids.first else { return nil }
        return ids.count == 1 ? .one(first) : .marked(ids)
    }

    /// Of the chosen rows those that a revocation of tokens does not deal with: `user logout anna on prod-eu`.
    private func linesWithoutToken(in program: ProgramState) -> [SafeText] {
        chosen.filter(\.tokens.isEmpty).map { item in
            let words = cells(item, program).map(\.text)
            return "\(words[2...4].filter { !$0.isEmpty }.joined(separator: " ")) on \(words[0])"
        }
    }

    private func reasonAgainstDismissing(in program: ProgramState) -> SafeText? {
        if changes.isEmpty, revoked(in: program).isEmpty {
            return "only changes and unverified revocations can be dismissed"
        }
        if program.inFlight[.dismissal] != nil { return "a dismissal is in progress" }
        return ReadOnlyPolicy(nil, isReadOnlyMode: program.isReadOnly).reason
    }

    /// The clusters of the chosen rows, each once, as far as there is a profile for them.
    private func clusters(in program: ProgramState) -> [Profile] {
        chosen.map(\.place).reduce(into: []) { profiles, place in
            guard let profile = program.profiles.profile(at: place.origin, preferring: place.profile),
                !profiles.contains(where: { $0.id == profile.id })
            else { return }
            profiles.append(profile)
        }
    }

    private func reasonAgainstLoggingIn(in program: ProgramState) -> SafeText? {
        let profiles = clusters(in: program)
        if !profiles.isEmpty { return program.reasonAgainstLoggingIn(to: profiles) }
        return chosen.first.map { noProfile(at: $0.place.origin) } ?? "nothing is selected"
    }

    private func noProfile(at origin: String) -> SafeText {
        "no profile has the address \(SafeText(outside: origin, limit: 200)) any more"
    }

    /// Goes to the cluster, and to the token where the row is about one.
    private func show(in program: inout ProgramState) -> [Effect] {
        guard let target = selected?.place else { return [.bell] }
        guard let profile = program.profiles.profile(at: target.origin, preferring: target.profile) else {
            program.say(.note, noProfile(at: target.origin))
            return [.bell]
        }
        var effects = program.closeTop()
        program.select(profile.id)
        effects += program.focus(target.token == nil ? .session : .tokens)
        if let token = target.token {
            program.panes.tokens.select(
                TokenRecord.id(token, at: target.origin), program.tokens, height: program.rows(of: .tokens))
        }
        return effects
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        let items = items
        list.move(move, count: items.count, height: program.listRows) { items[$0].id }
    }

    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        guard case .journal = change else { return [] }
        let items = LeftOpenItem.all(of: program.leftOpen)
        self.items = items
        list.refresh(count: items.count, height: program.listRows) { items[$0].id }
        let known = Set(items.map(\.id))
        list.keepMarks { known.contains($0) }
        return []
    }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.revocation, .dismissal]) }
}

/// How it looks.
extension LeftOpenView {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        grid.clear(stage, on: stage)
        let inner = Pane(
            "Left open", count: LeftOpenItem.counted(items),
            marked: list.marked(among: list.marks), isFocused: true
        ).draw(in: stage, on: &grid, theme: theme)
        // On a small screen the rows come first.
        let words = selected.map { advice(on: $0, in: program) } ?? ""
        let told = grid.shown(words).wrapped(to: max(8, inner.columns - 2)).fitting(rows: inner.rows < 10 ? 1 : 3)
        let (body, foot) = inner.splitting(topRows: inner.rows - max(1, told.count) - 1)
        let notice = items.isEmpty ? ListNotice.empty(Self.none, next: "Esc closes.") : nil
        Table(
            [
                TableColumn("Cluster", .flexible(minimum: 9), priority: 1),
                TableColumn("Env", .fixed(4), priority: 2), TableColumn("What", .fixed(15), priority: 3),
                TableColumn("Token", .fixed(12)), TableColumn("User", .flexible(minimum: 8), priority: 4),
                TableColumn("Since", .fixed(19), priority: 5), TableColumn("State", .fixed(15), isWhole: true),
            ], hasMarks: true
        ).draw(
            TableRows(count: items.count, id: { items[$0].id }, cells: { cells(items[$0], program) }), state: list,
            notice: notice, in: body, on: &grid, theme: theme)
        for (row, line) in told.enumerated() {
            grid.line(line, row: 1 + row, in: foot, indent: 1, style: theme[.dim])
        }
    }

    func plain(in program: ProgramState) -> PlainText {
        let marked: SafeText = list.marks.isEmpty ? "" : ", \(list.marks.count) marked"
        return PlainText(
            "Left open, \(LeftOpenItem.counted(items))\(marked)",
            lines: selected.map { [advice(on: $0, in: program)] } ?? [],
            rows: PlainRows(
                count: items.count, id: { items[$0].id }, text: { SafeText(cells: cells(items[$0], program)) },
                selected: list.position),
            notice: items.isEmpty ? ListNotice.empty(Self.none, next: "") : nil,
            isAboutCluster: false)
    }
}

extension ProgramState {
    /// What earlier runs left open, as far as is known now.
    var leftOpen: LeftOpenReport {
        let locked = vault.isUnlocked ? [] : profiles.list.filter { $0.secretSource == .vault }.map(\.id)
        let current = panes.tokens.order.current.all
        var report =
            tokens.list?.leftOpen(at: now, lockedProfiles: Set(locked), among: current) ?? LeftOpenReport()
        let own = Set(profiles.list.compactMap { ownLogin(on: $0.id, among: report.logins)?.id })
        report.logins.removeAll { own.contains($0.id) }
        return report
    }

    /// The login of the session that this run has: another one of its profile may be open as well.
    private func ownLogin(on profile: Profile.ID, among logins: [JournalEvent]) -> JournalEvent? {
        guard hasSession(profile) else { return nil }
        let there = logins.filter { $0.profileID == profile }
        // Where the cluster has not told of it yet, it is the newest one.
        guard let session = clusters[profile]?.session else { return there.last }
        return there.login(openedAt: session.openedAt)
    }

    var reasonAgainstLeftOpen: SafeText? {
        if !tokens.isLoaded { return "the journal is still being read" }
        return leftOpen.isEmpty ? "an earlier run left nothing open" : nil
    }

    /// Says at the start what an earlier run left open, and again when the vault tells more; not before the vault has told
    /// at the start, whether it opens.
    mutating func tellLeftOpen() {
        guard tellsLeftOpen, tokens.isLoaded, inFlight[.vault] == nil else { return }
        tellsLeftOpen = false
        let report = leftOpen
        guard report != toldLeftOpen else { return }
        toldLeftOpen = report
        // The key first: a long line is cut at its end.
        if let sentence = report.sentence { say(.warning, "\(key(.leftOpen)) shows what is \(sentence)") }
    }

    /// The message that told of it has been followed.
    mutating func openLeftOpen() -> [Effect] {
        if let sentence = toldLeftOpen.sentence, activity.latest?.text.string.hasSuffix(sentence.string) == true {
            activity.latest = nil
        }
        return open(LeftOpenView(self))
    }
}
