import ASCIIText
import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// A form: a few typed fields, and what sends them. Everything that forms have in common stands here.
protocol FormFeature: Feature {
    associatedtype Field: Hashable & Sendable
    /// The fields as they are filled in; the only place where that stands.
    var form: Form<FormPart<Field>> { get set }
    var status: FormStatus { get set }
    /// The profile it is about; `nil` for a new one, and in forms about none.
    var profile: Profile? { get }
    var title: SafeText { get }
    /// Lines above the fields.
    var facts: [TextRun] { get }
    /// The redacted request that will be sent.
    var preview: [SafeText] { get }
    /// Under which it is sent.
    var workID: WorkID { get }
    static var sendLabel: SafeText { get }
    /// Whether the cluster can be tested as the form describes it.
    static var canTest: Bool { get }
    /// Whether Enter sends it as soon as nothing that is required is missing.
    var isSentByEnter: Bool { get }

    /// After a change: which fields count, and what follows from them.
    mutating func settle(in program: ProgramState)
    /// What is wrong with what is filled in, and how to fix it; `nil` when nothing is.
    func problem(with field: Field) -> SafeText?
    /// Sends it, or asks first; every field has been checked.
    mutating func send(in program: inout ProgramState) -> [Effect]
    /// The field on which an error is shown.
    func field(of error: OperationError) -> Field?
    /// What *test* does; `nil` in a form with nothing to test.
    func testing() throws(OperationError) -> TestProfile?
    mutating func receive(_ test: ProfileTestReport)
    /// What of the fields a change of the profile in its file means for; see ``meet(_:in:)``.
    mutating func settle(_ conflict: ProfileConflict, withFile: Bool, in program: ProgramState)
}

/// A part of a form that can have the focus.
enum FormPart<Field: Hashable & Sendable>: Hashable, Sendable {
    case field(Field), submit, test
}

/// What became of a form so far.
struct FormStatus: Hashable, Sendable {
    /// It is being sent.
    var isSending = false
    /// What the server, or a rule of ours, said against the whole form.
    var error: Message?
    /// What the test said, or that it is under way.
    var test: SafeText?
    /// How close the user of the form is to a locked account.
    var lockout: LockoutRisk?
    /// What the person at the form agreed to.
    var agreed: Set<FormRisk> = []
    /// The profile was changed in its file since the form was opened.
    var conflict: ProfileConflict?
}

/// What a person agrees to before a form is sent.
enum FormRisk: Hashable, Sendable {
    /// Older v1 tokens are revoked.
    case supersession
    /// One more attempt may lock the account. Once.
    case lockout
    /// Of several clusters, those where it may are left out.
    case leavingGuardedOut
    /// A user is created or changed, as the form stands now.
    case provisioning
    /// What is open at a profile's old address is left as it is there.
    case leavingOldAddress
    /// The session at a profile's old address is logged out first.
    case loggingOutFirst
    /// The secret command with this digest is run.
    case command(String)
}

extension FormFeature {
    static var layer: KeyLayer { "forms" }
    static var typedKeys: [HelpScreen.Entry] {
        [
            HelpScreen.Entry(keys: "Left Right", help: "Choose another option, or turn a check box on or off"),
            HelpScreen.Entry(keys: "Space", help: "The same with the next option; press a button"),
        ]
    }
    static var canTest: Bool { true }
    var unsavedWork: SafeText? { form.isDirty ? "a form has unsaved text" : nil }
    var isSentByEnter: Bool { false }
    var preview: [SafeText] { [] }

    func problem(with field: Field) -> SafeText? { nil }
    func field(of error: OperationError) -> Field? { nil }
    func testing() throws(OperationError) -> TestProfile? { profile.map { TestProfile(profile: $0, probe: .never) } }
    mutating func receive(_ test: ProfileTestReport) { status.test = test.text }
    mutating func settle(_ conflict: ProfileConflict, withFile: Bool, in program: ProgramState) {}

    static var group: SafeText { "In a form" }

