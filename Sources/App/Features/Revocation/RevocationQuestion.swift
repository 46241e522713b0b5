import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Asked before tokens are revoked.
struct RevocationQuestion: ConsentQuestion {
    private let plan: RevocationPlan
    var dialog: Dialog<YesNo>

    /// - Parameter notice: said first: why it is asked, where no person asked for it, or what it is not about.
    init(_ plan: RevocationPlan, notice: SafeText? = nil, in program: ProgramState) {
        self.plan = plan
        let count = plan.targets.count
        let profiles = plan.targets.map(\.profile).distinct
        var lines = notice.map { [TextRun($0, .warning)] } ?? []
        lines += Self.list(plan.targets, areOnOneCluster: profiles.count == 1, in: program).map { TextRun($0) }
        if plan.targets.contains(where: \.isInUse) {
            lines.append(TextRun("You are logged in with this token: revoking it logs you out.", .warning))
        }
        for profile in profiles { lines += .facts(of: profile) }
        lines.append(
            TextRun(
                "Revocation cannot be undone. \(count == 1 ? "The" : "Each") token is validated afterwards.",
                .warning))
        dialog = Dialog(
            count == 1 ? "Revoke this token?" : "Revoke \(count) tokens?", lines, on: plan.targets.first?.profile,
            yes: "Revoke", consent: plan.consent)
        dialog.heading = TextRun.heading(of: profiles)
    }

    /// One row a token. A GUID is never shortened, for it is what tells users apart: where the rows would be too wide for
    /// the question, it has a row of its own.
    private static func list(
        _ targets: [RevocationTarget], areOnOneCluster: Bool, in program: ProgramState
    ) -> [SafeText] {
        let guids = targets.map { SafeText("\(program.tokens[$0.tokenID]?.facts.userID ?? "")") }
        func rows(withGUIDs: Bool) -> [SafeText] {
            let cells = zip(targets, guids).map { target, guid -> [SafeText] in
                let isExpired = program.tokens[target.tokenID].map { program.standing(of: $0) } == .expired
                return [
                    "\(target.fingerprint.text)", areOnOneCluster ? "" : "\(target.profile.name)",
                    SafeText("\(target.user ?? "unknown user")").markingMixedScripts,
                    withGUIDs ? guid : "", isExpired ? "expired" : "",
                ]
            }
            return AlignedText.lines(of: cells, gap: 2)
        }
        let whole = rows(withGUIDs: true)
        let room = Dialog<YesNo>.textColumns(onScreenOf: program.size.columns)
        if whole.allSatisfy({ $0.columns <= room }) { return whole }
        return zip(rows(withGUIDs: false), guids).flatMap { $1.isEmpty ? [$0] : [$0, "  GUID \($1)"] }
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        let work = RevokeTokens(confirmed: try plan.confirmed(by: answer))
        return program.closeTop() + program.open(RevocationResults(of: work)) + [program.begin(work)]
    }
}

extension ProgramState {
    /// What stands against revoking a token; `nil` when nothing does.
    func obstacle(toRevoking record: TokenRecord) -> SafeText? {
        let reason = RevocationPolicy(record, on: profile(of: record), isHeld: tokens.isHeld(record.id), isReadOnly)
            .reason
        // A locked vault may have it; and here there are keys for what helps.
        return reason == RevocationPolicy.notStored ? whyNotAtHand(record) : reason
    }

    func reasonAgainstRevoking(_ targets: TokenTargets) -> SafeText? {
        guard targets.contains(in: tokens, where: { _ in true }) else { return noToken }
        if inFlight[.revocation] != nil { return "a revocation is in progress" }
        if targets.contains(in: tokens, where: { obstacle(toRevoking: $0) == nil }) { return nil }
        return targets.records(in: tokens).first.flatMap { obstacle(toRevoking: $0) }
    }

    func revocationTarget(for record: TokenRecord) -> RevocationTarget? {
        guard let profile = profile(of: record), obstacle(toRevoking: record) == nil else { return nil }
        let user = record.facts.user
        let own = clusters[profile.id]?.session?.info.userName ?? profile.username
        return RevocationTarget(
            profile: profile, token: .held(record.fingerprint), user: user, isOwn: user != nil && user == own,
            isInUse: tokens.list?.inUseIDs.contains(record.id) ?? false)
    }

