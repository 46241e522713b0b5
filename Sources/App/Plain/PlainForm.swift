import DisplayText
import Operations
import Terminal
import Toolkit

/// A form as lines: one prompt for each field, then all of them once more before it is sent.
struct PlainForm {
    struct Field {
        enum Content {
            /// - Parameters:
            ///   - usual: what an empty text stands for.
            ///   - example: where it stands for nothing, `e.g. ~/token.txt`.
            case text(SafeText, usual: SafeText, example: SafeText)
            case secret(isEmpty: Bool)
            case choice([Choice.Option], selected: Int?)
            case toggle(Bool)
        }

        let label: SafeText
        let help: SafeText
        let note: SafeText?
        let error: SafeText?
        let isRequired: Bool
        /// Whether it counts now.
        let isOpen: Bool
        let content: Content
    }

    let fields: [Field]
    /// The label of each, and the reason against it.
    let buttons: [(label: SafeText, reason: SafeText?)]
    /// Index into the fields, then the buttons.
    let focus: Int
    /// What is said of the whole form.
    let message: SafeText?
    /// The request that will be sent.
    let preview: [SafeText]
    /// Whether it is complete with the field that has the focus.
    let isSentByEnter: Bool

    init<ID>(_ form: Toolkit.Form<ID>, preview: [SafeText], isSentByEnter: Bool, isSending: Bool) {
        fields = form.fields.map { Field($0) }
        buttons = form.buttons.map { ($0.label, isSending ? "being sent" : $0.disabled) }
        focus = form.focus
        message = isSending ? "Waiting for the answer ... Ctrl-C cancels." : form.message?.text
        self.preview = preview
        self.isSentByEnter = isSentByEnter
    }

    /// The field that is asked for; nil once all were.
    var field: Field? { fields.indices.contains(focus) ? fields[focus] : nil }

    /// Whether the form is complete with the secret that is asked for, and is then sent as on the screen.
    var asksForSecretAlone: Bool { isSentByEnter && field?.isSecret ?? false }

    /// The other fields, before the secret is asked for.
    var linesBesideSecret: [SafeText] {
        summary.filter { $0.place != focus }.map(\.text)
            + ["The answer sends the form; an empty line shows all fields."]
    }

    /// The fields that count, as they are filled in.
    var summary: [(place: Int, text: SafeText)] {
        fields.indices.filter { fields[$0].isOpen }.map { place in
            let field = fields[place]
            let error: SafeText = field.error.map { " - \($0)" } ?? ""
            let note: SafeText = field.error == nil ? field.note.map { " (\($0))" } ?? "" : ""
            return (place, "\(field.label): \(field.value)\(note)\(error)")
        }
    }
}

extension PlainForm.Field {
    fileprivate init<ID>(_ field: FormField<ID>) {
        label = field.label
        help = field.help
        note = field.note
        error = field.error
        isRequired = field.isRequired
        isOpen = field.disabled == nil
        content =
            switch field.content {
            case .text(let input, _) where field.isMasked: .secret(isEmpty: input.isEmpty)
            case .text(let input, let sample):
                .text(
                    "\(input.text)", usual: field.showsExample ? "" : sample,
                    example: field.showsExample ? sample : "")
            case .secret(let secret): .secret(isEmpty: secret.isEmpty)
            case .choice(let choice): .choice(choice.options, selected: choice.selected)
            case .toggle(let isOn): .toggle(isOn)
            }
    }

    var isSecret: Bool { if case .secret = content { true } else { false } }

    /// What it holds, in words.
    fileprivate var value: SafeText {
        switch content {
        case .text(let text, let usual, _):
            text.isEmpty ? (usual.isEmpty ? "empty" : usual) : text
        case .secret(let isEmpty): isEmpty ? "empty" : "typed, not shown"
        case .choice(let options, let selected): selected.map { options[$0].label } ?? "none"
        case .toggle(let isOn): isOn ? "yes" : "no"
        }
    }

    /// What is said before it is asked for.
    var lines: [SafeText] {
        var lines: [SafeText] = []
        if let error { lines.append("error: \(error)") }
        if !help.isEmpty { lines.append("\(label): \(help)") }
        if case .choice(let options, _) = content {
            if help.isEmpty { lines.append("\(label):") }
            lines += options.enumerated().map { index, option in
                let reason: SafeText = option.reason.map { " (not available: \($0))" } ?? ""
                return "\(index + 1). \(option.label)\(reason)"
            }
        }
        return lines
    }

