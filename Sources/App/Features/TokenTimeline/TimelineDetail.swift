import DisplayText
import Operations
import Storage
import Toolkit

/// What happened to one token, act by act, and what proves it.
struct TimelineDetail: DetailFeature {
    let id: TokenRecord.ID
    private var timeline: TokenTimeline?
    var scroll = Scroll()

    fileprivate init(_ id: TokenRecord.ID) { self.id = id }

    static let layer: KeyLayer = "token timeline"
    static let group: SafeText = "In a timeline"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key(
                "y", .copy, "copy", "Copy what is shown", hint: 1,
                unless: { view, _ in view.timeline == nil ? "the timeline is being read" : nil },
                act: { view, program in program.copy(view.text(in: program)) }),
            key("w", .report, "save report", "Write a report with verdicts and evidence", hint: 2) { view, program in
                program.openReport(on: view.id)
            },
        ] + moving() + incident() + helping()

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.timeline]) }

    /// The journal has new lines: they may be of this token.
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        guard case .journal = change else { return [] }
        return program.readTimeline(of: id)
    }

    fileprivate mutating func receive(_ timeline: TokenTimeline) {
        if timeline.record.id == id { self.timeline = timeline }
    }

    func profile(in program: ProgramState) -> Profile? { program.tokens[id].flatMap { program.profile(of: $0) } }
    func title(in program: ProgramState) -> SafeText {
        "Timeline of token \(program.tokens[id]?.fingerprint.text ?? "")"
    }

    func info(in program: ProgramState) -> TextRun? {
        timeline.map { TextRun($0.entries.count == 1 ? "1 entry" : "\($0.entries.count) entries", .dim) }
    }

    func rows(in program: ProgramState) -> [DetailRow] {
        guard program.tokens[id] != nil else { return .gone }
        guard let timeline else { return [.text(TextRun("Reading the timeline ...", .dim))] }
        // The title says what it is.
        let head = timeline.entries.isEmpty ? timeline.lines.first : TokenTimeline.clocks
        return [.text(TextRun(head ?? "", .dim))] + timeline.rows
    }

    /// The lines hold no secret.
    private func text(in program: ProgramState) -> CopySubject? {
        guard let record = program.tokens[id], let timeline else { return nil }
        let head: SafeText = "Token \(record.fingerprint.text) on \(record.origin)"
        return .text([head] + timeline.lines, what: "the timeline of token \(record.fingerprint.text)")
    }
}

extension TokenTimeline {
    /// A row for each act.
    var rows: [DetailRow] {
        zip(lines.dropFirst(), entries).map { .text(TextRun($0, $1.what.role)) }
    }
}

extension TokenTimeline.What {
    /// What a reader looks for first stands out: what was proven, and what went wrong.
    fileprivate var role: Role {
        switch self {
        case .verified: .success
        case .stillValid: .danger
        case .issueFailed, .revocationSent, .revocationFailed, .revocationUnknown, .userTokensUnknown, .logOutUnknown,
            .deactivationUnknown,
            .notSettled:
            .warning
        case .issued, .imported, .validated, .removed, .restored, .revoked, .refused, .revocationRefused,
            .userTokensRevoked, .userLoggedOut, .deactivated, .dismissed, .other:
            .text
        }
    }
}

extension ProgramState {
    /// Of the token selected in the pane.
    mutating func openTimeline() -> [Effect] { openTimeline(of: paneToken?.id) }

    var reasonAgainstTimeline: SafeText? {
        guard isOnTokens else { return "select a token first (\(key(.focusTokens)))" }
        return paneToken == nil ? noToken : nil
    }

    mutating func openTimeline(of token: TokenRecord.ID?) -> [Effect] {
        guard let token else { return [] }
        return open(TimelineDetail(token)) + readTimeline(of: token)
    }

    fileprivate mutating func readTimeline(of token: TokenRecord.ID) -> [Effect] {
        tokens[token].map { [begin(ReadTimeline(record: $0))] } ?? []
    }
}

extension WorkID {
    /// Reading the timeline that is open.
    static let timeline = WorkID("timeline")
}

extension ReadTimeline: UseCase {
    var id: WorkID { .timeline }
    var label: SafeText { "reading the timeline of \(record.fingerprint.text)" }

    func receive(_ answer: TokenTimeline, in program: inout ProgramState) -> [Effect] {
        program.change(TimelineDetail.self) { detail, _ in
            detail.receive(answer)
            return []
        }
    }
}
