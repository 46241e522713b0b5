import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Where trusted authentication is on, and its keys, masked: read when this is opened, and by nothing else (promise
/// P68). Closing lets go of them.
struct SecretKeysView: Feature {
    /// One key, or a place without one.
    private struct Row: Hashable {
        let setting: TrustedAuthenticationState.Setting
        let key: Secret?
    }

    private let profile: Profile
    /// `nil` until the cluster has answered.
    private var report: TrustedAuthenticationReport?
    /// Why the keys could not be read.
    private var error: Message?
    /// A change that did not come to its end, until the next one or the next reading.
    private var alarm: Message?
    private var list = ListState<Int>()

    init(_ profile: Profile) { self.profile = profile }

    static let group: SafeText = "In the secret keys"
    static let layer: KeyLayer = "secret keys"
    static let keys: [KeyRow<Self>] =
        closing + [
            changing(
                "e", .enableKey, .enable, "enable", "Enable trusted authentication (creates a key if there is none)"),
            changing("d", .disableKey, .disable, "disable", "Disable (the key is permanently revoked)"),
            changing("r", .rotateKey, .rotate, "rotate", "Rotate the key"),
            key(
                "p", .reveal, "reveal", "Show the key for at most 20 seconds", hint: 3,
                unless: { view, _ in view.reasonAgainstUsing },
                act: { view, program in view.reveal(.screen, in: &program) }),
            key(
                "y", .copy, "copy", "Copy the key", hint: 3,
                unless: { view, _ in view.reasonAgainstUsing },
                act: { view, program in view.reveal(.clipboard, in: &program) }),
            key("F5 Ctrl-R", .refresh, "refresh", "Refresh the keys", hint: 4) { view, program in
                [view.read(in: &program)]
            },
            cancelling("Cancel the reading"),
        ] + moving() + incident() + helping()

    private static func changing(
        _ keys: String, _ command: Command, _ action: KeyAction, _ label: SafeText, _ help: SafeText
    ) -> KeyRow<Self> {
        key(
            keys, command, label, help, hint: 2,
            unless: { view, program in view.reason(against: action, in: program) },
            act: { view, program in view.ask(to: action, in: &program) })
    }

    private var rows: [Row] {
        (report?.state.settings ?? []).flatMap { setting in
            setting.keys.isEmpty
                ? [Row(setting: setting, key: nil)] : setting.keys.map { Row(setting: setting, key: $0) }
        }
    }

    private var selected: Row? { rows.indices.contains(list.position) ? rows[list.position] : nil }

    private var selectedKey: (place: TrustedAuthenticationPlace, key: Secret)? {
        selected.flatMap { row in row.key.map { (row.setting.place, $0) } }
    }

    /// Shows or copies the key under the cursor.
    private func reveal(_ way: RevealSecretKey.Way, in program: inout ProgramState) -> [Effect] {
        guard let (place, key) = selectedKey else { return [] }
        return [program.begin(RevealSecretKey(profile: profile, place: place, key: key, way: way))]
    }

    private var reasonAgainstUsing: SafeText? { selectedKey == nil ? "no key here" : nil }

    func isOf(_ profile: Profile) -> Bool { self.profile.id == profile.id }

    /// Whether this place is under the cursor.
    func shows(_ place: TrustedAuthenticationPlace, of profile: Profile) -> Bool {
        isOf(profile) && selected?.setting.place == place
    }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.keys(profile.id)]) }

    /// Closing ends a reading; a change goes on and tells its end in the activity.
    func close(in program: inout ProgramState) -> [Effect] {
        program.inFlight[.keys(profile.id)]?.isChange == false ? program.cancel([.keys(profile.id)]) : []
    }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        list.move(move, count: rows.count, height: program.listRows) { $0 }
    }

    func hints(in program: ProgramState) -> [Hint] {
        HintBar.hints(of: program.keymap.bindings(in: [Self.layer])) { reason(against: $0, in: program) }
    }
}

/// Reading and changing.
extension SecretKeysView {
    func read(in program: inout ProgramState) -> Effect {
        program.begin(ReadTrustedAuthentication(profile: profile))
    }