    static var keys: [KeyRow<Self>] {
        [
            key("Ctrl-S", .submit, "send", "Send the form") { form, program in form.submit(in: &program) },
            key(
                "Ctrl-T", .test, "test", "Test the connection",
                unless: { form, program in form.reasonAgainstTesting(in: program) },
                act: { form, program in form.test(in: &program) }),
            key("Tab Down", .nextField, "next", "Next field") { form, program in
                _ = form.edit(.key(Key(.tab)), in: &program)
                return []
            },
            key("Shift-Tab Up", .previousField, "back", "Previous field") { form, program in
                _ = form.edit(.key(Key(.backTab)), in: &program)
                return []
            },
            key("Esc", .cancel, "cancel", "Cancel; asks if something was typed") { form, program in
                form.leave(in: &program)
            },
            key("F5", .refresh, "refresh", "Refresh the profiles") { _, program in
                [program.readProfiles()]
            },
            key("F1", .help, "help", "This help", hint: Hint.kept) { _, program in program.openHelp() },
        ]
    }

    func hints(in program: ProgramState) -> [Hint] {
        let bindings = program.keymap.bindings(in: [Self.layer])
        let test = bindings.first { $0.action == .test }
        let submit = bindings.first { $0.action == .submit && !$0.keys.isEmpty }
        // The keys of all forms are of one layer.
        let help = HintBar.hints(of: bindings.first { $0.action == .help }.map { [$0] } ?? [])
        if status.isSending, let cancel = bindings.first(where: { $0.action == .cancel }) {
            return [Hint(keys: "\(cancel.keyText)", label: "cancel", priority: 0)] + help
        }
        return form.hints(sentBy: sendsByEnter ? "Enter" : submit.map { SafeText("\($0.keyText)") })
            + (Self.canTest
                ? test.map { [Hint(keys: "\($0.keyText)", label: $0.label, priority: 4)] } ?? [] : [])
            + help
    }
}

/// Filling in.
extension FormFeature {
    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        switch typing {
        case .paste(let text, let truncated):
            // What is being sent stays as it is.
            if status.isSending { return [] }
            let outcome = form.paste(text, truncated: truncated)
            return handle(outcome, in: &program) ?? []
        case .key(let key):
            // Esc is a key of the table, and cancels.
            if status.isSending, !key.movesFocus { return nil }
            if key == Key(.enter), sendsByEnter { return submit(in: &program) }
            let outcome = form.handle(key)
            return handle(outcome, in: &program)
        }
    }

    var sendsByEnter: Bool {
        guard isSentByEnter, case .field = form.focused else { return false }
        return form.fields.allSatisfy { !$0.isRequired || !$0.isEmpty || $0.disabled != nil }
    }

    private mutating func handle(
        _ outcome: FormOutcome<FormPart<Field>>, in program: inout ProgramState
    ) -> [Effect]? {
        switch outcome {
        case .ignored: return nil
        case .changed:
            hasChanged(in: program)
            return []
        case .left(.field(let field)):
            // From a wrong value the focus does not go away; what is still missing is asked for when the form is sent.
            let part = FormPart.field(field)
            // Who only passes an empty field has done nothing wrong yet.
            if let shown = form.field(part), shown.isEmpty, !shown.wasEdited { return [] }
            let problem = problem(of: field)
            form.setError(part, problem)
            if let problem, form.field(part)?.isEmpty == false { form.refuse(part, problem) }
            return []
        case .pressed(.submit), .incomplete: return submit(in: &program)
        case .pressed(.test): return test(in: &program)
        case .cancelled: return leave(in: &program)
        case .handled, .left, .pressed: return []
        }
    }

    mutating func hasChanged(in program: ProgramState) {
        status.error = nil
        status.test = nil
        // Agreed was to what would have been sent then.
        status.agreed.formIntersection([.supersession])
        settleAll(in: program)
    }

    /// Settles the fields, and what is said below them.
    mutating func settleAll(in program: ProgramState) {
        maskTokens()
        settle(in: program)
        for field in form.fields where field.isMasked && field.disabled == nil {
            if case .field(let id) = field.id { form.setError(field.id, problem(of: id)) }
        }
        form.buttons = buttons
        form.message = message(in: program)
    }

    /// A token in a field that shows what is typed is not drawn.
    private mutating func maskTokens() {
        for field in form.fields {
            guard case .text(let input, _) = field.content else { continue }
            form.setMasked(field.id, FindLeakedToken.isToken(in: input.text) && !input.text.isPath)
        }
    }

    /// What is wrong with a field that counts.
    func problem(of field: Field) -> SafeText? {
        guard let shown = form.field(.field(field)), shown.disabled == nil else { return nil }
        if case .choice(let choice) = shown.content, choice.option == nil { return "choose one" }
        if shown.isRequired, shown.isEmpty { return "\(shown.label) is required" }
        if shown.isMasked { return "\(FindLeakedToken.refusal)" }
        if case .secret(let secret) = shown.content,
            let fault = secret.look({ SecretFault(in: String(decoding: copy $0, as: UTF8.self)) })
        {
            return "\(fault.wording); \(fault.advice)"
        }
        return problem(with: field)
    }

    /// The text of a field without blanks around it; empty when the field is another kind, absent or does not count, or
    /// holds a token, which no preview repeats.
    func text(_ field: Field) -> String {
        guard let shown = form.field(.field(field)), shown.disabled == nil, !shown.isMasked else { return "" }
        return form.text(.field(field)).trimmingBlanks()
    }

    func filled(_ field: Field) -> String? {
        let text = text(field)
        return text.isEmpty ? nil : text
    }

    func isOn(_ field: Field) -> Bool {
        form.field(.field(field))?.disabled == nil && form.isOn(.field(field))
    }

    /// Takes a secret out of its field, to be sent.
    func take(_ field: Field) -> Secret {
        guard form.field(.field(field))?.disabled == nil else { return Secret("") }
        return Secret(form.secret(.field(field))?.take() ?? "")
    }
}

