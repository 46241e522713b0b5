import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// Asked before tokens leave the list, because one of them may be valid. Removing revokes nothing.
struct RemovalQuestion: QuestionFeature {
    private let tokens: [TokenRecord]
    var dialog: Dialog<YesNo>

    /// - Parameter valid: how many of them may be valid.
    init(_ tokens: [TokenRecord], valid: Int, in program: ProgramState) {
        self.tokens = tokens
        let count = tokens.count
        var lines = TokenLines.of(tokens, in: program) + [TextRun("")]
        if valid > 0 {
            let active = tokens.count { program.standing(of: $0) == .active }
            let what: SafeText =
                switch (count, active == valid) {
                case (1, true): "This token is active."
                case (1, false): "This token may still be valid."
                case (_, true): "\(active) of \(count) are active."
                case (_, false): "\(valid) of \(count) may still be valid."
                }
            lines.append(TextRun("\(what) Removing from the list does not revoke.", .warning))
        }
        lines.append(TextRun("\(program.key(.undo)) restores \(count == 1 ? "it" : "them").", .dim))
        let profile = tokens.first.flatMap { program.profile(of: $0) }
        if let profile { lines += .facts(of: profile) }
        dialog = Dialog(
            count == 1 ? "Remove this token from the list?" : "Remove \(count) tokens from the list?", lines,
            on: profile, role: valid > 0 ? .danger : .heading, yes: "Remove")
    }

    mutating func answer(_ answer: YesNo, in program: inout ProgramState) -> [Effect] {
        program.closeTop() + program.remove(tokens)
    }
}

/// Tokens in a question: one line a token, as long as they can be overlooked.
enum TokenLines {
    private static let most = 8

    static func of(_ tokens: [TokenRecord], in program: ProgramState) -> [TextRun] {
        let shown = tokens.count > most + 1 ? Array(tokens.prefix(most)) : tokens
        let rest = tokens.count - shown.count
        let words = shown.map { TokenWords(record: $0, program: program) }
        let rows = words.map { words -> [SafeText] in
            let cluster = program.profile(of: words.record)?.name ?? words.record.profileName
            return [
                "  \(words.record.fingerprint.text)", "\(words.record.facts.user ?? "unknown user")", "\(cluster)",
                words.statusInWords,
            ]
        }
        return zip(AlignedText.lines(of: rows), words).map { TextRun($0, $1.status.role) }
            + (rest > 0 ? [TextRun("  and \(rest) more", .dim)] : [])
    }
}

extension ProgramState {
    func reasonAgainstRemoving(_ targets: TokenTargets) -> SafeText? {
        guard targets.contains(in: tokens, where: { _ in true }) else { return noToken }
        if inFlight[.removal] != nil { return "tokens are being removed or restored" }
        if let reason = ReadOnlyPolicy(nil, isReadOnlyMode: isReadOnly).reason { return reason }
        return targets.contains(in: tokens, where: { profile(of: $0)?.isReadOnly != true })
            ? nil : profile.flatMap { readOnlyReason($0) } ?? "profile is read-only"
    }

    /// `f`: at once what is over, after a question what may be valid.
    mutating func askToRemove(_ targets: TokenTargets) -> [Effect] {
        let records = targets.records(in: tokens).filter { profile(of: $0)?.isReadOnly != true }
        guard !records.isEmpty else { return [] }
        let valid = records.count { standing(of: $0).mayBeValid }
        return valid > 0 ? open(RemovalQuestion(records, valid: valid, in: self)) : remove(records)
    }

    fileprivate mutating func remove(_ records: [TokenRecord]) -> [Effect] {
        close(TokenDetail.self) + [begin(RemoveTokens(records: records))]
    }

    mutating func removed(_ records: [TokenRecord]) -> [Effect] {
        removals.append(.tokens(records))
        let valid = records.filter { standing(of: $0).mayBeValid }
        let clusters = Set(valid.map { profile(of: $0)?.name ?? $0.profileName }).sorted()
        let still: SafeText =
            switch (valid.count, clusters.count) {
            case (0, _): ""
            case (1, _) where records.count == 1: " (may be valid on \(clusters.first ?? ""))"
            case (let count, 1): " (\(count) may be valid on \(clusters.first ?? ""))"
            case (let count, _): " (\(count) may be valid on their clusters)"
            }
        let what: SafeText = records.count == 1 ? "1 token" : "\(records.count) tokens"
        say(
            .good, "removed \(what) from the list\(still); \(key(.undo)) restores \(records.count == 1 ? "it" : "them")"
        )
        return [readJournal()]
    }

    mutating func restored(_ records: [TokenRecord]) -> [Effect] {
        if let index = removals.lastIndex(of: .tokens(records)) { removals.remove(at: index) }
        if let first = records.first { selectToken(first.id) }
        say(.good, records.count == 1 ? "restored 1 token" : "restored \(records.count) tokens")
        return [readJournal()]
    }
}

extension WorkID {
    /// Removing tokens from the list, and restoring them.
    static let removal = WorkID("removal")
}

extension RemoveTokens: UseCase {
    var id: WorkID { .removal }
    var label: SafeText { records.count == 1 ? "removing 1 token" : "removing \(records.count) tokens" }
    var isChange: Bool { true }

    func receive(_ answer: [TokenRecord], in program: inout ProgramState) -> [Effect] { program.removed(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return [program.readJournal()]
    }
}

extension RestoreTokens: UseCase {
    var id: WorkID { .removal }
    var label: SafeText { records.count == 1 ? "restoring 1 token" : "restoring \(records.count) tokens" }
    var isChange: Bool { true }

    func receive(_ answer: [TokenRecord], in program: inout ProgramState) -> [Effect] { program.restored(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return [program.readJournal()]
    }
}
