import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// How a token is told on the screen: one row, and all about it.
struct TokenWords {
    let record: TokenRecord
    let program: ProgramState

    private var token: ListedToken {
        ListedToken(record, in: program.listedTokens, at: program.now)
    }

    private var standing: TokenStanding { token.standing }

    /// How it stands and, while it is active, how long.
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
            .value("user", TextRun(facts.user.map { "\($0)" } ?? "not reported")),
        ]
        if let id = facts.userID { rows.append(.value("user GUID", TextRun("\(id)"))) }
        rows.append(.value("Org", TextRun(MessageComposer.orgs(of: facts) ?? "not reported")))
        rows.append(.value("kind", TextRun(facts.kind.map { "\($0)" } ?? "not reported")))
        if let access = MessageComposer.access(of: facts) { rows.append(.value("access", TextRun(access))) }
        if let object = facts.objectID { rows.append(.value("object", TextRun("\(object)"))) }
        if let label = facts.label { rows.append(.value("label", TextRun("\(label)"))) }
        rows.append(.value("generation", TextRun(facts.generation.map { "\($0.rawValue)" } ?? "not reported")))
        if let text = facts.createdText {
            rows.append(.value("created", TextRun("the server said: \(SafeText(outside: text, limit: 100))", .quoted)))
        } else {
            rows.append(.value("created", TextRun(moment(facts.createdAt))))
        }
        rows.append(
            .value(
                "expires",
                TextRun(
                    facts.expiry.instant.map { moment($0) } ?? MessageComposer.text(for: facts.expiry, at: program.now))
            ))
        // The card holds times of both clocks.
        if let skew = program.tokens.clocks.skew(of: record.origin, at: program.now), ServerClocks.isNotable(skew) {
            let lead = DurationText.lead(skew, of: "the local clock")
            rows.append(.value("clock", TextRun("\(lead); created and expires are server time", .warning)))
        }
        rows.append(.value(record.isImported ? "imported" : "issued", TextRun(moment(record.recordedAt))))
        if let by = record.issuedBy {
            rows.append(.value(record.isImported ? "imported by" : "issued by", TextRun("\(by)")))
        }
        rows.append(.value("last validated", TextRun(record.lastCheckedAt.map { moment($0) } ?? "never")))
        if let revoked = record.revokedAt { rows.append(.value("revoked", TextRun(moment(revoked)))) }
        let isHeld = program.tokens.isHeld(record.id)
        let isInLockedVault = program.profile(of: record).flatMap { program.reasonOfVault(for: $0) } != nil
        rows.append(
            .value(
                "secret",
                TextRun(
                    program.tokens.isKept(record.id)
                        ? "in the vault"
                        : isHeld
                            ? "in memory until exit"
                            : isInLockedVault
                                ? "may be in the vault, which is locked" : "not stored here, only its fingerprint")))
        return rows
    }

    /// A time alone does not say that the token is valid.
    private func state(_ text: SafeText) -> SafeText {
        record.isInDoubt ? MessageComposer.inDoubt(clause(text)) : clause(text)
    }

    private func clause(_ text: SafeText) -> SafeText {
        guard standing == .active else { return text }
        if let logOut = record.userLogOut {
            return "active; \(logOut.wording(at: InstantWords(program).whole(logOut.at)))"
        }
        let left: SafeText = record.facts.expiry.instant == nil ? text : "\(text) left"
        return "\(MessageComposer.text(for: standing)), \(left)"
    }

    private func moment(_ instant: Instant?) -> SafeText {
        guard let instant else { return "not reported" }
        return InstantWords(program).whole(instant)
    }
}

extension TextRun {
    init(_ cell: TokenColumn.Cell) {
        switch cell {
        case .text(let text, let tone): self.init(text, tone.role)
        case .bar(let left, let whole, let tone):
            self.init(ProgressBar.text(left, of: whole, width: 10), tone.role, isPicture: true)
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
