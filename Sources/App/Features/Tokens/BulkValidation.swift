import DisplayText
import Operations
import Storage
import Toolkit

/// Counts what becomes of several tokens that are validated at a time, for one sentence about all of them.
struct BulkValidation: Equatable, Sendable {
    private var tokens: Set<TokenRecord.ID> = []
    private var verdicts: [ValidationReport.Verdict: Int] = [:]

    /// These tokens are about to be validated. One alone is told by its own answer.
    mutating func begin(_ tokens: [TokenRecord.ID], in program: ProgramState) {
        if !isUnderWay(in: program) { self = BulkValidation() }
        if tokens.count > 1 || !self.tokens.isEmpty { self.tokens.formUnion(tokens) }
    }

    /// - Returns: the sentence, when it was the last of them.
    mutating func end(
        of token: TokenRecord.ID, _ verdict: ValidationReport.Verdict?, in program: ProgramState
    ) -> (ActivityMessage.Weight, SafeText)? {
        guard tokens.contains(token) else { return nil }
        if let verdict { verdicts[verdict, default: 0] += 1 }
        if isUnderWay(in: program) { return nil }
        defer { self = BulkValidation() }
        return sentence
    }

    private func isUnderWay(in program: ProgramState) -> Bool {
        tokens.contains { program.inFlight[.validate($0)] != nil }
    }

    /// `3 validated: 2 valid, 1 invalid`.
    private var sentence: (ActivityMessage.Weight, SafeText) {
        let answered = verdicts.values.reduce(0, +)
        let count: SafeText = answered == tokens.count ? "\(answered)" : "\(answered) of \(tokens.count)"
        let counts: [(Int, SafeText)] =
            ValidationReport.Verdict.allCases.map { (verdicts[$0] ?? 0, MessageComposer.text(for: $0)) }
            + [(tokens.count - answered, "without an answer")]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" as SafeText }
        let weights = verdicts.keys.map(\.weight) + (answered == tokens.count ? [] : [.warning])
        let weight = [.failure, .warning, .plain].first(where: weights.contains) ?? .good
        return (weight, "\(count) validated: \(parts.joined(separator: ", "))")
    }
}

extension ValidationReport.Verdict {
    /// That a token has ended is news, and no reason to worry; that its cluster has never accepted it may be one.
    var weight: ActivityMessage.Weight {
        switch self {
        case .valid, .revokedVerified: .good
        case .invalid, .expired: .plain
        case .notRecognized, .revoked: .warning
        case .stillValid: .failure
        }
    }

    var role: Role {
        switch self {
        case .valid, .revokedVerified: .success
        case .stillValid: .danger
        case .expired, .invalid, .notRecognized, .revoked: .warning
        }
    }
}
