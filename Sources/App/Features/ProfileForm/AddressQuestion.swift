import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import Toolkit

/// Asked when a profile gets another address while a session is open at the old one, or a token of it may be valid.
struct AddressQuestion: QuestionFeature {
    enum Answer: Hashable, Sendable {
        case logOutFirst, leave, cancel
    }

    var dialog: Dialog<Answer>

    init(_ change: AddressChange) {
        var lines = [
            TextRun("from  \(change.profile.origin.description)"), TextRun("to    \(change.address.description)"),
            TextRun(""),
        ]
        if let user = change.user {
            lines.append(
                TextRun("The session of \(user) stays open at the old address and is no longer used here.", .warning))
        }
        if change.tokens > 0 {
            let what: SafeText = change.tokens == 1 ? "1 token" : "\(change.tokens) tokens"
            lines.append(
                TextRun("\(what) of the old address may be valid; none of them is sent to the new one.", .warning))
        }
        lines += .production(change.profile)
        var answers: [DialogAnswer<Answer>] = []
        if change.canLogOut { answers.append(DialogAnswer(.character("o"), "Log out, then save", .logOutFirst)) }
        answers.append(
            DialogAnswer(.character("y"), change.user == nil ? "Save" : "Save without logging out", .leave))
        answers.append(DialogAnswer(.character("n"), "Cancel", .cancel))
        dialog = Dialog(
            "Change the address of \(change.profile.name)?", lines, role: .danger, answers: answers,
            safeAnswer: .cancel)
        dialog.heading = TextRun.heading(of: [change.profile])
    }

    mutating func answer(_ answer: Answer, in program: inout ProgramState) -> [Effect] {
        let risk: FormRisk = answer == .logOutFirst ? .loggingOutFirst : .leavingOldAddress
        return program.closeTop() + program.withTopForm { form, program in form.submit(agreeing: risk, in: &program) }
    }
}
