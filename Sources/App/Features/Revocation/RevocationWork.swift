import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

extension WorkID {
    /// Revoking tokens, or ending a user.
    static let revocation = WorkID("revocation")
}

extension RevokeTokens: Work {
    var id: WorkID { .revocation }
    var isChange: Bool { true }
    var label: SafeText {
        confirmed.targets.count == 1 ? "revoking a token" : "revoking \(confirmed.targets.count) tokens"
    }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (RevocationItem) async -> Void
    ) async throws(OperationError) -> [RevocationItem] { await run(in: tools.workspace, progress: tell) }

    func receive(step: RevocationItem, in program: inout ProgramState) -> [Effect] { program.receive(step) }

    func receive(_ answer: [RevocationItem], in program: inout ProgramState) -> [Effect] {
        program.revoked(answer)
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.revoked([]) }
}

extension ProgramState {
    /// A verdict on one token, while the rest is still running.
    mutating func receive(_ item: RevocationItem) -> [Effect] {
        change(RevocationResults.self) { results, _ in
            results.receive(item)
            return []
        }
    }

    mutating func revoked(_ items: [RevocationItem]) -> [Effect] {
        change(RevocationResults.self) { results, _ in
            for item in items { results.receive(item) }
            results.end()
            return []
        }
        guard !items.isEmpty else { return [] }
        panes.tokens.list.clearMarks()
        let (weight, text) = RevocationSummary(items).sentence
        say(weight, text)
        // A session that was carried by a revoked token is over.
        var effects = [readJournal()]
        for id in Set(items.map(\.profile.id)).sorted() where isLoggedIn(id) {
            if let profile = profiles[id] { effects.append(check(profile)) }
        }
        return effects
    }
}

/// Counts the verdicts of a revocation in one sentence.
private struct RevocationSummary {
    private let items: [RevocationItem]

    init(_ items: [RevocationItem]) { self.items = items }

    var sentence: (ActivityMessage.Weight, SafeText) {
        var counts: [(text: SafeText, count: Int)] = []
        for item in items {
            let text: SafeText =
                if case .failed = item.verdict { "failed" } else { MessageComposer.text(for: item.verdict) }
            if let index = counts.firstIndex(where: { $0.text == text }) {
                counts[index].count += 1
            } else {
                counts.append((text, 1))
            }
        }
        var text: SafeText = "revocation of \(items.count) tokens: "
        if let only = items.first, items.count == 1 { text = "revocation of \(only.fingerprint.text): " }
        for (index, part) in counts.enumerated() {
            let number: SafeText = items.count == 1 ? "" : "\(part.count) "
            text = text + (index > 0 ? ", " : "") + number + part.text
        }
        return (weight, text)
    }

    private var weight: ActivityMessage.Weight {
        if items.allSatisfy({ $0.verdict == .revokedVerified }) { return .good }
        let isBad = items.contains {
            switch $0.verdict {
            case .stillValid, .failed: true
            default: false
            }
        }
        return isBad ? .failure : .warning
    }
}