    /// `User [tsadmin]: `, `File, e.g. ~/token.txt: `.
    var prompt: SafeText {
        switch content {
        case .text(let text, let usual, let example):
            if text.isEmpty, !example.isEmpty { return "\(label), \(example): " }
            if text.isEmpty { return usual.isEmpty ? "\(label): " : "\(label) [\(usual)]: " }
            return "\(label) [\(text)], - for none: "
        case .secret(let isEmpty): return isEmpty ? "\(label), not shown: " : "\(label), not shown [as typed]: "
        case .choice(_, let selected): return "\(label), number [\(selected.map { $0 + 1 } ?? 0)]: "
        case .toggle(let isOn): return "\(label), y or n [\(isOn ? "y" : "n")]: "
        }
    }
}

/// What an answer to a field does.
extension PlainForm {
    /// Why an answer means nothing.
    struct NoAnswer: Error {
        let text: SafeText
    }

    private static let next: [Action] = [.input(.key(Key(.tab)))]
    private static let clearing: [Action] = [.input(.key(.control("e"))), .input(.key(.control("u")))]

    /// Behind the fields, however many there are once the answer is in.
    private static let submit = Action.move(.last)

    /// - Parameters:
    ///   - answer: an empty one leaves the field as it is.
    ///   - isRevising: whether this field alone is changed, and the summary follows.
    func actions(for answer: String, isRevising: Bool) throws(NoAnswer) -> [Action] {
        guard let field else { return [] }
        let change = try change(of: field, to: answer)
        if !isRevising, asksForSecretAlone, !answer.isEmpty { return change + [.input(.key(Key(.enter)))] }
        return change + Self.next + (isRevising || asksForSecretAlone ? [Self.submit] : [])
    }

    private func change(of field: Field, to answer: String) throws(NoAnswer) -> [Action] {
        if answer.isEmpty { return [] }
        switch field.content {
        case .text: return Self.clearing + (answer == "-" ? [] : [.input(.paste(answer, truncated: false))])
        case .secret: return [.input(.key(.control("u"))), .input(.paste(answer, truncated: false))]
        case .choice(let options, let selected):
            guard let wanted = Self.option(answer, of: options), let selected else {
                throw NoAnswer(text: "Choose 1 to \(options.count).")
            }
            if let reason = options[wanted].reason { throw NoAnswer(text: "\(options[wanted].label): \(reason)") }
            // One key a step over those that can be chosen.
            let between =
                wanted > selected
                ? Array(selected + 1...wanted) : Array(selected + 1..<options.count) + Array(0...wanted)
            let steps = wanted == selected ? 0 : between.count { options[$0].reason == nil }
            return Array(repeating: .input(.key(Key(.right))), count: steps)
        case .toggle(let isOn):
            guard let wanted = Self.yesOrNo(answer) else { throw NoAnswer(text: "Type y or n.") }
            return wanted == isOn ? [] : [.input(.key(.character(" ")))]
        }
    }

    private static func option(_ answer: String, of options: [Choice.Option]) -> Int? {
        if let number = Int(answer) { return options.indices.contains(number - 1) ? number - 1 : nil }
        return options.firstIndex { $0.name == answer || $0.label.string == answer }
    }

    static func yesOrNo(_ answer: String) -> Bool? {
        switch answer.lowercased() {
        case "y", "yes": true
        case "n", "no": false
        default: nil
        }
    }
}

extension FormFeature {
    /// To a field or a button, by its place, or behind the fields, but not away from one that is wrong.
    mutating func move(_ move: ListMove, in program: ProgramState) {
        switch move {
        case .row(let place): form.setFocus(place: place)
        case .last where form.focused.flatMap({ form.field($0)?.error }) == nil:
            form.setFocus(place: form.fields.count)
        default: break
        }
    }

    func plain(in program: ProgramState) -> PlainText {
        var lines = facts.map(\.text.spoken)
        lines += status.conflict?.lines ?? []
        if let quoted = status.error?.quoted { lines.append("the server said: \(quoted)") }
        if let incident = status.error?.incident { lines.append("incident ID \(incident)") }
        return PlainText(
            title: title, lines: lines,
            asks: .form(
                PlainForm(form, preview: preview, isSentByEnter: isSentByEnter, isSending: status.isSending)))
    }
}
