import DisplayText
import Storage
import Terminal
import Toolkit

/// A cluster where the lockout guard stands against one more login.
struct GuardedLogin: Hashable {
    let profile: Profile
    let risk: LockoutRisk

    var line: TextRun {
        TextRun("\(profile.name): \(risk.refusals.count) of \(risk.user ?? "an unknown user") failed")
    }
}

/// Asked where one secret goes to several clusters and the guard stands against some of them: it is about those alone.
struct GuardedLoginsQuestion: QuestionFeature {
    enum Answer: Hashable, Sendable {
        case tryOnce, leaveOut, cancel
    }

    var dialog: Dialog<Answer>

    /// - Parameter others: the clusters that are logged in to whatever is said of these.
    init(_ guarded: [GuardedLogin], others: [Profile]) {
        let names = guarded.map(\.profile).fewNames
        let these: SafeText = guarded.count == 1 ? names : "\(guarded.count) clusters"
        dialog = Dialog(
            "Try once more on \(these)?",
            FormRiskQuestion.lockoutWarning + guarded.map(\.line)
                + [TextRun("Either way, one login is tried on \(others.fewNames).")],
            role: .warning,
            answers: [
                DialogAnswer(.character("y"), "Try once", .tryOnce),
                DialogAnswer(.character("l"), "Leave out \(these)", .leaveOut),
                DialogAnswer(.character("n"), "Cancel", .cancel),
            ], safeAnswer: .cancel)
    }

    mutating func answer(_ answer: Answer, in program: inout ProgramState) -> [Effect] {
        let risk: FormRisk = answer == .tryOnce ? .lockout : .leavingGuardedOut
        return program.closeTop() + program.withTopForm { form, program in form.submit(agreeing: risk, in: &program) }
    }
}
