import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The questions that stand between a key and something that cannot be undone. Our own words only; No is the default.
enum Questions {
    /// The dialog of a layer; `nil` when the layer is no question.
    static func dialog(for layer: Layer, in state: AppState) -> Dialog<AppCommand>? {
        switch layer {
        case .revocation(let question): revocation(question, state)
        case .userEnd(let question): UserEndDialog(question: question, state: state).dialog
        case .deletion(let question): deletion(question)
        case .supersession(let profile):
            .yesOrNo(
                "Mint a v1 token on \(profile.name)?",
                SupersessionPolicy.consequences.map { TextRun($0) } + facts(of: profile), yesLabel: "Mint it",
                yes: .yes, no: .no)
        case .lockout(let profile, let risk): lockout(risk, on: profile)
        case .provisioning(let profile, let hazards):
            .yesOrNo(
                "Create or change a user on \(profile.name)?",
                hazards.map { TextRun("- \($0)", .warning) } + facts(of: profile),
                yesLabel: "Mint it", yes: .yes, no: .no)
        case .discardQuestion:
            .yesOrNo(
                "Throw away what was typed?", [TextRun("The form is not sent and nothing of it is kept.")],
                role: .heading, yesLabel: "Throw it away", yes: .yes, no: .no)
        case .question(let question): OwnAnswersDialog(question: question, state: state).dialog
        case .keyChange(let question): keyChange(question)
        case .form, .keys, .orgPicker, .results, .doctor, .inspector, .requestLog, .auditLog, .help, .palette: nil
        }
    }

    private static func keyChange(_ question: KeyQuestion) -> Dialog<AppCommand> {
        let plan = question.plan
        let place = SafeText(outside: plan.place.wording, limit: 60)
        let (title, label): (SafeText, SafeText) =
            switch plan.action {
            case .enable: ("Enable trusted authentication of \(place)?", "Enable")
            case .disable: ("Disable trusted authentication of \(place)?", "Disable")
            case .rotate: ("Rotate the secret key of \(place)?", "Rotate")
            }
        let lines = MessageComposer.consequences(of: plan).map { TextRun($0) } + facts(of: plan.profile)
        if case .profileName(let name) = plan.consent.kind {
            return Dialog(
                title, lines, typing: name, prompt: "Type the profile's name, \(name), to go on:", answer: .yes,
                safeAnswer: .no)
        }
        return .yesOrNo(title, lines, yesLabel: label, yes: .yes, no: .no)
    }

    /// Cluster, origin: what every dangerous question names.
    static func facts(of profile: Profile) -> [TextRun] {
        var facts = [TextRun(""), TextRun("cluster  \(profile.name)   \(profile.origin.description)")]
        if profile.isProduction { facts.append(TextRun("PRODUCTION", .production)) }
        if profile.isProtected { facts.append(TextRun("protected", .warning)) }
        return facts
    }

    private static func revocation(_ question: RevocationQuestion, _ state: AppState) -> Dialog<AppCommand> {
        let targets = question.plan.targets
        let title: SafeText = targets.count == 1 ? "Revoke this token?" : "Revoke \(targets.count) tokens?"
        var lines = targets.map { target in
            let record = state.tokens[target.tokenID]
            let guid = record?.facts.userID.map { SafeText("   \($0)") } ?? ""
            return TextRun("\(target.fingerprint.text)   \(target.user ?? "unknown user")\(guid)")
        }
        if let reason = question.reason {
            lines.insert(TextRun("Issued, and not as asked: \(reason)", .warning), at: 0)
        }
        if targets.contains(where: \.isInUse) {
            lines.append(TextRun("This carries the session in use: you will be logged out.", .warning))
        }
        if let profile = targets.first?.profile { lines += facts(of: profile) }
        lines.append(TextRun("Each is revoked for good, then shown to the server once more.", .dim))
        switch question.plan.consent.kind {
        case .key:
            return .yesOrNo(title, lines, yesLabel: "Revoke", yes: .yes, no: .no)
        case .count(let count):
            return Dialog(
                title, lines, typing: String(count), prompt: "Type the number of tokens, \(count), to go on:",
                answer: .yes, safeAnswer: .no)
        case .profileName(let name), .userName(let name):
            return Dialog(
                title, lines, typing: name, prompt: "Type the profile's name, \(name), to go on:", answer: .yes,
                safeAnswer: .no)
        }
    }

    private static func lockout(_ risk: LockoutRisk, on profile: Profile) -> Dialog<AppCommand> {
        let times = risk.refusals.map { TextRun("refused  \(InstantText.utc($0.milliseconds))") }
        let free = risk.freeAt.map { [TextRun("The next free try is at \(InstantText.utc($0.milliseconds)).", .dim)] }
        return .yesOrNo(
            "Try once more as \(risk.user ?? "an unknown user")?",
            [
                TextRun("About four refused credentials lock an account for about an hour,", .warning),
                TextRun("wrong keys and tokens included.", .warning),
            ] + times + (free ?? []) + facts(of: profile), yesLabel: "Try once", yes: .yes, no: .no)
    }

    private static func deletion(_ question: DeletionQuestion) -> Dialog<AppCommand> {
        let profile = question.profile
        let title: SafeText = "Delete the profile \(profile.name)?"
        let lines =
            [TextRun("The journal keeps what is known of its tokens; u brings the profile back.")] + facts(of: profile)
        guard question.wantsName else {
            return .yesOrNo(title, lines, yesLabel: "Delete", yes: .yes, no: .no)
        }
        return Dialog(
            title, lines, typing: profile.name, prompt: "Type the profile's name, \(profile.name), to go on:",
            answer: .yes, safeAnswer: .no)
    }

    /// What a given answer means to the state: for a typed one, what was typed and then "go on".
    static func actions(for answer: AppCommand, to layer: Layer) -> [AppAction] {
        if case .question = layer { return [.command(answer)] }
        guard answer == .yes else { return [.command(.no)] }
        switch layer {
        case .revocation(let question): return actions(for: question.plan.consent)
        case .userEnd(let question): return actions(for: question.plan.consent)
        case .keyChange(let question):
            guard case .profileName(let name) = question.plan.consent.kind else { return [.command(.yes)] }
            return [.setConfirmation(name), .command(.submit)]
        case .deletion(let question) where question.wantsName:
            return [.setConfirmation(question.profile.name), .command(.submit)]
        default: return [.command(.yes)]
        }
    }

    private static func actions(for consent: Consent) -> [AppAction] {
        consent.expected.map { [.setConfirmation($0), .command(.submit)] } ?? [.command(.yes)]
    }
}
