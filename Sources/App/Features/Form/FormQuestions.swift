import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// Asked over a form before it is sent: yes sends it, or the name of the profile where more is at stake.
struct FormRiskQuestion: ConsentQuestion {
    let risk: FormRisk
    /// Nil where the key is enough.
    private var consent: Consent?
    var dialog: Dialog<YesNo>

    init(risk: FormRisk, dialog: Dialog<YesNo>) {
        self.risk = risk
        self.dialog = dialog
    }

    /// A new v1 token ends the older ones.
    static func supersession(on profile: Profile) -> FormRiskQuestion {
        FormRiskQuestion(
            risk: .supersession,
            dialog: Dialog(
                "Issue a v1 token on \(profile.name)?",
                SupersessionPolicy.consequences.map { TextRun($0) } + .facts(of: profile), on: profile,
                yes: "Issue", no: "No"))
    }

    static let lockoutWarning = [
        TextRun("About four refused credentials lock an account for about an hour,", .warning),
        TextRun("wrong keys and tokens included.", .warning),
    ]

    /// One more refusal may lock the account.
    static func lockout(_ risk: LockoutRisk, on profile: Profile, in program: ProgramState) -> FormRiskQuestion {
        let clock = InstantWords(program)
        let times = risk.refusals.map { TextRun("failed  \(clock.near($0))") }
        let free = risk.freeAt.map { [TextRun("Tessera asks no longer from \(clock.near($0)) on.", .dim)] }
        return FormRiskQuestion(
            risk: .lockout,
            dialog: Dialog(
                "Try once more as \(risk.user ?? "an unknown user")?",
                lockoutWarning + times + (free ?? []) + .facts(of: profile), on: profile,
                yes: "Try once", no: "No"))
    }

    /// The same for one secret on several clusters; never empty.
    static func lockout(_ guarded: [GuardedLogin], in program: ProgramState) -> FormRiskQuestion {
        if guarded.count == 1, let only = guarded.first { return lockout(only.risk, on: only.profile, in: program) }
        return FormRiskQuestion(
            risk: .lockout,
            dialog: Dialog(
                "Try once more on \(guarded.count) clusters?", lockoutWarning + guarded.map(\.line), on: nil,
                role: .warning, yes: "Try once", no: "No"))
    }

    /// Issuing would create or change a user, whose groups may be lost.
    static func provisioning(_ hazards: [SafeText], on profile: Profile) -> FormRiskQuestion {
        let consent = ProtectionPolicy(profile).consent(toEnding: "Creating or changing a user", otherwise: .key)
        var question = FormRiskQuestion(
            risk: .provisioning,
            dialog: Dialog(
                "Create or change a user on \(profile.name)?",
                hazards.map { TextRun("- \($0)", .warning) } + .facts(of: profile), on: profile, yes: "Issue",
                consent: consent))
        question.consent = consent
        return question
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        try consent?.judge(answer)
        return program.closeTop() + program.withTopForm { form, program in form.submit(agreeing: risk, in: &program) }
    }
}

/// "Discard changes?", over a form or a plan.
struct DiscardQuestion: QuestionFeature {
    var dialog: Dialog<YesNo>

    init(_ words: SafeText = "The form is not sent, and nothing of it is kept.") {
        dialog = Dialog(
            "Discard changes?", [TextRun(words)], on: nil, role: .heading, yes: "Discard", no: "Keep editing")
    }

    mutating func answer(_ answer: YesNo, in program: inout ProgramState) -> [Effect] {
        program.closeTop() + program.closeTop()
    }
}
