import DisplayText
package import Terminal

extension Form {
    /// Takes a key: Tab, Shift-Tab, Up, Down and Enter go from field to field, Enter in the last field and Ctrl-S press
    /// the first button, Esc leaves, everything else edits the field. Plain characters never get past a form, so that
    /// no letter typed into the wrong field does something elsewhere; keys with Ctrl and function keys may.
    package mutating func handle(_ key: Key) -> FormOutcome<ID> {
        switch (key.code, key.control, key.alternate) {
        case (.escape, _, _): return .cancelled(isDirty: isDirty)
        case (.tab, false, false), (.down, false, false): return leave { $0.move(1) }
        case (.backTab, _, _), (.up, false, false): return leave { $0.move(-1) }
        case (.character("s"), true, false): return press(0)
        case (.enter, false, false): return enter()
        default: break
        }
        let outcome = focus < fields.count ? edit(key) : onButton(key)
        if outcome == .ignored, case .character = key.code, !key.control, !key.alternate { return .handled }
        return outcome
    }

    /// Takes pasted text: into the focused field, or nowhere. It never submits.
    package mutating func paste(_ text: String, truncated: Bool = false) -> FormOutcome<ID> {
        guard focus < fields.count else { return .ignored }
        let verdict: TypedText.Verdict
        switch fields[focus].content {
        case .text(var input, let placeholder):
            verdict = input.paste(text, truncated: truncated)
            fields[focus].content = .text(input, placeholder: placeholder)
        case .secret(var secret):
            fields[focus].content = .toggle(false)
            verdict = secret.paste(text, truncated: truncated)
            fields[focus].content = .secret(secret)
        case .choice, .toggle:
            return .ignored
        }
        fields[focus].error = nil
        fields[focus].note = nil
        switch verdict {
        case .taken(let breaks):
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
        case .secret(var secret):
            // Taken out of the field first, so that editing does not leave a copy behind.
            fields[focus].content = .toggle(false)
            outcome = secret.handle(key)
            fields[focus].content = .secret(secret)
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
        return before < fields.count ? .left(fields[before].id) : .handled
    }

    /// Moves the focus to the next place that can take it, round the end.
    mutating func move(_ direction: Int) {
        let count = fields.count + buttons.count
        guard count > 0 else { return }
        for distance in 1...count {
            let place = ((focus + direction * distance) % count + count) % count
            let isOpen =
                place < fields.count
                ? fields[place].disabled == nil : buttons[place - fields.count].disabled == nil
            if isOpen {
                focus = place
                return
            }
        }
    }
}
