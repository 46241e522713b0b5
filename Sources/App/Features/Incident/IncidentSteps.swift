import ASCIIText
import DisplayText
import Operations
import Storage
import Toolkit

/// On with it.
extension IncidentView {
    mutating func go(_ step: Int) -> [Effect] {
        let all = Focus.allCases.filter { $0 != .user }
        let place = all.firstIndex(of: focus) ?? 0
        turn(to: all[(place + step + all.count) % all.count])
        return []
    }

    mutating func leave(in program: inout ProgramState) -> [Effect] {
        let leak = program.underWay([.leak])
        if !leak.isEmpty {
            tell(nil)
            return program.cancel(leak)
        }
        switch focus {
        case .user: return program.closeTop()
        case .clusters:
            return hasTypedReason
                ? program.open(DiscardQuestion("Nothing is revoked, and the reason is not kept.")) : program.closeTop()
        case .reason, .confirmation:
            turn(to: .clusters)
            return []
        }
    }

    mutating func advance(in program: inout ProgramState) -> [Effect] {
        switch focus {
        case .user: return program.inFlight[.leak] == nil ? chooseUser(in: &program) : []
        case .clusters:
            if loggingIn(in: program).isEmpty, let words = wordsWithoutPlan(in: program) {
                // What follows is typed for a field that does not come: here its letters would be keys.
                program.scene += 1
                return refuse(words) + [.flushTypeAhead]
            }
            turn(to: isReasonGiven ? .confirmation : .reason)
            tell(nil)
            return []
        case .reason:
            if let fault = faultOfReason { return refuse(fault) }
            turn(to: .confirmation)
            tell(nil)
            return []
        case .confirmation: return agree(in: &program)
        }
    }

    /// Whether the plan has its reason already, from before: what is confirmed shows it.
    var isReasonGiven: Bool { !reason.text.trimmingBlanks().isEmpty && faultOfReason == nil }

    var faultOfReason: SafeText? { Reason.fault(of: reason.text).map { "the reason \($0)" } }

    /// Why there is nothing to agree to; nil where there is.
    private func wordsWithoutPlan(in program: ProgramState) -> SafeText? {
        if !chosen.isEmpty { return nil }
        if let words = loggingInWords(in: program) { return words }
        return switch wayOn(in: program) {
        case .logIn: "log in to the chosen clusters first (\(program.key(.logIn, in: Self.layer)))"
        case .unlock: "unlock the vault first (\(program.key(.unlockVault, in: Self.layer)))"
        case .none: "nothing can be done on the chosen clusters"
        }
    }

    private mutating func agree(in program: inout ProgramState) -> [Effect] {
        guard let incident else { return [] }
        if program.inFlight[.revocation] != nil { return refuse("a revocation is in progress") }
        if !takeConfirmation() { return [.bell] }
        if let words = wordsWithoutPlan(in: program) { return refuse(words) }
        if let fault = faultOfReason {
            turn(to: .reason)
            return refuse(fault)
        }
        if let wait = waitForLogins(in: program) { return wait }
        do throws(OperationError) {
            let plan = try incident.plan(on: chosen)
            let text = confirmation.input.text
            let isKey = plan.consent.expected == nil && text.trimmingBlanks() == "y"
            let confirmed = try plan.confirmed(by: isKey ? .key : .typed(text))
            let why = reason.text.trimmingBlanks()
            var verb = EndUser(confirmed: confirmed, reason: why.isEmpty ? nil : why)
            verb.linksPlace =
                keepsLinksInVault ? .vault : ConfirmedIncident.linksFile(for: incident.user, at: program.now)
            let agreed = ConfirmedIncident(
                verb: verb, plan: incident, choice: choice(in: program), elsewhere: elsewhere, leaked: leaked)
            let accounts = deactivates ? accounts : []
            if accounts.isEmpty { return agreed.begin(in: &program) }
            let deactivation = try DeactivationPlan(accounts, isReadOnlyMode: program.isReadOnly)
            return program.open(DeactivationQuestion(deactivation, of: agreed))
        } catch {
            emptyConfirmation()
            return refuse(MessageComposer.message(for: error).sentence)
        }
    }
}