/// What the program may have to tell.
extension FormFeature {
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        switch change {
        case .journal: settleAll(in: program)
        case .profiles: if !status.isSending { meet(in: program) }
        case .anything: break
        }
        return []
    }

    var buttons: [FormButton<FormPart<Field>>] {
        let busy: SafeText? = status.isSending ? "being sent; Esc cancels" : nil
        let send = FormButton(FormPart<Field>.submit, Self.sendLabel, disabled: busy)
        return Self.canTest ? [send, FormButton(.test, "Test the connection", disabled: busy)] : [send]
    }

    func message(in program: ProgramState) -> TextRun? {
        if status.isSending { return TextRun("Waiting for the answer ... Esc cancels.", .accent) }
        let lockout = status.lockout.flatMap { risk in profile.map { LockoutPolicy($0, risk) } }
        if let error = status.error {
            // What was refused is said at its field.
            let isSaid = form.fields.contains { $0.error != nil }
            let next = error.hints.first.map { SafeText("Next: \($0)") }
            let words = [isSaid ? nil : error.sentence, next, lockout?.consequence.map { "\($0)." }].compactMap(\.self)
            return words.isEmpty ? nil : TextRun(words.joined(separator: ". "), .danger)
        }
        let caution = lockout?.warning { InstantWords(program).near($0) }
        if let test = status.test {
            return TextRun("\(test)\(caution.map { SafeText(". \($0)") } ?? "")", .accent)
        }
        return caution.map { TextRun($0, .warning) }
    }
}

extension String {
    /// Whether it names a file: the name of one may be as long as a token, and of the same letters.
    fileprivate var isPath: Bool { ["/", "~/", "./", "../"].contains { hasPrefix($0) } }
}

extension Key {
    var movesFocus: Bool { [.tab, .backTab, .up, .down].contains(code) }
}

extension FormFeature {
    /// Hands what was typed to a form about a newer profile.
    func carryOver(to fresh: inout Self) {
        for field in form.fields where field.isDirty { fresh.form.takeOver(field.id, from: form) }
        fresh.form.buttons = fresh.buttons
        if let focused = form.focused { fresh.form.setFocus(focused) }
        fresh.status.agreed = status.agreed.intersection([.supersession])
    }
}

extension Profile {
    /// What a form about a cluster says first.
    var formFacts: [TextRun] {
        var facts = [TextRun("\(origin.description)   generation \(generation.rawValue)", .dim)]
        facts += .production(self)
        if trust == .insecure { facts.append(TextRun("INSECURE: skips certificate verification", .dim)) }
        return facts
    }
}
