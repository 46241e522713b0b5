import App
import Storage
import Terminal
import Testing
import Toolkit

/// What scripts do: by the names of commands, or by keys.
extension ProgramDriver {
    /// Does commands one after another, waiting for idle after each.
    func press(_ commands: AppCommand...) async {
        for command in commands {
            runtime.send(.command(command))
            await idle()
        }
    }

    /// Does a command and does not wait for what it begins.
    func begin(_ command: AppCommand) { runtime.send(.command(command)) }

    /// Presses keys by their written names (`l`, `Ctrl-S`, `Shift-Tab`), waiting for idle after each.
    func keys(_ names: String..., sourceLocation: SourceLocation = #_sourceLocation) async {
        for name in names {
            guard let key = KeyNotation.key(name) else {
                Issue.record("\(name) is no key", sourceLocation: sourceLocation)
                return
            }
            send(.key(key))
            await idle()
        }
    }

    /// Types a text, one key a character.
    func type(_ text: String) async {
        for character in text { send(.key(.character(character))) }
        await idle()
    }

    /// Pastes a text in one piece.
    func paste(_ text: String) async {
        send(.paste(text, truncated: false))
        await idle()
    }

    /// Gives the screen another size.
    func resize(columns: Int, rows: Int) async {
        let size = Size(rows: rows, columns: columns)
        terminal.resize(to: size)
        send(.resize(size))
        await idle()
    }

    /// Types a burst: no time passes between its keys, or between them and what they meet.
    func burst(_ keys: Key...) {
        for key in keys { type(.key(key)) }
    }

    private func send(_ event: InputEvent) {
        clock.pause(milliseconds: 1_000)
        type(event)
    }

    private func type(_ event: InputEvent) {
        switch event {
        case .key, .paste: runtime.type { view.actions(for: event, in: $0) }
        case .resize, .hangUp: runtime.send(view.actions(for: event, in: runtime.state))
        }
    }

    /// Types into a field of the form that is open.
    func fill(_ field: FieldID, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        #expect(form?[field] != nil, "there is no field \(field) here", sourceLocation: sourceLocation)
        runtime.send(.focusField(field))
        await type(text)
    }

    /// Takes what stands in a field away.
    func clear(_ field: FieldID) async {
        runtime.send(.focusField(field))
        await keys("End", "Ctrl-U")
    }

    /// Chooses an answer of a choice.
    func choose(_ field: FieldID, _ option: String) async {
        runtime.send(.setField(field, .choice(option)))
        await idle()
    }

    /// Switches a toggle on.
    func switchOn(_ field: FieldID) async {
        runtime.send(.setField(field, .toggle(true)))
        await idle()
    }

    /// Goes to a cluster by its name.
    func select(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let profile = try #require(
            state.profiles.list.first { $0.name == name }, sourceLocation: sourceLocation)
        runtime.send(.selectProfile(profile.id))
        await press(.focusClusters)
    }

    /// Logs in on the selected cluster by password, through the form.
    func logIn(_ user: String? = nil, password: String = ProgramDriver.password) async {
        await press(.logIn)
        if let user {
            await clear(.username)
            await fill(.username, user)
        }
        await fill(.password, password)
        await press(.submit)
    }

    /// Issues a token on the selected cluster by password, through the form.
    func issueToken(label: String, lifetime: String = "15m") async {
        await press(.newToken)
        await fill(.password, ProgramDriver.password)
        if form?[.lifetime]?.disabled == nil { await fill(.lifetime, lifetime) }
        await fill(.label, label)
        await press(.submit)
    }
}
