import DisplayText
import Operations
import Toolkit

/// What is typed to agree to a plan; it does not agree to another one.
struct PlanConfirmation: Hashable, Sendable {
    var input = TextInput(limit: 256)
    /// Whether the plan became another one since it was read.
    private(set) var isOutdated = false

    /// - Parameter isAsked: whether it may be about to be typed.
    mutating func drop(isAsked: Bool) {
        if isAsked || !input.text.isEmpty { isOutdated = true }
        input.replace(with: "")
    }

    /// What is typed from here on agrees to the plan as it is; false where nothing was typed since it changed.
    mutating func take() -> Bool {
        if isOutdated, input.text.isEmpty { return false }
        isOutdated = false
        return true
    }
}

extension IncidentView {
    /// What stands against going on, or that it has to be agreed to anew.
    var notice: SafeText? {
        if problem != nil || !confirmation.isOutdated || focus != .confirmation { return problem }
        let changed: SafeText = "the plan has changed; read it again"
        guard let plan = chosenPlan else { return changed }
        return "\(changed), then type \(SafeText(outside: plan.consent.expected ?? "y", limit: 40))"
    }
}
