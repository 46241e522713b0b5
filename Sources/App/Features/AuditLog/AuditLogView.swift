import DisplayText
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The audit log of one cluster, over the whole screen: what was asked and when, how late it may be, and the events.
struct AuditLogView: Feature {
    let profile: Profile.ID
    private(set) var table: AuditTable
    /// Why the newest reading failed.
    private(set) var error: Message?

    init(_ profile: Profile.ID, like memory: AuditMemory = AuditMemory()) {
        self.profile = profile
        table = AuditTable(memory)
    }

    static let layer: KeyLayer = "audit log"
    static let group: SafeText = "In the audit log"
    static let keys: [KeyRow<Self>] =
        [
            key("Esc q", .cancel, "close", "Close", hint: 0) { view, program in view.goBack(in: &program) },
            key("Enter", .open, "open", "Open the line, or close the view", hint: 1) { view, program in
                view.table.selected.map { entry in
                    program.open(
                        AuditEventDetail(entry, of: view.profile, namingOrgsBy: view.knownOrgs(in: program)))
                } ?? []
            },
            key(
                "y", .copy, "copy", "Copy what is shown", hint: 1,
                unless: { view, _ in view.table.selected == nil ? "nothing is selected" : nil },
                act: { view, program in
                    let orgs = view.knownOrgs(in: program)
                    return program.copy(view.table.selected.map { .event($0, namingOrgsBy: orgs) })
                }),
            key(
                "m", .auditOlder, "older", "Load the previous 24 hours of the audit log", hint: 2,
                unless: { view, program in
                    view.reasonAgainstReading(in: program) ?? (view.table.isLoaded ? nil : "nothing was read yet")
                },
                act: { view, program in view.readOlder(in: &program) }),
            key(
                "/", .filter, "filter", "Filter the events: fuzzy, column:value, ! inverts", hint: 3,
                unless: { view, _ in view.reasonAgainstListing },
                act: { view, _ in
                    view.table.beginFiltering()
                    return []
                }),
            key(
                "s", .sortNext, "sort", "Sort by the next column", hint: 5,
                unless: { view, _ in view.reasonAgainstListing },
                act: { view, _ in
                    view.table.sortByNext()
                    return []
                }),
            key(
                "S", .sortReverse, "reverse", "Reverse sort", unless: { view, _ in view.reasonAgainstListing },
                act: { view, _ in
                    view.table.reverse()
                    return []
                }),
            key(
                "F5 Ctrl-R", .refresh, "refresh", "Refresh the last 24 hours", hint: 4,
                unless: { view, program in view.reasonAgainstReading(in: program) },
                act: { view, program in view.read(in: &program) }),
            cancelling("Cancel the request in progress"),
        ] + moving() + incident() + helping()

    private var reasonAgainstListing: SafeText? { table.entries.isEmpty ? "no event here" : nil }

    private func reasonAgainstReading(in program: ProgramState) -> SafeText? {
        if program.inFlight[.auditLog(profile)] != nil { return "the log is being read" }
        return program.isLoggedIn(profile) ? nil : "the session has ended; log in again"
    }

    var leavesMessageLine: Bool { true }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.auditLog(profile)]) }

    /// Esc, one step at a time: the filter, a reading under way, the log itself.
    private mutating func goBack(in program: inout ProgramState) -> [Effect] {
        if table.clearFilter() { return [] }
        let underWay = workUnderCursor(in: program)
        if !underWay.isEmpty { return program.cancel(underWay) }
        return program.closeTop()
    }

    /// What was read stays for the next opening.
    func close(in program: inout ProgramState) -> [Effect] {
        program.auditMemory = table.memory
        program.park(self)
        return []
    }

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        table.edit(typing) ? [] : nil
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        table.move(move, height: max(1, program.stage.rows - 6))
    }
}

/// Reading.
extension AuditLogView {
    /// The last 24 hours again.
    mutating func read(in program: inout ProgramState) -> [Effect] {
        read(from: program.now.advanced(seconds: -AuditWindow.longest / 1_000), to: program.now, in: &program)
    }

    /// The 24 hours before what is there.
    private mutating func readOlder(in program: inout ProgramState) -> [Effect] {
        guard let oldest = table.windows.last?.start else { return [] }
        return read(from: oldest.advanced(seconds: -AuditWindow.longest / 1_000), to: oldest, in: &program)
    }

    private func read(from start: Instant, to end: Instant, in program: inout ProgramState) -> [Effect] {
        guard let profile = program.profiles[profile] else { return [] }
        return [program.begin(ReadAuditLog(profile: profile, since: start, until: end))]
    }

    mutating func receive(_ report: AuditReport) {
        guard report.profile.id == profile else { return }
        error = nil
        table.receive(report)
    }

    mutating func sort(byColumn title: String) { table.sort(byColumn: title) }

    mutating func fail(_ message: Message, of profile: Profile.ID) {
        if profile == self.profile { error = message }
    }
}

