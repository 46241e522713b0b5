import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// One event of the audit log in full.
struct AuditEventDetail: DetailFeature {
    private let entry: AuditEntry
    private let profile: Profile.ID
    private let knownOrgs: [OrgReference]
    var scroll = Scroll()

    /// - Parameter orgs: those whose names are known.
    init(_ entry: AuditEntry, of profile: Profile.ID, namingOrgsBy orgs: [OrgReference]) {
        self.entry = entry
        self.profile = profile
        knownOrgs = orgs
    }

    static let layer: KeyLayer = "audit event"
    static let group: SafeText = "In an audit event"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key("y", .copy, "copy", "Copy what is shown", hint: 1) { view, program in
                program.copy(.event(view.entry, namingOrgsBy: view.knownOrgs))
            }
        ] + moving() + incident() + helping()

    func profile(in program: ProgramState) -> Profile? { program.profiles[profile] }
    func title(in program: ProgramState) -> SafeText { "Audit event" }

    func rows(in program: ProgramState) -> [DetailRow] {
        AuditEventWords(entry: entry, knownOrgs: knownOrgs, program: program).rows
    }
}

extension CopySubject {
    static func event(_ entry: AuditEntry, namingOrgsBy known: [OrgReference]) -> CopySubject {
        .text(["\(entry.event.line(namingOrgsBy: known))"], what: "the event")
    }
}

/// An event of the audit log in words.
struct AuditEventWords {
    let entry: AuditEntry
    /// Orgs of the cluster whose names are known.
    let knownOrgs: [OrgReference]
    let program: ProgramState

    private var event: AuditEvent { entry.event }

    /// `2026-11-21 09:12:03`, local; what the server wrote, where that is no date.
    var time: SafeText {
        guard let at = event.at else { return SafeText(outside: event.dateText ?? "-", limit: 40) }
        return InstantText.localWithoutZone(at.milliseconds, offset: program.localOffset)
    }

    /// Failures are written in capitals: colour alone would not do.
    var what: TextRun {
        if event.unreadText != nil { return TextRun("(unread)", .warning) }
        guard let type = event.knownType else { return TextRun(SafeText(outside: event.type ?? "-", limit: 60)) }
        return TextRun(type.words, type.isFailure ? .warning : .text)
    }

    var user: SafeText { SafeText(outside: event.username ?? event.userID ?? "-", limit: 80) }

    /// By its name, where that is known.
    var org: SafeText {
        guard let id = event.orgID else { return "-" }
        return SafeText(outside: OrgReference.numbered(id, namedBy: knownOrgs).wording, limit: 60)
    }

    var address: SafeText { SafeText(outside: event.clientAddress ?? "-", limit: 60) }

    /// In a row of the table.
    var cells: [TextRun] { program.settings.auditColumns.map(cell) }

    private func cell(_ column: AuditColumn) -> TextRun {
        switch column {
        case .time: TextRun(time)
        case .type: what
        case .user: TextRun(user)
        case .org: TextRun(org, .dim)
        case .ip: TextRun(address, .dim)
        case .ours: TextRun(entry.isLikelyOurs ? "yes" : "-", .dim)
        case .text: TextRun(SafeText(outside: event.words ?? "", limit: 200), .dim)
        }
    }

    /// All about it, for the detail view.
    var rows: [DetailRow] {
        var rows: [DetailRow] = []
        func add(_ label: SafeText, _ value: String?) {
            if let value { rows.append(.value(label, TextRun(SafeText(outside: value, limit: 4_000)))) }
        }
        rows.append(.value("what", what))
        add("type", event.type)
        if let at = event.at {
            rows.append(.value("when", TextRun(InstantWords(program).whole(at))))
            if program.localOffset != 0 { rows.append(.value("in UTC", TextRun(InstantText.utc(at.milliseconds)))) }
        }
        add("as written", event.dateText)
        add("user", event.username)
        add("user GUID", event.userID)
        if event.orgID != nil { rows.append(.value("Org", TextRun(org))) }
        add("IP", event.clientAddress)
        add("text", event.description)
        add("event id", event.id)
        add("data", event.data)
        add("unread", event.unreadText)
        rows += [.blank, .text(TextRun(honesty, .dim))]
        return rows
    }

    /// What cannot be known from an event.
    private var honesty: SafeText {
        entry.isLikelyOurs
            ? """
            Likely done from here: the journal tells of the same act of the same user at the same time. Events name no \
            token and no session, so it cannot be told for certain.
            """
            : "Events name no token and no session: they can be matched by user, time and address only."
    }
}
