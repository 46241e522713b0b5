import DisplayText
import HTTPExchange
import Operations
import Storage

/// Asks before something ends that cannot be brought back. Without a terminal only options can agree.
struct Confirmation {
    let run: CommandRun
    /// `--confirm`.
    let confirm: String?

    /// A local change: `--yes` or a key; for a protected or production profile its name.
    ///
    /// - Parameters:
    ///   - what: what needs confirmation: `Removing the profile lab`.
    ///   - notes: what a person is to know before.
    func agree(to what: String, notes: [SafeText] = [], question: SafeText, about profile: Profile) throws {
        let consent = ProtectionPolicy(profile).consent(toEnding: what, otherwise: .key)
        try consent.judge(answer(to: consent, PlanQuestion(lines: notes, yes: question)))
    }

    /// A revocation: how much agreement it wants is up to the plan.
    func agree(to plan: RevocationPlan) throws -> ConfirmedRevocation {
        let question = PlanQuestion(
            lines: plan.targets.map { target in
                """
                Revoke \(target.fingerprint.text) of \(target.user ?? "an unknown user") \
                on \(target.profile.name) (\(target.profile.origin.description))
                """
            }, yes: "Revoke it?")
        return try plan.confirmed(by: answer(to: plan.consent, question))
    }

    /// The answer that a change on the profile wants which ends nothing of other people; nil where it wants none.
    ///
    /// - Parameters:
    ///   - what: what needs confirmation: `Issuing a token`.
    ///   - line: the change, for the person who is asked.
    func answer(
        toChange profile: Profile, _ what: String, _ line: SafeText
    ) throws -> ConsentAnswer? {
        guard let consent = ProtectionPolicy(profile).consent(toChanging: what) else {
            if let confirm, confirm != profile.name {
                throw OperationError.refused(.confirmationMismatch(expected: profile.name))
            }
            return nil
        }
        let answer = try answer(to: consent, PlanQuestion(lines: [line], yes: "Continue?"))
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
    }

    /// The answer of the options, or of the person at the terminal; the plan judges whether it is enough.
    func answer(to consent: Consent, _ question: PlanQuestion) throws -> ConsentAnswer {
        if let confirm { return .yesAndConfirm(confirm) }
        if run.options.yes { return .yesOption }
        guard run.mayAsk else { return .unanswered }
        for line in question.lines { run.output.note(line) }
        if let prompt = consent.prompt { return .typed(try line("\(prompt) ")) }
        try requireYes(question.yes)
        return .key
    }

    func requireYes(_ question: SafeText) throws {
        let answer = try line("\(question) [y/N] ").lowercased()
        guard answer == "y" || answer == "yes" else { throw CommandProblem.declined }
    }

    func line(_ question: SafeText) throws(CommandProblem) -> String {
        try run.context.promptLine(question.string) ?? ""
    }
}
