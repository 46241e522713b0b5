package import DisplayText
package import Terminal

/// What a key or a paste did to a form, for the application to act on.
package enum FormOutcome<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The form does not handle the key.
    case ignored
    /// The form handled it; nothing to do for the application.
    case handled
    /// The content of a field changed.
    case changed(ID)
    /// The focus went from this field to another. Check the field now; `refuse(_:_:)` brings the focus back to it.
    case left(ID)
    /// A button was pressed and every required field is filled in. Check all fields before acting.
    case pressed(ID)
    /// A button was pressed, but this required field is empty; the focus is on it now and it says so.
    case incomplete(ID)
    /// Esc. Typed work is lost only if the application lets it: ask first when the form is dirty.
    case cancelled
}

/// Fields, buttons and the focus among them. All fields are on the screen at once; Enter, Tab and the arrows go through
/// them. The state is a plain value; checking is the application's, told by `FormOutcome.left`.
package struct Form<ID: Hashable & Sendable>: Hashable, Sendable {
    package private(set) var fields: [FormField<ID>]
    package var buttons: [FormButton<ID>]
    /// What is wrong with the whole form, such as a server's answer that belongs to no field; or what is in progress.
    package var message: TextRun?
    /// Index into the fields, then the buttons.
    package private(set) var focus: Int

    /// - Parameter focus: the field to start in; when nil, the first one that can be filled in.
    package init(_ fields: [FormField<ID>], buttons: [FormButton<ID>], focus: ID? = nil) {
        self.fields = fields
        self.buttons = buttons
        self.focus =
            fields.firstIndex { $0.id == focus && $0.disabled == nil }
            ?? fields.firstIndex { $0.disabled == nil } ?? fields.count
    }

    /// Whether any field holds something else than at the start.
    package var isDirty: Bool { fields.contains(where: \.isDirty) }

    /// The field or button with the focus.
    package var focused: ID? {
        if focus < fields.count { return fields[focus].id }
        let button = focus - fields.count
        return button < buttons.count ? buttons[button].id : nil
    }

    /// A field by its name.
    package func field(_ id: ID) -> FormField<ID>? { fields.first { $0.id == id } }

    /// The text of a plain field; empty for any other.
    package func text(_ id: ID) -> String {
        if case .text(let input, _) = field(id)?.content { input.text } else { "" }
    }

    /// The buffer of a secret field; nil for any other.
    package func secret(_ id: ID) -> SecretBuffer? {
        if case .secret(let secret) = field(id)?.content { secret } else { nil }
    }

    /// The chosen option; `nil` when there is none, or none of these values.
    package func choice<Value: RawRepresentable<String>>(_ id: ID, as values: Value.Type) -> Value? {
        if case .choice(let choice) = field(id)?.content { choice.value(as: values) } else { nil }
    }

    /// Adds and removes fields: those that stay keep their content and the focus, the secrets of those that go are
    /// overwritten.
    package mutating func setFields(_ fields: [FormField<ID>]) {
        let old = self
        self.fields = fields.map { field in old.field(field.id) ?? field }
        for field in old.fields where self.field(field.id) == nil { field.wipe() }
        if old.focus >= old.fields.count {
            focus = self.fields.count + old.focus - old.fields.count
        } else if let index = self.fields.firstIndex(where: { $0.id == old.fields[old.focus].id }) {
            focus = index
        } else {
            focus = min(old.focus, self.fields.count)
            if !isOpen(focus) { move(1) }
        }
    }

    /// Whether a toggle is on; false for any other field.
    package func isOn(_ id: ID) -> Bool {
        if case .toggle(let isOn) = field(id)?.content { isOn } else { false }
    }
}

/// What the application does to a form.
extension Form {
    private mutating func change(_ id: ID, _ body: (inout FormField<ID>) -> Void) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
        body(&fields[index])
        if focus == index, fields[index].disabled != nil { move(1) }
    }

    /// Copies the content of another form's field of the same kind, with its cursor. A secret is shared, not copied.
    package mutating func takeOver(_ id: ID, from other: Form) {
        guard let content = other.field(id)?.content else { return }
        change(id) { field in
            switch (field.content, content) {
            case (.choice(var choice), .choice(let theirs)):
                // Other options may be available by now.
                choice.choose(theirs.option?.name)
                field.content = .choice(choice)
            case (.text(_, let placeholder), .text(let input, _)):
                field.content = .text(input, placeholder: placeholder)
            case (.secret, .secret), (.toggle, .toggle): field.content = content
            default: break
            }
        }
    }

    /// Says what is wrong with a field, or with nil that nothing is; the focus stays where it is.
    package mutating func setError(_ id: ID, _ error: SafeText?) { change(id) { $0.error = error } }

    /// Says something about what was filled in, such as the end that a lifetime results in.
    package mutating func setNote(_ id: ID, _ note: SafeText?) { change(id) { $0.note = note } }

    /// Greys a field out with the reason, or with nil brings it back.
    ///
    /// - Parameter isHidden: leaves it off the form instead; only for a field with a reason.
    package mutating func setDisabled(_ id: ID, _ reason: SafeText?, isHidden: Bool = false) {
        change(id) { field in
            field.disabled = reason
            // What does not count cannot be wrong.
            if reason != nil { field.error = nil }
            field.isHidden = isHidden && reason != nil
        }
    }

    /// Draws a text as a secret is drawn, or as it is again.
    package mutating func setMasked(_ id: ID, _ isMasked: Bool) { change(id) { $0.isMasked = isMasked } }

    /// Says what is wrong with a field and how to fix it, and moves the focus to it.
    package mutating func refuse(_ id: ID, _ error: SafeText) {
        setError(id, error)
        setFocus(id)
    }

    /// Moves the focus to a field or button that can have it.
    package mutating func setFocus(_ id: ID) {
        if let index = fields.firstIndex(where: { $0.id == id && $0.disabled == nil }) {
            focus = index
        } else if let index = buttons.firstIndex(where: { $0.id == id && $0.disabled == nil }) {
            focus = fields.count + index
        }
    }

    /// Moves the focus to a field, or behind the fields to a button, by its place, if it can have it.
    package mutating func setFocus(place: Int) {
        if place >= 0, place < fields.count + buttons.count, isOpen(place) { focus = place }
    }

    /// Overwrites every secret. Call when the form closes.
    package func wipeSecrets() {
        for field in fields { field.wipe() }
    }
}