    private func reason(against action: KeyAction, in program: ProgramState) -> SafeText? {
        if let reason = program.readOnlyReason(profile) ?? program.reasonAgainstBusyKeys(of: profile) { return reason }
        guard let setting = selected?.setting else { return "no place is selected" }
        return switch action {
        case .enable:
            setting.isOn ? "already enabled; \(program.key(.rotateKey, in: Self.layer)) rotates the key" : nil
        case .disable, .rotate: setting.isOff ? "disabled: no key" : nil
        }
    }

    private func ask(to action: KeyAction, in program: inout ProgramState) -> [Effect] {
        guard let place = selected?.setting.place else { return [] }
        let session = program.clusters[profile.id]?.session
        let plan = KeyChangePlan(
            profile: profile, place: place, action: action, isOwnSessionByKey: session?.credential == .secretKey)
        return program.open(KeyChangeQuestion(plan))
    }

    mutating func begin() { alarm = nil }

    mutating func receive(_ report: TrustedAuthenticationReport) {
        guard report.profile.id == profile.id else { return }
        self.report = report
        error = nil
        alarm = nil
        keepSelection()
    }

    mutating func receive(_ change: KeyChangeReport, at now: Instant) {
        if let seen = change.seen { report = report?.replacing(seen, at: now) }
        alarm = MessageComposer.message(for: change)
        keepSelection()
    }

    mutating func fail(_ message: Message) {
        if report == nil { error = message } else { alarm = message }
    }

    private mutating func keepSelection() { list.select(list.position, count: rows.count, height: 1) { $0 } }
}

/// How it looks.
extension SecretKeysView {
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let rows = rows
        let columns = min(stage.columns, 100)
        let told = told(width: columns - 4, program)
        let foot = [TextRun("")] + told + standing(width: columns - 4, program)
        let height = max(rows.count, 4) + foot.count + 4
        let frame = stage.centred(
            Size(rows: height, columns: columns), resting: height - told.count, spare: 2)
        grid.clear(frame, on: stage)
        let inner = Pane(
            "Secret keys: \(profile.name)", badges: .production(profile), info: TextRun(age(program), .dim),
            isFocused: true
        ).draw(in: frame, on: &grid, theme: theme)
        let (body, footArea) = inner.splitting(topRows: max(2, inner.rows - foot.count))
        var list = list
        list.select(list.position, count: rows.count, height: body.rows - 1) { $0 }
        Table([
            TableColumn("Scope", .fixed(7)), TableColumn("Org", .flexible(minimum: 8, share: 2)),
            TableColumn("State", .fixed(8)), TableColumn("Key", .flexible(minimum: 8)),
        ]).draw(
            TableRows(count: rows.count, id: { $0 }) { Self.cells(rows[$0]) }, state: list, notice: notice(program),
            in: body, on: &grid, theme: theme)
        for (row, line) in foot.fitting(rows: footArea.rows).enumerated() {
            grid.line(line.text, row: row, in: footArea, indent: 1, style: theme[line.role])
        }
    }

    func plain(in program: ProgramState) -> PlainText {
        let foot = (told(width: 1_000, program) + standing(width: 1_000, program)).map(\.text.spoken)
        return PlainText(
            "Secret keys of \(profile.name)", lines: foot,
            rows: PlainRows(
                count: rows.count, id: { "\($0)" }, text: { SafeText(cells: Self.cells(rows[$0])) },
                selected: list.position), notice: notice(program))
    }

    private static func cells(_ row: Row) -> [TextRun] {
        let setting = row.setting
        let org: TextRun =
            switch setting.place {
            case .cluster: TextRun("-", .dim)
            case .org(let org): TextRun("\(org.wording)")
            }
        let role: Role = setting.isOn ? .success : setting.isEnabled == nil ? .warning : .dim
        return [
            TextRun(setting.place == .cluster ? "cluster" : "Org"), org,
            TextRun(MessageComposer.text(for: setting), role),
            row.key.map { TextRun(SafeText(outside: $0.description)) } ?? TextRun("-", .dim),
        ]
    }

    private func age(_ program: ProgramState) -> SafeText {
        if let work = program.inFlight[.keys(profile.id)] { return work.isChange ? "working" : "reading" }
        return report.map { "as of \(InstantWords(program).clock($0.checkedAt))" } ?? ""
    }

    private func notice(_ program: ProgramState) -> ListNotice? {
        let refresh = program.key(.refresh, in: Self.layer)
        if report != nil {
            return rows.isEmpty
                ? .empty(
                    "\(profile.name) reports no scope for trusted authentication.", next: "\(refresh) refreshes.")
                : nil
        }
        if let error { return .failed(error.sentence, next: error.hints.first ?? "\(refresh) retries.") }
        if program.inFlight[.keys(profile.id)] != nil {
            return .loading("Reading the secret keys of \(profile.name) ... \(program.cancelWord) stops.")
        }
        return .empty("The keys have not been read.", next: "\(refresh) reads them.")
    }

    /// What matters now.
    private func told(width: Int, _ program: ProgramState) -> [TextRun] {
        if let alarm {
            return Self.lines(alarm.sentence, .danger, width: width, program)
                + alarm.onScreen(in: program).hints.flatMap { Self.lines("Next: \($0)", .text, width: width, program) }
        }
        if let work = program.inFlight[.keys(profile.id)], work.isChange {
            return Self.lines("\(work.label) ...", .accent, width: width, program)
        }
        guard let latest = program.activity.latest, latest.text != ReadTrustedAuthentication.done(of: profile) else {
            return []
        }
        let role: Role = latest.weight == .plain ? .dim : latest.weight.role
        return Self.lines(latest.text, role, width: width, limit: 2, program)
    }

    /// Which cluster this is, and what was done to be able to show it.
    private func standing(width: Int, _ program: ProgramState) -> [TextRun] {
        Self.lines(
            "cluster  \(profile.name)   \(profile.origin.description)", .text, width: width, limit: 1, program)
            + Self.lines(
                "The cluster returns keys in clear text; they are shown masked. The journal records the reading.", .dim,
                width: width, limit: 2, program)
    }

    private static func lines(
        _ text: SafeText, _ role: Role, width: Int, limit: Int = 3, _ program: ProgramState
    ) -> [TextRun] {
        program.glyphs.shown(text).wrapped(to: max(8, width)).fitting(rows: limit).map { TextRun($0, role) }
    }
}

