import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Ending tokens: a plan, a consent that grows with the blast radius, a verdict for each.
extension AppState {
    /// Those of the targets that can be revoked by this run.
    var revocableTargets: [TokenRecord] {
        tokenTargets.filter { obstacle(toRevoking: $0) == nil }
    }

    /// Whether there is any such target; quick, also with every token of a long list marked.
    var hasRevocableTarget: Bool { hasTarget { obstacle(toRevoking: $0) == nil } }

    /// What stands against revoking a token; absent when nothing does.
    func obstacle(toRevoking record: TokenRecord) -> SafeText? {
        RevocationPolicy(record, on: profile(of: record), isHeld: tokens.isHeld(record.id), isReadOnly).reason
    }

    mutating func askToRevoke() -> [Effect] {
        let chosen = tokenTargets
        let targets = revocableTargets.compactMap { record -> RevocationTarget? in
            guard let profile = profile(of: record) else { return nil }
            return revocationTarget(for: record, of: profile)
        }
        do throws(OperationError) {
            let plan = try RevocationPlan(targets)
            if targets.count < chosen.count {
                say(
                    .warning,
                    "\(chosen.count - targets.count) of \(chosen.count) tokens cannot be revoked and are left out")
            }
            return push(.revocation(RevocationQuestion(plan: plan)))
        } catch {
            say(error)
            return [.bell]
        }
    }

    /// A token that is not what was asked for exists, and nothing of it is out of reach: its revocation is offered at once.
    mutating func offerToRevokeUnwanted() -> [Effect] {
        guard let token = unwanted, let profile = profiles[token.profile] else { return [] }
        let record = tokens[TokenRecord.id(token.fingerprint, at: profile.origin.description)]
        guard let record else { return [] }
        unwanted = nil
        if let obstacle = obstacle(toRevoking: record) {
            say(
                .warning, "token \(token.fingerprint.text) exists on \(profile.name) and cannot be revoked: \(obstacle)"
            )
            return [.bell]
        }
        do throws(OperationError) {
            let plan = try RevocationPlan([revocationTarget(for: record, of: profile)])
            return push(.revocation(RevocationQuestion(plan: plan, reason: token.reason)))
        } catch {
            say(error)
            return [.bell]
        }
    }

    func revocationTarget(for record: TokenRecord, of profile: Profile) -> RevocationTarget {
        let session = clusters[profile.id]?.session
        let user = record.facts.user
        let own = session?.info.userName ?? profile.username
        return RevocationTarget(
            profile: profile, token: .held(record.fingerprint), user: user, isOwn: user != nil && user == own,
            isInUse: tokens.inUseIDs.contains(record.id))
    }

    mutating func confirmRevocation(_ question: RevocationQuestion, by command: AppCommand) -> [Effect] {
        guard let answer = question.plan.consent.answer(typed: question.typed, by: command) else {
            // Enter on a yes-or-no question is the default, and the default is No.
            if command == .submit { layers.removeLast() }
            return []
        }
        do throws(OperationError) {
            let confirmed = try question.plan.confirmed(by: answer)
            layers[layers.count - 1] = .results(RevocationResults(targets: confirmed.targets))
            let count = confirmed.targets.count
            return [
                begin(
                    .revokeTokens(confirmed), id: .revocation,
                    label: count == 1 ? "revoking a token" : "revoking \(count) tokens", isChange: true)
            ]
        } catch {
            var question = question
            question.mismatch = MessageComposer.message(for: error).sentence
            layers[layers.count - 1] = .revocation(question)
            return [.bell]
        }
    }

    /// A verdict of one token, while the rest is still running.
    mutating func take(_ item: RevocationItem, stamp: Int) -> [Effect] {
        guard inFlight[.revocation]?.stamp == stamp else { return [] }
        changeResults { $0.take(item) }
        return []
    }

    mutating func takeRevoked(_ items: [RevocationItem]) -> [Effect] {
        changeResults { results in
            for item in items { results.take(item) }
            results.isRunning = false
        }
        guard !items.isEmpty else { return [] }
        tokens.marks = []
        let (weight, text) = RevocationSummary(items).sentence
        say(weight, text)
        // A session that was carried by a revoked token is over.
        var effects = [readJournal()]
        for id in Set(items.map(\.profile.id)).sorted() where isLoggedIn(id) {
            if let profile = profiles[id] { effects.append(check(profile)) }
        }
        return effects
    }

    mutating func stopRevocation() -> [Effect] { cancel([.revocation]) }

    mutating func markRevocationStopping() { changeResults { $0.isStopping = true } }

    mutating func changeResults(_ change: (inout RevocationResults) -> Void) {
        for index in layers.indices {
            if case .results(var results) = layers[index] {
                change(&results)
                layers[index] = .results(results)
            }
        }
    }
}

extension RevocationResults {
    mutating func take(_ item: RevocationItem) {
        let index = rows.firstIndex {
            $0.target.fingerprint == item.fingerprint && $0.target.profile.id == item.profile.id
        }
        if let index { rows[index].verdict = item.verdict }
    }
}

/// Counts the verdicts of a revocation in one sentence.
struct RevocationSummary {
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
