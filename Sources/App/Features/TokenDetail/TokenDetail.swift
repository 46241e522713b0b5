import DisplayText
import Operations
import Storage
import Toolkit

/// All about one token.
struct TokenDetail: DetailFeature {
    let id: TokenRecord.ID
    var scroll = Scroll()

    init(_ id: TokenRecord.ID) { self.id = id }

    private var target: TokenTargets { .one(id) }

    static let layer: KeyLayer = "token detail"
    static let group: SafeText = "In a token"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key("y", .copy, "copy", "Copy what is shown", hint: 1) { view, program in
                program.copy(view.card(in: program))
            },
            key("t", .timeline, "timeline", "Timeline of the token, with evidence", hint: 1) {
                view, program in
                program.openTimeline(of: view.id)
            },
            key("w", .report, "save report", "Write a report with verdicts and evidence", hint: 2) { view, program in
                program.openReport(on: view.id)
            },
            key(
                "v", .validate, "validate", "Validate the token shown", hint: 2,
                unless: { view, program in program.reasonAgainstValidating(view.target) },
                act: { view, program in program.validate(view.target) }),
            key(
                "r", .revoke, "revoke", "Revoke the token shown", hint: 2,
                unless: { view, program in program.reasonAgainstRevoking(view.target) },
                act: { view, program in program.askToRevoke(view.target) }),
            key(
                "R", .revokeUser, "revoke user", "Log the user shown out and revoke their tokens", hint: 4,
                unless: { view, program in program.reasonAgainstEndingUser(.token(view.id)) },
                act: { view, program in program.askToEndUser(.token(view.id)) }),
            key(
                "p", .reveal, "reveal", "Show the token for at most 20 seconds", hint: 3,
                unless: { view, program in program.reasonAgainstUsing(program.tokens[view.id]) },
                act: { view, program in program.reveal(program.tokens[view.id]) }),
            key(
                "f", .removeTokens, "remove", "Remove from the list (does not revoke)",
                unless: { view, program in program.reasonAgainstRemoving(view.target) },
                act: { view, program in program.askToRemove(view.target) }),
            cancelling("Cancel the request in progress"),
        ] + moving() + incident() + helping()

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.validate(id), .revocation]) }

    func profile(in program: ProgramState) -> Profile? { program.tokens[id].flatMap { program.profile(of: $0) } }
    func title(in program: ProgramState) -> SafeText { "Token \(program.tokens[id]?.fingerprint.text ?? "")" }

    func rows(in program: ProgramState) -> [DetailRow] {
        guard let record = program.tokens[id] else { return .gone }
        return TokenWords(record: record, program: program).rows
    }

    /// The card, which holds no secret.
    private func card(in program: ProgramState) -> CopySubject? {
        program.tokens[id].map {
            .text(rows(in: program).map(\.line), what: "the card of token \($0.fingerprint.text)")
        }
    }
}