extension ProgramState {
    var reasonAgainstKeys: SafeText? {
        guard let profile else { return noProfile }
        if let reason = AbilityPolicy(profile, .trustedAuthenticationKeys).reason { return reason }
        if let reason = SecretKeyPolicy(profile).reason { return reason }
        return isLoggedIn(profile.id) ? reasonAgainstBusyKeys(of: profile) : notLoggedIn(to: profile)
    }

    fileprivate func reasonAgainstBusyKeys(of profile: Profile) -> SafeText? {
        guard let work = inFlight[.keys(profile.id)] else { return nil }
        return work.isChange ? "a change is in progress" : "the keys are being read"
    }

    mutating func openKeys(toRotate: Bool = false) -> [Effect] {
        guard let profile else { return [] }
        if toRotate {
            let rotate = key(.rotateKey, in: SecretKeysView.layer)
            let which: SafeText = isPlain ? "selected key" : "key under the cursor"
            say(.plain, "\(rotate) rotates the \(which); every program that uses it needs the new one")
        }
        let view = SecretKeysView(profile)
        return open(view) + [view.read(in: &self)]
    }

    mutating func receive(_ report: KeyChangeReport) -> [Effect] {
        let message = MessageComposer.message(for: report)
        say(message == nil ? .good : .failure, MessageComposer.text(for: report), message: message)
        change(SecretKeysView.self) { view, program in
            if view.isOf(report.profile) { view.receive(report, at: program.now) }
            return []
        }
        // The session may have been one that the key had opened.
        return isLoggedIn(report.profile.id) ? [check(report.profile)] : []
    }

    mutating func failKeys(_ error: OperationError, of profile: Profile) -> [Effect] {
        let message = say(error)
        noteSessionEnd(error, of: profile)
        return change(SecretKeysView.self) { view, _ in
            if view.isOf(profile) { view.fail(message) }
            return []
        }
    }
}
