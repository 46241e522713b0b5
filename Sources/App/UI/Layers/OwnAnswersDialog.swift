import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The dialog of a question that has answers of its own. Cancel is the default.
struct OwnAnswersDialog {
    let question: Question
    let state: AppState

    var dialog: Dialog<AppCommand> {
        switch question {
        case .removal(let question): removal(question)
        case .logOut(let profile):
            dialog(
                "Log out of \(profile.name)?",
                [TextRun("Ends the session of \(user(on: profile)).")] + Questions.facts(of: profile),
                [DialogAnswer(.character("y"), "Log out", .yes)])
        case .quit(let question): quit(question)
        case .address(let question): address(question)
        case .conflict(let conflict): self.conflict(conflict)
        }
    }

    /// The answers, and behind them the one that changes nothing.
    private func dialog(
        _ title: SafeText, _ lines: [TextRun], role: Role = .danger, _ answers: [DialogAnswer<AppCommand>],
        cancel: SafeText = "Cancel"
    ) -> Dialog<AppCommand> {
        Dialog(
            title, lines, role: role, answers: answers + [DialogAnswer(.character("n"), cancel, .no)], safeAnswer: .no)
    }

    private func user(on profile: Profile) -> SafeText {
        state.clusters[profile.id]?.session.map { "\($0.info.userName)" } ?? "this program"
    }

    // MARK: Tokens

    private static let most = 8

    /// One line a token, as long as they can be overlooked.
    private func lines(of tokens: [TokenRecord]) -> [TextRun] {
        let shown = tokens.count > Self.most + 1 ? Array(tokens.prefix(Self.most)) : tokens
        let rest = tokens.count - shown.count
        return shown.map { record in
            let wording = TokenWording(record: record, state: state)
            let cluster = state.profile(of: record)?.name ?? record.profileName
            return TextRun(
                "  \(record.fingerprint.text)   \(record.facts.user ?? "unknown user")   \(cluster)   \(wording.statusInWords)",
                wording.status.role)
        } + (rest > 0 ? [TextRun("  and \(rest) more", .dim)] : [])
    }

    private func removal(_ question: RemovalQuestion) -> Dialog<AppCommand> {
        let count = question.tokens.count
        let valid = question.valid.count
        var lines = lines(of: question.tokens)
        lines.append(TextRun(""))
        if valid > 0 {
            let what: SafeText =
                count == 1 ? "This token may still be valid." : "\(valid) of \(count) may still be valid."
            lines.append(TextRun("\(what) Removing from the list does not revoke.", .warning))
        }
        lines.append(TextRun(count == 1 ? "u restores it." : "u restores them.", .dim))
        if let profile = question.tokens.first.flatMap({ state.profile(of: $0) }) {
            lines += Questions.facts(of: profile)
        }
        return dialog(
            count == 1 ? "Remove this token from the list?" : "Remove \(count) tokens from the list?", lines,
            role: valid > 0 ? .danger : .heading, [DialogAnswer(.character("y"), "Remove", .yes)])
    }

    // MARK: Quitting

    private func quit(_ question: QuitQuestion) -> Dialog<AppCommand> {
        var lines = question.reasons.map { TextRun($0, .warning) }
        if !question.sessions.isEmpty {
            lines.append(
                TextRun(
                    question.sessions.count == 1
                        ? "1 session is open:" : "\(question.sessions.count) sessions are open:"))
            lines += question.sessions.map { profile in
                let tag: SafeText = profile.isProduction ? "   PRODUCTION" : ""
                return TextRun(
                    "  \(user(on: profile)) on \(profile.name)   \(profile.origin.description)\(tag)",
                    profile.isProduction ? .production : .warning)
            }
        }
        if !question.tokens.isEmpty {
            let count = question.tokens.count
            lines.append(
                TextRun(
                    count == 1
                        ? "1 token that may be valid exists only in memory:"
                        : "\(count) tokens that may be valid exist only in memory:"))
            lines += self.lines(of: question.tokens)
        }
        if let failure = question.failure { lines.append(TextRun(failure, .danger)) }
        if question.isEmpty { lines.append(TextRun("Nothing is open or unsaved any more.")) }
        var answers: [DialogAnswer<AppCommand>] = []
        if !question.closable.isEmpty { answers.append(DialogAnswer(.character("o"), "Log out", .logOut)) }
        if !question.revocable.isEmpty { answers.append(DialogAnswer(.character("r"), "Revoke", .revoke)) }
        if !question.tokens.isEmpty { answers.append(DialogAnswer(.character("y"), "Copy", .copy)) }
        answers.append(DialogAnswer(.character("q"), question.isEmpty ? "Quit" : "Quit anyway", .quit))
        return dialog("Quit Tessera?", lines, role: .heading, answers)
    }

    // MARK: Profiles

    private func address(_ question: AddressQuestion) -> Dialog<AppCommand> {
        let profile = question.profile
        var lines = [TextRun("from  \(profile.origin.description)"), TextRun("to    \(question.address)"), TextRun("")]
        if let user = question.user {
            lines.append(
                TextRun("The session of \(user) stays open at the old address and is no longer used here.", .warning))
        }
        if question.tokens > 0 {
            let what: SafeText = question.tokens == 1 ? "1 token" : "\(question.tokens) tokens"
            lines.append(
                TextRun("\(what) of the old address may be valid; none of them is sent to the new one.", .warning))
        }
        if profile.isProduction { lines.append(TextRun("PRODUCTION", .production)) }
        var answers = [DialogAnswer(.character("y"), "Save without logging out", AppCommand.yes)]
        if question.canLogOut {
            answers.insert(DialogAnswer(.character("o"), "Log out, then save", .logOut), at: 0)
        } else if question.user == nil {
            answers = [DialogAnswer(.character("y"), "Save", .yes)]
        }
        return dialog("Change the address of \(profile.name)?", lines, answers)
    }

    private func conflict(_ conflict: ProfileConflict) -> Dialog<AppCommand> {
        let name = conflict.base.name
        guard conflict.current != nil else {
            let lines = [TextRun("Another program removed it since this form was opened.")]
            return conflict.isEdit
                ? dialog(
                    "\(name) is no longer in the file", lines, role: .heading,
                    [DialogAnswer(.character("y"), "Add it again", .yes)])
                : .notice("\(name) is no longer in the file", lines, closing: .no)
        }
        var lines = [TextRun("Another program changed it since this form was opened.")]
        for difference in conflict.differences {
            lines.append(TextRun(difference.label, .heading))
            lines.append(TextRun("  in the file  \(difference.inFile)"))
            lines.append(TextRun("  \(conflict.isEdit ? "in this form" : "before     ")  \(difference.here)"))
        }
        let file = DialogAnswer(
            .character("f"), conflict.isEdit ? "Take the file's" : "Use the new values", AppCommand.open)
        return dialog(
            "\(name) was changed in the file", lines, role: .heading,
            conflict.isEdit ? [file, DialogAnswer(.character("k"), "Keep this form's", .yes)] : [file])
    }
}
