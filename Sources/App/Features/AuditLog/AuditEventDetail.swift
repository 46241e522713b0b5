import DisplayText
import Operations
import Storage
import Toolkit

/// One event of the audit log in full.
struct AuditEventDetail: DetailFeature {
    private let entry: AuditEntry
    private let profile: Profile.ID
    var scroll = Scroll()

    init(_ entry: AuditEntry, of profile: Profile.ID) {
        self.entry = entry
        self.profile = profile
    }

    static let layer: KeyLayer = "audit event"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key("y", .copy, "copy", "Copy what is shown", hint: 1) { view, program in program.copy(.event(view.entry)) }
        ] + moving() + helping()

    func title(in program: ProgramState) -> SafeText { "Audit event" }

    func rows(in program: ProgramState) -> [DetailRow] {
        AuditEventWords(entry: entry, profile: profile, program: program).rows
    }
}

extension CopySubject {
    static func event(_ entry: AuditEntry) -> CopySubject { .text(["\(entry.event.line)"], what: "the event") }
}