extension Form {
    /// Handles a key: Tab, Shift-Tab, Up, Down and Enter go from field to field, Enter in the last field presses the first
    /// button, Esc leaves, everything else edits the field. Plain characters never get past a form, so that no letter
    /// typed into the wrong field does something elsewhere; keys with Ctrl and function keys may.
    package mutating func handle(_ key: Key) -> FormOutcome<ID> {
        switch (key.code, key.control, key.alternate) {
        case (.escape, _, _): return .cancelled
        case (.tab, false, false), (.down, false, false): return leave { $0.move(1) }
        case (.backTab, _, _), (.up, false, false): return leave { $0.move(-1) }
        case (.enter, false, false): return enter()
        default: break
        }
        let outcome = focus < fields.count ? edit(key) : onButton(key)
        if outcome == .ignored, case .character = key.code, !key.control, !key.alternate { return .handled }
        return outcome
    }

    /// Inserts pasted text into the focused field, if it is for text. It never submits.
    package mutating func paste(_ text: String, truncated: Bool = false) -> FormOutcome<ID> {
        guard focus < fields.count else { return .ignored }
        let verdict: TypedText.Verdict
        switch fields[focus].content {
        case .text(var input, let placeholder):
            verdict = input.paste(text, truncated: truncated)
            fields[focus].content = .text(input, placeholder: placeholder)
        case .secret(let secret): verdict = secret.paste(text, truncated: truncated)
        case .choice, .toggle:
            return .ignored
        }
        fields[focus].error = nil
        fields[focus].note = nil
        switch verdict {
        case .taken(let breaks):
            fields[focus].wasEdited = true
            if breaks > 0 {
                fields[focus].note = "Left out \(breaks) line break\(breaks == 1 ? "" : "s") of the pasted text."
            }
            return .changed(fields[focus].id)
        case .control(let position):
            fields[focus].error = """
                Nothing was pasted: character \(position) is a control character. Copy the value again, without it.
                """
        case .tooLong(let limit):
            fields[focus].error = "Nothing was pasted: longer than \(limit) bytes. Check what was copied."
        }
        return .handled
    }

    private mutating func edit(_ key: Key) -> FormOutcome<ID> {
        let outcome: TextInput.Outcome
        switch fields[focus].content {
        case .text(var input, let placeholder):
            outcome = input.handle(key)
            fields[focus].content = .text(input, placeholder: placeholder)
        case .secret(let secret): outcome = secret.handle(key)
        case .choice(var choice):
            outcome = choice.handle(key)
            fields[focus].content = .choice(choice)
        case .toggle(let isOn):
            let flips = [.character(" "), .left, .right].contains(key.code) && !key.control && !key.alternate
            outcome = flips ? .edited : .ignored
            fields[focus].content = .toggle(isOn != flips)
        }
        switch outcome {
        case .ignored: return .ignored
        case .moved: return .handled
        case .edited:
            fields[focus].error = nil
            fields[focus].note = nil
            fields[focus].wasEdited = true
            return .changed(fields[focus].id)
        }
    }

    private mutating func onButton(_ key: Key) -> FormOutcome<ID> {
        switch key.code {
        case .character(" "): return press(focus - fields.count)
        case .right: return leave { $0.move(1) }
        case .left: return leave { $0.move(-1) }
        default: return .ignored
        }
    }

    private mutating func enter() -> FormOutcome<ID> {
        if focus >= fields.count { return press(focus - fields.count) }
        let isLast = !fields[(focus + 1)...].contains { $0.disabled == nil }
        return isLast ? press(0) : leave { $0.move(1) }
    }

    private mutating func press(_ index: Int) -> FormOutcome<ID> {
        guard index < buttons.count else { return .ignored }
        if let reason = buttons[index].disabled {
            message = TextRun("\(buttons[index].label): \(reason)", .warning)
            return .handled
        }
        let missing = fields.firstIndex { $0.isRequired && $0.isEmpty && $0.disabled == nil }
        if let missing {
            focus = missing
            if fields[missing].error == nil { fields[missing].error = "Fill this in: it is required." }
            return .incomplete(fields[missing].id)
        }
        return .pressed(buttons[index].id)
    }

    private mutating func leave(_ step: (inout Form) -> Void) -> FormOutcome<ID> {
        let before = focus
        step(&self)
        guard before != focus else { return .handled }
        guard before < fields.count else { return .handled }
        return .left(fields[before].id)
    }

    /// Moves the focus to the next field or button that can have it, around the end.
    private mutating func move(_ direction: Int) {
        let count = fields.count + buttons.count
        guard count > 0 else { return }
        for distance in 1...count {
            let place = ((focus + direction * distance) % count + count) % count
            if isOpen(place) {
                focus = place
                return
            }
        }
    }

    /// Whether a field or button can have the focus.
    private func isOpen(_ place: Int) -> Bool {
        if place < fields.count { return fields[place].disabled == nil }
        let button = place - fields.count
        return button < buttons.count && buttons[button].disabled == nil
    }
}
