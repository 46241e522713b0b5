import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// How a token is told on the screen: one row, and all about it.
struct TokenWording {
    let record: TokenRecord
    let state: AppState

    private var token: ListedToken { ListedToken(record, in: state.tokens.list ?? TokenList(), at: state.now) }

    var standing: TokenStanding { token.standing }

    /// How it stands and, while it lives, how long.
    var status: TextRun { TextRun(token.status) }

    /// How it stands, as a clause: `active, 9m 42s left`.
    var statusInWords: SafeText { state(status.text) }

    /// All about it, for the detail view.
    var rows: [DetailRow] {
        let facts = record.facts
        var rows: [DetailRow] = [
            .value("fingerprint", TextRun("\(record.fingerprint.text)", .accent)),
            .value("state", TextRun(state(status.text), status.role)),
            .value("cluster", TextRun(SafeText(outside: record.origin, limit: 200))),
            .value("profile", TextRun("\(record.profileName)")),
            .value("user", TextRun(facts.user.map { "\($0)" } ?? "unknown")),
        ]
        if let id = facts.userID { rows.append(.value("user GUID", TextRun("\(id)"))) }
        rows.append(.value("Org", TextRun(MessageComposer.orgs(of: facts) ?? "unknown")))
        rows.append(.value("kind", TextRun(facts.kind.map { "\($0)" } ?? "unknown")))
        if let access = MessageComposer.access(of: facts) { rows.append(.value("access", TextRun(access))) }
        if let object = facts.objectID { rows.append(.value("object", TextRun("\(object)"))) }
        if let label = facts.label { rows.append(.value("label", TextRun("\(label)"))) }
        rows.append(.value("generation", TextRun(facts.generation.map { "\($0.rawValue)" } ?? "unknown")))
        if let text = facts.createdText {
            rows.append(.value("created", TextRun("the server says: \(SafeText(outside: text, limit: 100))", .quoted)))
        } else {
            rows.append(.value("created", TextRun(moment(facts.createdAt))))
        }
        rows.append(
            .value(
                "ends",
                TextRun(
                    facts.expiry.instant.map { moment($0) } ?? MessageComposer.text(for: facts.expiry, at: state.now))))
        // The card holds times of both clocks.
        if let skew = state.clocks.skew(of: record.origin), abs(skew) > ServerClocks.notable {
            let difference: SafeText = "\(DurationText.skew(milliseconds: skew)) \(skew > 0 ? "ahead of" : "behind")"
            rows.append(.value("clock", TextRun("\(difference) ours; created and ends are by it", .warning)))
        }
        rows.append(.value(record.isImported ? "imported" : "issued", TextRun(moment(record.recordedAt))))
        if let by = record.issuedBy { rows.append(.value("by", TextRun("\(by)"))) }
        rows.append(.value("last validated", TextRun(record.lastCheckedAt.map { moment($0) } ?? "never")))
        if let revoked = record.revokedAt { rows.append(.value("revoked", TextRun(moment(revoked)))) }
        let isHeld = state.tokens.isHeld(record.id)
        rows.append(
            .value(
                "secret", TextRun(isHeld ? "in memory until exit" : "not stored here, only its fingerprint")))
        return rows
    }

    /// A time alone does not say that the token lives.
    private func state(_ text: SafeText) -> SafeText {
        record.isInDoubt ? "\(clause(text)) (in doubt: the journal is damaged)" : clause(text)
    }

    private func clause(_ text: SafeText) -> SafeText {
        guard standing == .active else { return text }
        if let moment = record.userLoggedOutAt {
            return "active; user logged out \(InstantWording(state: state).whole(moment)), not validated"
        }
        let left: SafeText = record.facts.expiry.instant == nil ? text : "\(text) left"
        return "\(MessageComposer.text(for: standing)), \(left)"
    }

    private func moment(_ instant: Instant?) -> SafeText {
        guard let instant else { return "unknown" }
        return InstantWording(state: state).whole(instant)
    }
}

extension TextRun {
    init(_ cell: TokenColumn.Cell) {
        switch cell {
        case .text(let text, let tone): self.init(text, tone.role)
        case .bar(let left, let whole, let tone):
            self.init(ProgressBar.text(left, of: whole, width: 10), tone.role)
        }
    }
}

extension TokenColumn.Tone {
    fileprivate var role: Role {
        switch self {
        case .plain: .text
        case .dim: .dim
        case .good: .success
        case .warning: .warning
        case .danger: .danger
        }
    }
}

/// Points in time, as the screen tells them.
struct InstantWording {
    let state: AppState

    /// Local time with its offset. Not "12 s ago": that would be wrong a moment later, or wake the program up.
    func whole(_ instant: Instant) -> SafeText {
        InstantText.local(instant.milliseconds, offset: state.localOffset)
    }

    /// `09:12:03 +01:00`.
    func timeOfDay(_ instant: Instant) -> SafeText {
        InstantText.timeOfDay(instant.milliseconds, offset: state.localOffset)
    }

    /// `09:12:03`.
    func clock(_ instant: Instant) -> SafeText {
        InstantText.timeOfDay(instant.milliseconds, offset: state.localOffset, zone: false)
    }
}
