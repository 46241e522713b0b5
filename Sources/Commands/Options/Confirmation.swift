import DisplayText
import HTTPExchange
import Operations
import Storage

/// Asks before something ends that cannot be brought back. Without a terminal only options can agree.
struct Confirmation {
    let run: CommandRun
    /// `--confirm`.
    let confirm: String?

    /// A local change: `--yes` or a key; for a protected profile its name.
    ///
    /// - Parameter what: what wants to be confirmed: `Removing the profile lab`.
    func agree(to what: String, question: SafeText, about profile: Profile) throws {
        if let confirm {
            guard confirm == profile.name else {
                throw OperationError.refused(.confirmationMismatch(expected: profile.name))
            }
            return
        }
        if profile.isProtected {
            if run.options.yes { throw OperationError.refused(.protected(profile: profile.name)) }
            guard run.mayAsk else {
                throw OperationError.refused(.confirmationNeeded(what: what, name: profile.name))
            }
            let typed = try line("\(question) Type its name: ")
            guard typed == profile.name else {
                throw OperationError.refused(.confirmationMismatch(expected: profile.name))
            }
            return
        }
        if run.options.yes { return }
        guard run.mayAsk else { throw OperationError.refused(.confirmationNeeded(what: what)) }
        try requireYes(question)
    }

    /// A revocation: how much agreement it wants is up to the plan.
    func agree(to plan: RevocationPlan) throws -> ConfirmedRevocation {
        let question = PlanQuestion(
            lines: plan.targets.map { target in
                """
                Revoke \(target.fingerprint.text) of \(target.user ?? "an unknown user") \
                on \(target.profile.name) (\(target.profile.origin.description))
                """
            }, yes: "Revoke it?", number: "the number of tokens", purpose: "to revoke")
        return try plan.confirmed(by: answer(to: plan.consent, question))
    }

    /// The answer that a change on the profile wants which ends nothing of other people; nil where it wants none.
    ///
    /// - Parameters:
    ///   - what: what wants to be confirmed: `Issuing a token`.
    ///   - line: the change, for the person who is asked.
    ///   - purpose: `to issue a token`.
    func answer(
        toChange profile: Profile, _ what: String, _ line: SafeText, purpose: SafeText
    ) throws -> ConsentAnswer? {
        guard let consent = ProtectionPolicy(profile).consent(toChanging: what) else {
            if let confirm, confirm != profile.name {
                throw OperationError.refused(.confirmationMismatch(expected: profile.name))
            }
            return nil
        }
        let answer = try answer(
            to: consent, PlanQuestion(lines: [line], yes: "Go on?", number: "1", purpose: purpose))
        // Here already, so that no secret is asked for in vain.
        try consent.judge(answer)
        return answer
    }

    /// What a plan of several items is asked with.
    struct PlanQuestion {
        /// One for each item.
        var lines: [SafeText]
        /// `Revoke it?`
        var yes: SafeText
        /// `the number of tokens`.
        var number: SafeText
        /// `to revoke`.
        var purpose: SafeText
    }

    /// The answer of the options, or of the person at the terminal; the plan judges whether it is enough.
    func answer(to consent: Consent, _ question: PlanQuestion) throws -> ConsentAnswer {
        if let confirm { return .yesAndConfirm(confirm) }
        if run.options.yes { return .yesOption }
        guard run.mayAsk else { return .unanswered }
        for line in question.lines { run.output.note(line) }
        switch consent.kind {
        case .key:
            try requireYes(question.yes)
            return .key
        case .count(let count):
            return .typed(try line("Type \(question.number) (\(count)) \(question.purpose): "))
        case .profileName(let name):
            return .typed(try line("Type the profile's name (\(name)) \(question.purpose): "))
        case .userName(let name):
            return .typed(try line("Type the user's name (\(name)) \(question.purpose): "))
        }
    }

    func requireYes(_ question: SafeText) throws {
        let answer = try line("\(question) [y/N] ").lowercased()
        guard answer == "y" || answer == "yes" else { throw CommandProblem.declined }
    }

    func line(_ question: SafeText) throws(CommandProblem) -> String {
        try run.context.promptLine(question.string) ?? ""
    }
}
