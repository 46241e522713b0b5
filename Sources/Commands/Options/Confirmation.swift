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
            guard run.mayAsk else { throw OperationError.refused(.confirmationNeeded(what: what)) }
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
        if let confirm {
            let names = Set(plan.targets.map(\.profile.name))
            guard names == [confirm] else {
                throw OperationError.refused(.confirmationMismatch(expected: names.sorted().joined(separator: ", ")))
            }
            return try plan.confirmed(by: .yesAndConfirm(confirm))
        }
        if run.options.yes { return try plan.confirmed(by: .yesOption) }
        let count = plan.targets.count
        guard run.mayAsk else {
            throw OperationError.refused(
                .confirmationNeeded(what: count == 1 ? "Revoking a token" : "Revoking \(count) tokens"))
        }
        for target in plan.targets {
            run.output.note(
                """
                Revoke \(target.fingerprint.text) of \(target.user ?? "an unknown user") \
                on \(target.profile.name) (\(target.profile.origin.description))
                """
            )
        }
        switch plan.consent {
        case .key:
            try requireYes("Revoke it?")
            return try plan.confirmed(by: .key)
        case .count(let count):
            return try plan.confirmed(by: .typed(try line("Type the number of tokens (\(count)) to revoke: ")))
        case .profileName(let name):
            return try plan.confirmed(by: .typed(try line("Type the profile's name (\(name)) to revoke: ")))
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
