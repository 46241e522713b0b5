import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The Orgs of a cluster, looked up when it opens: a menu once they are known, and until then, or instead, a word about
/// why there is none.
struct OrgPicker: Feature {
    private enum Content: Hashable {
        case loading
        case menu(Menu<Int>, [OrgReference])
        case none
        case failed(Message)
    }

    private let profile: Profile
    /// The Org of the session, as far as the server told it.
    private let current: OrgReference?
    private var content = Content.loading

    init(_ profile: Profile, current: OrgReference?) {
        self.profile = profile
        self.current = current
    }

    static let layer: KeyLayer = "Org picker"
    static let group: SafeText = "In the list of Orgs"
    static let keys: [KeyRow<Self>] =
        closing + [
            key("F5 Ctrl-R", .refresh, "refresh", "Refresh the list of Orgs", hint: 4) { view, program in
                view.find(in: &program)
            }
        ]

    /// Asks for the Orgs, or asks again.
    mutating func find(in program: inout ProgramState) -> [Effect] {
        guard program.inFlight[.orgs(profile.id)] == nil else { return [] }
        content = .loading
        return [program.begin(FindOrgs(profile: profile))]
    }

    mutating func receive(_ orgs: [OrgReference]) {
        let items = orgs.compactMap { org -> MenuItem<Int>? in
            guard let id = org.id else { return nil }
            let isCurrent = current?.agrees(with: org) ?? false
            return MenuItem(
                id, name: org.name ?? String(id), label: SafeText(outside: org.wording, limit: 80),
                detail: "", disabled: isCurrent ? "the session is in this Org" : nil)
        }
        content = items.isEmpty ? .none : .menu(Menu(title, badges: .production(profile), items, verb: "switch"), orgs)
    }

    mutating func fail(_ message: Message) { content = .failed(message) }

    func isOf(_ profile: Profile) -> Bool { self.profile.id == profile.id }

    func close(in program: inout ProgramState) -> [Effect] { program.cancel(workUnderCursor(in: program)) }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.orgs(profile.id)]) }

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        guard case .menu(var menu, let orgs) = content else { return nil }
        defer { content = .menu(menu, orgs) }
        switch typing {
        case .paste(let text, _): menu.paste(text)
        case .key(let key):
            switch menu.handle(key, on: program.stage) {
            case .chosen(let id): return orgs.first { $0.id == id }.map { choose($0, in: &program) } ?? []
            case .dismissed: return program.closeTop()
            case .ignored: return nil
            case .handled: break
            }
        }
        return []
    }

    private func choose(_ org: OrgReference, in program: inout ProgramState) -> [Effect] {
        let effects = program.closeTop()
        if program.isSessionBusy(profile.id) { return effects + [.bell] }
        return effects + [program.begin(SwitchOrg(profile: profile, org: org))]
    }

    func hints(in program: ProgramState) -> [Hint] {
        if case .menu(let menu, _) = content { return menu.hints }
        return HintBar.hints(of: program.keymap.bindings(in: [Self.layer]))
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        guard case .menu(var menu, let orgs) = content else { return }
        menu.move(move, on: program.stage)
        content = .menu(menu, orgs)
    }

    func plain(in program: ProgramState) -> PlainText {
        switch content {
        case .loading: PlainText(title: title, lines: ["Reading the Orgs of \(profile.origin.description) ..."])
        case .failed(let message): PlainText(title: title, lines: MessageWords.rows(message).map(\.line))
        case .none: PlainText(title: title, lines: ["The cluster lists no Org for this user."])
        case .menu(let menu, _): PlainText(title, rows: PlainRows(menu))
        }
    }

    private var title: SafeText { "Org of the session on \(profile.name)" }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        if case .menu(let menu, _) = content {
            menu.draw(in: stage, on: &grid, theme: theme)
            return
        }
        let frame = stage.centred(Size(rows: min(stage.rows, 9), columns: min(stage.columns, 78)))
        grid.clear(frame, on: stage)
        let inner = Pane(title, badges: .production(profile), isFocused: true).draw(in: frame, on: &grid, theme: theme)
        switch content {
        case .loading:
            ListNotice.loading("Reading the Orgs of \(profile.origin.description) ...").draw(
                in: inner, on: &grid, theme: theme)
        case .failed(let message):
            let refresh = program.key(.refresh, in: Self.layer)
            DetailView(MessageWords.rows(message) + [.text(TextRun("\(refresh) retries, Esc closes.", .dim))]).draw(
                scroll: Scroll(), in: inner, on: &grid, theme: theme)
        case .none, .menu:
            ListNotice.empty("The cluster lists no Org for this user.", next: "Esc closes.").draw(
                in: inner, on: &grid, theme: theme)
        }
    }
}

extension ProgramState {
    var reasonAgainstSwitchingOrg: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? AbilityPolicy(profile, .switchOrg).reason { return reason }
        guard let session = clusters[profile.id]?.session else { return notLoggedIn(to: profile) }
        if !session.isCookieSession {
            return "the Org of a token is fixed when it is issued; log in again for another"
        }
        if isSessionBusy(profile.id) { return Self.sessionIsBusy }
        return inFlight[.orgs(profile.id)] != nil ? "the Orgs are being read" : nil
    }

    mutating func openOrgPicker() -> [Effect] {
        guard let profile else { return [] }
        var picker = OrgPicker(profile, current: clusters[profile.id]?.session?.info.currentOrg)
        let effects = picker.find(in: &self)
        return open(picker) + effects
    }

    mutating func receive(_ report: SwitchReport) -> [Effect] {
        receive(report.session)
        say(report.isConfirmed ? .good : .warning, MessageComposer.text(for: report))
        return dropCheck(of: report.session.profile.id)
    }
}

extension WorkID {
    /// Looking for the Orgs of a cluster.
    static func orgs(_ profile: Profile.ID) -> WorkID { WorkID("orgs", profile) }
}

extension FindOrgs: UseCase {
    var id: WorkID { .orgs(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "looking for the Orgs of \(profile.name)" }

    func receive(_ answer: [OrgReference], in program: inout ProgramState) -> [Effect] {
        if let warning = MessageComposer.warning(about: answer) { program.say(.warning, warning) }
        return program.change(OrgPicker.self) { picker, _ in
            if picker.isOf(profile) { picker.receive(answer) }
            return []
        }
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        program.noteSessionEnd(error, of: profile)
        return program.change(OrgPicker.self) { picker, _ in
            if picker.isOf(profile) { picker.fail(message) }
            return []
        }
    }
}

extension SwitchOrg: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "switching \(profile.name) to the Org \(org.wording)" }
    var isChange: Bool { true }

    func receive(_ answer: SwitchReport, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failSession(error, on: profile, id)
    }
}
