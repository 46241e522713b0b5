import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// Asked before tokens are revoked.
struct RevocationQuestion: ConsentQuestion {
    private let plan: RevocationPlan
    var dialog: Dialog<YesNo>

    /// - Parameter reason: why it is asked, where no person asked for it: the token is not what was wanted.
    init(_ plan: RevocationPlan, reason: SafeText? = nil, in program: ProgramState) {
        self.plan = plan
        let count = plan.targets.count
        var lines = reason.map { [TextRun("Issued, and not as asked: \($0)", .warning)] } ?? []
        lines += plan.targets.map { target in
            let guid = program.tokens[target.tokenID]?.facts.userID.map { SafeText("   \($0)") } ?? ""
            return TextRun("\(target.fingerprint.text)   \(target.user ?? "unknown user")\(guid)")
        }
        if plan.targets.contains(where: \.isInUse) {
            lines.append(TextRun("This carries the session in use: you will be logged out.", .warning))
        }
        if let profile = plan.targets.first?.profile { lines += .facts(of: profile) }
        lines.append(
            TextRun(
                "Revocation cannot be undone. \(count == 1 ? "The" : "Each") token is validated afterwards.", .dim))
        dialog = Dialog(
            count == 1 ? "Revoke this token?" : "Revoke \(count) tokens?", lines, yes: "Revoke", consent: plan.consent)
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        let confirmed = try plan.confirmed(by: answer)
        return program.closeTop() + program.open(RevocationResults(confirmed.targets))
            + [program.begin(RevokeTokens(confirmed: confirmed))]
    }
}

extension ProgramState {
    /// What stands against revoking a token; `nil` when nothing does.
    func obstacle(toRevoking record: TokenRecord) -> SafeText? {
        RevocationPolicy(record, on: profile(of: record), isHeld: tokens.isHeld(record.id), isReadOnly).reason
    }

    func reasonAgainstRevoking(_ targets: TokenTargets) -> SafeText? {
        guard targets.contains(in: tokens, where: { _ in true }) else { return noToken }
        if inFlight[.revocation] != nil { return "a revocation is under way" }
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

    mutating func askToRevoke(_ targets: TokenTargets) -> [Effect] {
        let chosen = targets.records(in: tokens)
        let targets = chosen.compactMap { revocationTarget(for: $0) }
        let effects = askToRevoke(targets)
        if !targets.isEmpty, targets.count < chosen.count {
            say(
                .warning,
                "\(chosen.count - targets.count) of \(chosen.count) tokens cannot be revoked and are left out")
        }
        return effects
    }

    mutating func askToRevoke(_ targets: [RevocationTarget], reason: SafeText? = nil) -> [Effect] {
        do throws(OperationError) {
            return open(RevocationQuestion(try RevocationPlan(targets), reason: reason, in: self))
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
        return askToRevoke([record].compactMap { revocationTarget(for: $0) }, reason: token.reason)
    }
}
