import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The tokens a command means. Nothing acts on a token that is not under the cursor, or marked.
enum TokenTargets: Hashable, Sendable {
    case none
    case one(TokenRecord.ID)
    case marked(Set<TokenRecord.ID>)

    /// In the order of the journal.
    func records(in tokens: KnownTokens) -> [TokenRecord] {
        switch self {
        case .none: []
        case .one(let id): tokens[id].map { [$0] } ?? []
        case .marked(let ids): ids.compactMap { tokens.place(of: $0) }.sorted().map { tokens.records[$0] }
        }
    }

    /// Whether one of them is like that; looks at no more of them than it must.
    func contains(in tokens: KnownTokens, where isLikeThat: (TokenRecord) -> Bool) -> Bool {
        switch self {
        case .none: false
        case .one(let id): tokens[id].map(isLikeThat) ?? false
        case .marked(let ids): ids.contains { tokens[$0].map(isLikeThat) ?? false }
        }
    }
}

extension ProgramState {
    /// Whether commands mean tokens on the panes.
    var isOnTokens: Bool { panes.table == .tokens || panes.table == nil && panes.focus == .tokens }

    /// The tokens that commands mean on the panes: the marked ones, else the selected one.
    var paneTargets: TokenTargets {
        guard isOnTokens else { return .none }
        let marks = panes.tokenList.marksInSight(of: tokens, at: now)
        if !marks.isEmpty { return .marked(marks) }
        return panes.tokenList.selected(in: tokens).map { .one($0.id) } ?? .none
    }

    /// The one token under the cursor, marks or not: what is copied or shown.
    var paneToken: TokenRecord? { isOnTokens ? panes.tokenList.selected(in: tokens) : nil }

    var noToken: SafeText {
        isOnTokens ? "no token is selected" : "select a token first (\(key(.focusTokens)))"
    }

    var notStored: SafeText {
        """
        the token itself is not stored here; import it (\(key(.importToken))), or log its user out \
        (\(key(.revokeUser)))
        """
    }

    func reasonAgainstUsing(_ record: TokenRecord?) -> SafeText? {
        guard let record else { return noToken }
        return tokens.isHeld(record.id) ? nil : whyNotAtHand(record)
    }

    /// Why a token cannot be presented: the vault that may have it is locked, or it is not stored here.
    func whyNotAtHand(_ record: TokenRecord?) -> SafeText {
        record.flatMap { profile(of: $0) }.flatMap { reasonOfVault(for: $0) } ?? notStored
    }
}

/// Validating.
extension ProgramState {
    func reasonAgainstValidating(_ targets: TokenTargets) -> SafeText? {
        guard targets.contains(in: tokens, where: { _ in true }) else { return noToken }
        guard targets.contains(in: tokens, where: { tokens.isHeld($0.id) }) else {
            return whyNotAtHand(targets.records(in: tokens).first)
        }
        if !targets.contains(in: tokens, where: { inFlight[.validate($0.id)] == nil }) {
            return "the token is being validated"
        }
        let isPossible = targets.contains(in: tokens) { record in
            tokens.isHeld(record.id)
                && profile(of: record).map { AbilityPolicy($0, .validateToken).reason == nil } ?? true
        }
        return isPossible ? nil : profile.flatMap { AbilityPolicy($0, .validateToken).reason }
    }

    mutating func validate(_ targets: TokenTargets) -> [Effect] {
        let records = targets.records(in: tokens)
        let held = records.filter { tokens.isHeld($0.id) && inFlight[.validate($0.id)] == nil }
        if held.count < records.count {
            say(
                .warning,
                "validating \(held.count) of \(records.count) tokens; only what is stored here can be validated")
        } else if held.count > 1 {
            say(.plain, "validating \(held.count) tokens")
        }
        let effects = beginValidating(held)
        return held.count > 1 ? effects + open(ValidationResults(held.map(\.id))) : effects
    }

    mutating func beginValidating(_ records: [TokenRecord]) -> [Effect] {
        validations.begin(records.map(\.id), in: self)
        return records.compactMap { record in
            guard let profile = profile(of: record) else { return nil }
            return begin(ValidateToken(profile: profile, token: .held(record.fingerprint)))
        }
    }

    mutating func receive(_ report: ValidationReport) -> [Effect] {
        let name: SafeText = "token \(report.fingerprint.text) on \(report.profile.name)"
        say(report.verdict.weight, MessageComposer.sentence(about: report, named: name))
        return validated(
            TokenRecord.id(report.fingerprint, at: report.profile.origin.description),
            .verdict(report.verdict, report.evidence))
    }

    /// A validation came to its end.
    mutating func validated(_ token: TokenRecord.ID, _ ending: ValidationResults.Ending) -> [Effect] {
        change(ValidationResults.self) { results, _ in
            results.receive(ending, of: token)
            return []
        }
        let verdict: ValidationReport.Verdict? = if case .verdict(let verdict, _) = ending { verdict } else { nil }
        if let (weight, text) = validations.end(of: token, verdict, in: self) { say(weight, text) }
        return [readJournal()]
    }
}

extension WorkID {
    static let journal = WorkID("journal")
    static let arrangement = WorkID("arrangement")
    static func validate(_ token: TokenRecord.ID) -> WorkID { WorkID("validate", token) }
}

extension ListTokens: Work {
    /// Something is not in the vault that should be there.
    struct NotKept: Hashable, Sendable {
        let reason: StorageError
    }

    var id: WorkID { .journal }
    var label: SafeText { "reading the journal" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (NotKept) async -> Void
    ) async throws(OperationError) -> TokenList {
        if let reason = await tools.workspace.held.takeFailure() { await tell(NotKept(reason: reason)) }
        return try await run(in: tools.workspace)
    }

    func receive(step: NotKept, in program: inout ProgramState) -> [Effect] {
        if step.reason.code == .vaultLocked { program.vault.closed() }
        program.tellNotKept(step.reason)
        return []
    }

    func receive(_ answer: TokenList, in program: inout ProgramState) -> [Effect] { program.take(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        program.tokens.fail(message)
        return []
    }
}

extension ProgramState {
    /// Something is not in the vault that should be there.
    mutating func tellNotKept(_ reason: StorageError) {
        let message = MessageComposer.message(for: .storage(reason))
        say(.failure, "the vault could not be changed: \(message.sentence)", message: message)
    }
}

extension ValidateToken: UseCase {
    var id: WorkID { .validate(tokenID) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "validating \(fingerprint.text)" }

    func receive(_ answer: ValidationReport, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.validated(tokenID, .failed(program.say(error), error.evidence))
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.validated(tokenID, .cancelled) }

    private var tokenID: TokenRecord.ID { TokenRecord.id(fingerprint, at: profile.origin.description) }
    private var fingerprint: Fingerprint { token.fingerprint }
}
