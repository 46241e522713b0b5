import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// "End everything of anna?": who, where, by which operation, with which tokens.
struct UserEndDialog {
    let question: UserEndQuestion
    let state: AppState

    private var plan: EndUserPlan { question.plan }
    private var profile: Profile { plan.target.profile }

    var dialog: Dialog<AppCommand> {
        let title: SafeText = "End everything of \(plan.target.user.text)?"
        switch plan.consent.kind {
        case .key: return .yesOrNo(title, lines, yesLabel: "End it", yes: .yes, no: .no)
        case .count(let count):
            let what: SafeText = plan.tokens.isEmpty ? "the number of users, 1," : "the number of items, \(count),"
            return Dialog(
                title, lines, typing: String(count), prompt: "Type \(what) to go on:", answer: .yes, safeAnswer: .no)
        case .profileName(let name), .userName(let name):
            return Dialog(
                title, lines, typing: name, prompt: "Type the profile's name, \(name), to go on:", answer: .yes,
                safeAnswer: .no)
        }
    }

    private var lines: [TextRun] {
        let guid = plan.target.userID.map { SafeText("   GUID \($0)") } ?? ""
        var lines = [TextRun("user     \(plan.target.user.text)\(guid)")]
        lines += Questions.facts(of: profile).filter { !$0.text.isEmpty }
        lines.append(TextRun(""))
        lines.append(TextRun("All sessions of the user on this cluster end\(way)."))
        if plan.target.isOurselves {
            lines.append(TextRun("This is you: the session in use ends with them.", .warning))
        }
        lines += tokens
        lines.append(TextRun("No cluster lists its sessions: \u{201C}accepted\u{201D} is all that can be known.", .dim))
        return lines
    }

    /// Where a neighbour does it, its operation is named.
    private var way: SafeText {
        profile.generation.capability(.forceLogout).neighbour.map { SafeText(", by its neighbour \($0)") } ?? ""
    }

    private var tokens: [TextRun] {
        var lines: [TextRun] = []
        if !plan.tokens.isEmpty {
            let count = plan.tokens.count
            lines.append(
                TextRun(count == 1 ? "One token is revoked and checked:" : "\(count) tokens are revoked and checked:"))
            lines += plan.tokens.map { target in
                let kind = state.tokens[target.tokenID]?.facts.kind ?? "token"
                let use: SafeText = target.isInUse ? "   carries the session in use" : ""
                return TextRun("  \(target.fingerprint.text)   \(kind)\(use)")
            }
        }
        let leftOut = plan.leftOut.count
        if leftOut > 0 {
            let what: SafeText = leftOut == 1 ? "One token" : "\(leftOut) tokens"
            lines.append(
                TextRun("\(what) of the list cannot be revoked by this run and may live on.", .warning))
        }
        if lines.isEmpty { lines.append(TextRun("No token of the user is held here; others may exist.", .dim)) }
        return lines
    }
}
