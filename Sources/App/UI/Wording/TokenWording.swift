import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// How a token is told on the screen: one row, and all about it.
struct TokenWording {
    let record: TokenRecord
    let state: AppState

    var standing: TokenStanding { TokenStanding(of: record, at: state.now, clocks: state.clocks) }

    private var left: Int64? { TokenStanding.remaining(of: record, at: state.now, clocks: state.clocks) }

    /// How it stands and, while it lives, how long.
    var status: TextRun {
        switch standing {
        case .active where record.userLoggedOutAt != nil: TextRun("user logged out", .warning)
        case .active:
            switch record.facts.expiry {
            case .at, .estimated: TextRun(remaining, isSoon ? .warning : .success)
            case .untilNextMint: TextRun("until next mint", .success)
            case .unknown: TextRun("not reported", .text)
            }
        case .expired: TextRun(remaining, .dim)
        case .stillValid: TextRun(MessageComposer.text(for: standing), .danger)
        case .revocationUnknown: TextRun(MessageComposer.text(for: standing), .warning)
        case .revoked: TextRun(MessageComposer.text(for: standing), .warning)
        case .revokedVerified, .invalid, .notRecognized: TextRun(MessageComposer.text(for: standing), .dim)
        }
    }

    /// How it stands, as a clause: `active, 9m 42s left`.
    var statusInWords: SafeText { state(status.text) }

    /// `[#####---]`, while it lives and both ends are known.
    var bar: SafeText {
        guard standing == .active, let created = record.facts.createdAt,
            let end = record.facts.expiry.instant,
            let left
        else { return "" }
        return ProgressBar.text(left, of: end.milliseconds(since: created), width: 10)
    }

    private var isSoon: Bool {
        (left ?? .max) < 120_000
    }

    private var remaining: SafeText {
        guard let instant = record.facts.expiry.instant else { return "unknown" }
        // The server accepted the token after the end that was told.
        if left == nil { return "not reported" }
        // Judged by the server's clock, so that a wrong clock here hides nothing.
        let serverNow = state.clocks.now(of: record.origin, at: state.now)
        let text = DurationText.expiry(instant.milliseconds, now: serverNow.milliseconds)
        if case .estimated = record.facts.expiry { return "\u{2248} \(text)" }
        return text
    }

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