    /// - Parameter others: what was chosen besides and is no token that can be revoked; the question names it.
    mutating func askToRevoke(_ targets: TokenTargets, leavingOut others: [SafeText] = []) -> [Effect] {
        let chosen = inPaneOrder(targets.records(in: tokens))
        let targets = chosen.compactMap { revocationTarget(for: $0) }
        var notices: [SafeText] = []
        if !targets.isEmpty, targets.count < chosen.count {
            let reasons = chosen.compactMap { obstacle(toRevoking: $0) }.distinct
            let left = chosen.count - targets.count
            notices.append(
                """
                \(left) of \(chosen.count) tokens cannot be revoked and \(left == 1 ? "is" : "are") left out\
                \(reasons.isEmpty ? "" : ": \(reasons.prefix(2).joined(separator: "; others: "))")
                """)
        }
        if !others.isEmpty {
            let rest: SafeText = others.count > 4 ? ", \(others.count - 4) more" : ""
            notices.append("Stays open: \(others.prefix(4).joined(separator: ", "))\(rest)")
        }
        return askToRevoke(targets, notice: notices.isEmpty ? nil : notices.joined(separator: ". "))
    }

    /// What may be valid comes first; otherwise as the pane shows them, and those that it does not show last.
    private func inPaneOrder(_ records: [TokenRecord]) -> [TokenRecord] {
        let rows = Dictionary(
            panes.tokenList.rows.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let places = records.map { record in
            (standing(of: record) == .expired ? 1 : 0, tokens.place(of: record.id).flatMap { rows[$0] } ?? .max)
        }
        return records.indices.sorted { (places[$0].0, places[$0].1, $0) < (places[$1].0, places[$1].1, $1) }
            .map { records[$0] }
    }

    mutating func askToRevoke(_ targets: [RevocationTarget], notice: SafeText? = nil) -> [Effect] {
        do throws(OperationError) {
            return open(RevocationQuestion(try RevocationPlan(targets), notice: notice, in: self))
        } catch {
            say(error)
            return [.bell]
        }
    }

    /// A token that is not what was asked for exists, and its line has been read: its revocation is offered at once.
    mutating func offerToRevokeUnwanted() -> [Effect] {
        guard let token = unwanted, let profile = profiles[token.profile],
            let record = tokens[TokenRecord.id(token.fingerprint, at: profile.origin.description)]
        else { return [] }
        unwanted = nil
        if let obstacle = obstacle(toRevoking: record) {
            say(
                .warning, "token \(token.fingerprint.text) exists on \(profile.name) and cannot be revoked: \(obstacle)"
            )
            return [.bell]
        }
        return askToRevoke(
            [record].compactMap { revocationTarget(for: $0) }, notice: "Issued, but not as requested: \(token.reason)")
    }
}

extension [Profile] {
    /// Each profile once, in the order of their first places.
    fileprivate var distinct: [Profile] {
        var seen: Set<Profile.ID> = []
        return filter { seen.insert($0.id).inserted }
    }
}

extension WorkID {
    /// Revoking tokens, or ending a user.
    static let revocation = WorkID("revocation")
}

extension RevokeTokens: Work {
    var id: WorkID { .revocation }
    var isChange: Bool { true }
    var hasItems: Bool { confirmed.targets.count > 1 }
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
    /// The tokens of the journal, and which of them are being revoked.
    var listedTokens: TokenList {
        var list = tokens.list ?? TokenList()
        let targets: [RevocationTarget] =
            switch inFlight[.revocation]?.work.base {
            case let work as RevokeTokens: work.confirmed.targets
            case let work as EndUser: work.confirmed.parts.flatMap(\.tokens)
            default: []
            }
        list.revokingIDs = Set(targets.map(\.tokenID))
        return list
    }

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
        panes.allTokens.list.clearMarks()
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
                if case .failed(let error) = item.verdict, !error.isCancellation {
                    "failed"
                } else {
                    MessageComposer.text(for: item.verdict)
                }
            if let index = counts.firstIndex(where: { $0.text == text }) {
                counts[index].count += 1
            } else {
                counts.append((text, 1))
            }
        }
        let parts = counts.map { items.count == 1 ? $0.text : "\($0.count) \($0.text)" }.joined(separator: ", ")
        let what: SafeText = items.count == 1 ? "\(items[0].fingerprint.text)" : "\(items.count) tokens"
        return (weight, "revocation of \(what): \(parts)")
    }

    private var weight: ActivityMessage.Weight {
        if items.allSatisfy({ $0.verdict == .revokedVerified }) { return .good }
        let isBad = items.contains {
            switch $0.verdict {
            case .stillValid: true
            case .failed(let error): !error.isCancellation
            default: false
            }
        }
        return isBad ? .failure : .warning
    }
}
