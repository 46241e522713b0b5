import Storage
import Terminal
import Testing
import Toolkit

@testable import App

/// What scripts do: keys, and commands by their names, which are keys, too.
extension ProgramDriver {
    /// Does commands one after another, waiting for idle after each.
    func press(_ commands: Command..., sourceLocation: SourceLocation = #_sourceLocation) async {
        for command in commands {
            await begin(command, sourceLocation: sourceLocation)
            await idle()
        }
    }

    /// Does a command by its key, or by its name in the palette, and does not wait for what it begins.
    func begin(_ command: Command, sourceLocation: SourceLocation = #_sourceLocation) async {
        await terminal.untilHandled()
        let layer = state.top.map { Swift.type(of: $0).layer } ?? .panes
        let bindings = state.keymap.bindings(in: [layer]).filter { $0.action == command }
        if let key = bindings.first?.keys.first {
            send(.key(key))
        } else if !bindings.isEmpty {
            send(.key(.character(":")))
            for character in command.rawValue { send(.key(.character(character))) }
            send(.key(Key(.enter)))
        } else {
            Issue.record("\(command) has no key here", sourceLocation: sourceLocation)
        }
        await terminal.untilHandled()
    }

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

    /// Presses a key by its written name, and does not wait for what it begins.
    func begin(key name: String) async {
        await terminal.untilHandled()
        KeyNotation.key(name).map { send(.key($0)) }
        await terminal.untilHandled()
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
        terminal.resize(to: Size(rows: rows, columns: columns))
        await idle()
    }

    /// Types a burst: no time passes between its keys, or between them and what they meet.
    func burst(_ keys: Key...) async {
        for key in keys { terminal.send(.key(key)) }
        await terminal.untilHandled()
    }

    private func send(_ event: InputEvent) {
        clock.pause(milliseconds: 1_000)
        terminal.send(event)
    }

    /// Moves the focus to a field of the form that is open.
    func focus(_ name: FieldName, sourceLocation: SourceLocation = #_sourceLocation) async {
        for _ in 0..<60 where form?.focused != name { await keys("Tab") }
        #expect(form?.focused == name, "no way to the field \(name)", sourceLocation: sourceLocation)
    }

    /// Types into a field.
    func fill(_ name: FieldName, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        await focus(name, sourceLocation: sourceLocation)
        await type(text)
    }

    /// Takes what stands in a field away.
    func clear(_ name: FieldName) async {
        await focus(name)
        await keys("End", "Ctrl-U")
    }

    /// Chooses an answer of a choice.
    func choose(_ name: FieldName, _ option: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        await focus(name, sourceLocation: sourceLocation)
        for _ in 0..<20 where form?.choice(name) != option { await keys("Right") }
        #expect(form?.choice(name) == option, sourceLocation: sourceLocation)
    }

    /// Switches a toggle on.
    func switchOn(_ name: FieldName) async {
        await focus(name)
        if form?.isOn(name) == false { await keys("Space") }
    }

    /// Goes to a cluster by its name.
    func select(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let profile = try #require(
            state.profiles.list.first { $0.name == name }, sourceLocation: sourceLocation)
        await press(.focusClusters, .moveFirst)
        for _ in state.profiles.list where state.selectedProfile != profile.id { await press(.moveDown) }
        #expect(state.selectedProfile == profile.id, sourceLocation: sourceLocation)
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
