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
        focus = all[(place + step + all.count) % all.count]
        return []
    }

    mutating func leave(in program: inout ProgramState) -> [Effect] {
        let leak = program.underWay([.leak])
        if !leak.isEmpty {
            problem = nil
            return program.cancel(leak)
        }
        guard focus == .reason || focus == .confirmation else { return program.closeTop() }
        focus = .clusters
        return []
    }

    mutating func advance(in program: inout ProgramState) -> [Effect] {
        switch focus {
        case .user: return program.inFlight[.leak] == nil ? chooseUser(in: &program) : []
        case .clusters, .reason:
            if let fault = Reason.fault(of: reason.text) { return refuse("the reason \(fault)") }
            if chosen.isEmpty {
                if let words = loggingInWords(in: program) { return refuse(words) }
                let logIn = program.key(.logIn, in: Self.layer)
                return refuse(
                    loggedOut(in: program).isEmpty
                        ? "nothing can be done on the chosen clusters"
                        : "log in to the chosen clusters first (\(logIn))")
            }
            if let wait = waitForLogins(in: program) { return wait }
            (focus, problem) = (.confirmation, nil)
            return []
        case .confirmation: return agree(in: &program)
        }
    }

    private mutating func agree(in program: inout ProgramState) -> [Effect] {
        guard let incident else { return [] }
        if program.inFlight[.revocation] != nil { return refuse("a revocation is in progress") }
        if !confirmation.take() { return [.bell] }
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
            confirmation.input.replace(with: "")
            return refuse(MessageComposer.message(for: error).sentence)
        }
    }
}