/// How it looks.
extension AuditLogView {
    func hints(in program: ProgramState) -> [Hint] {
        table.filter.isEditing
            ? FilterHints.all(AuditTable.filterColumns, in: program, layer: Self.layer) : usableHints(in: program)
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        grid.clear(stage, on: stage)
        let inner = frame(in: program).draw(in: stage, on: &grid, theme: theme)
        let (head, rest) = inner.splitting(topRows: 2)
        let state = stateLine(in: program)
        grid.line(windowLine(in: program), row: 0, in: head, indent: 1, style: theme[.dim])
        grid.line(state.text, row: 1, in: head, indent: 1, style: theme[state.role])
        let orgs = knownOrgs(in: program)
        table.draw(program.settings.auditColumns, in: rest, on: &grid, notice: notice(in: program), theme: theme) {
            AuditEventWords(entry: $0, knownOrgs: orgs, program: program)
        }
    }

    /// Those of the session come first.
    private func knownOrgs(in program: ProgramState) -> [OrgReference] {
        (program.clusters[profile]?.session?.info.knownOrgs ?? []) + table.knownOrgs
    }

    func plain(in program: ProgramState) -> PlainText {
        let count: SafeText = table.isLoaded ? ", \(table.countWords)" : ""
        let orgs = knownOrgs(in: program)
        return PlainText(
            "Audit log of \(program.profiles[profile]?.name ?? ""), \(table.coverage.words)\(count)",
            lines: [windowLine(in: program), stateLine(in: program).text].filter { !$0.isEmpty },
            rows: table.plainRows { AuditEventWords(entry: $0, knownOrgs: orgs, program: program) },
            notice: notice(in: program))
    }

    private func frame(in program: ProgramState) -> Pane {
        let profile = program.profiles[profile]
        return Pane(
            "Audit log: \(profile?.name ?? ""), \(table.coverage.words)",
            badges: .production(profile),
            info: TextRun(table.isLoaded ? table.countWords : "", .dim), isFocused: true)
    }

    private func isReading(in program: ProgramState) -> Bool { program.inFlight[.auditLog(profile)] != nil }

    /// `2026-11-20 09:12:03 +01:00 to 2026-11-21 09:12:03 +01:00, read 09:12:04`.
    private func windowLine(in program: ProgramState) -> SafeText {
        guard let oldest = table.windows.last, let newest = table.windows.first, let readAt = table.readAt else {
            return "the last 24 hours"
        }
        let words = InstantWords(program)
        let neighbour = table.neighbour.map { ", by \(SafeText(outside: $0, limit: 40))" as SafeText } ?? ""
        return "\(words.whole(oldest.start)) to \(words.whole(newest.end)), read \(words.clock(readAt))\(neighbour)"
    }

    /// What a reader must know: a failure first, then what is going on, then how late the log is.
    private func stateLine(in program: ProgramState) -> TextRun {
        if let error, table.isLoaded { return TextRun(error.sentence, .danger) }
        if isReading(in: program) {
            return TextRun("Reading the audit log ... \(program.cancelWord) cancels.", .accent)
        }
        guard table.isLoaded else { return TextRun("") }
        let lag: SafeText =
            table.incompleteFrom == nil
            ? "" : "Events of the last \(AuditWindow.lag / 60_000) minutes may still be missing."
        if table.unread > 0 {
            return TextRun("\(MessageComposer.unread(table.unread)). \(lag)", .warning)
        }
        return TextRun(lag, .warning)
    }

    private func notice(in program: ProgramState) -> ListNotice? {
        let refresh = program.key(.refresh, in: Self.layer)
        if !table.isLoaded {
            if let error { return .failed(error.sentence, next: error.hints.first ?? "\(refresh) retries.") }
            return isReading(in: program)
                ? .loading("Reading the audit log ...") : .empty("Nothing was read.", next: "\(refresh) reads it.")
        }
        if table.entries.isEmpty {
            let older = program.key(.auditOlder, in: Self.layer)
            return .empty("No event in this time.", next: "\(older) loads the previous 24 hours.")
        }
        if table.isEmptied { return .noMatch("event") }
        return nil
    }
}

extension ProgramState {
    var reasonAgainstAuditLog: SafeText? {
        guard let profile else { return noProfile }
        if let reason = AbilityPolicy(profile, .auditLog).reason { return reason }
        return isLoggedIn(profile.id) ? nil : notLoggedIn(to: profile)
    }

    /// `A`: the log as it was read last; a first look, or another cluster, reads the last 24 hours.
    mutating func openAuditLog() -> [Effect] {
        guard let profile else { return [] }
        if let view = unpark(AuditLogView.self), view.profile == profile.id, view.table.isLoaded { return open(view) }
        var view = AuditLogView(profile.id, like: auditMemory)
        let effects = view.read(in: &self)
        return open(view) + effects
    }
}

extension WorkID {
    static func auditLog(_ profile: Profile.ID) -> WorkID { WorkID("audit-log", profile) }
}

extension ReadAuditLog: Work {
    var id: WorkID { .auditLog(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "reading the audit log of \(profile.name)" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> AuditReport { try await run(in: tools.workspace) }

    func receive(_ answer: AuditReport, in program: inout ProgramState) -> [Effect] {
        program.change(AuditLogView.self) { view, _ in
            view.receive(answer)
            return []
        }
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        program.noteSessionEnd(error, of: profile)
        return program.change(AuditLogView.self) { view, _ in
            view.fail(message, of: profile.id)
            return []
        }
    }
}
