import DisplayText
import Storage
import Toolkit

/// One key of a place in the program, whole: how it is called, when it cannot be used, what it does.
///
/// The hint line, the help, the palette, the manual and the tests read the binding; pressing the key runs the row.
struct KeyRow<View>: Sendable {
    let binding: Binding<Command>
    /// Why it cannot be done now, in a clause for people; `nil` when it can.
    let reason: @Sendable (View, ProgramState) -> SafeText?
    let act: @Sendable (inout View, inout ProgramState) -> [Effect]
    /// Stops what is under way before it does what its label says: the hint says which.
    var stopsWorkFirst = false

    init(
        _ binding: Binding<Command>,
        unless reason: @escaping @Sendable (View, ProgramState) -> SafeText? = { _, _ in nil },
        act: @escaping @Sendable (inout View, inout ProgramState) -> [Effect]
    ) {
        self.binding = binding
        self.reason = reason
        self.act = act
    }
}

/// A key that works on the panes, whichever has the focus.
typealias PaneKey = KeyRow<Void>

extension Binding<Command> {
    /// - Parameter keys: their written names, divided by blanks; none for what only the palette reaches.
    init(
        _ keys: String, _ command: Command, _ label: SafeText, _ help: SafeText, in group: SafeText, layer: KeyLayer,
        hint: Int? = nil
    ) {
        self.init(
            keys.split(separator: " ").compactMap { KeyNotation.key(String($0)) }, command, name: command.rawValue,
            label: label, help: help, group: group, layer: layer, hint: hint)
    }
}

extension PaneKey {
    init(
        _ keys: String, _ command: Command, _ label: SafeText, _ help: SafeText, in group: SafeText, hint: Int? = nil,
        layer: KeyLayer = .panes, unless reason: @escaping @Sendable (ProgramState) -> SafeText? = { _ in nil },
        act: @escaping @Sendable (inout ProgramState) -> [Effect]
    ) {
        self.init(
            Binding(keys, command, label, help, in: group, layer: layer, hint: hint),
            unless: { _, program in reason(program) }, act: { _, program in act(&program) })
    }
}

extension Feature {
    /// Under which heading the help has the keys that mean the same in all of them.
    private static var everyView: SafeText { "In every view" }

    /// A row of the table of keys of this feature.
    static func key(
        _ keys: String, _ command: Command, _ label: SafeText, _ help: SafeText,
        in group: SafeText = Self.group,
        hint: Int? = nil, unless reason: @escaping @Sendable (Self, ProgramState) -> SafeText? = { _, _ in nil },
        act: @escaping @Sendable (inout Self, inout ProgramState) -> [Effect]
    ) -> KeyRow<Self> {
        KeyRow(Binding(keys, command, label, help, in: group, layer: Self.layer, hint: hint), unless: reason, act: act)
    }

    /// Esc closes it.
    static var closing: [KeyRow<Self>] {
        [key("Esc q", .cancel, "close", "Close", in: everyView, hint: 0) { _, program in program.closeTop() }]
    }

    /// Esc stops what is under way for what the view is about, and closes it when nothing is.
    static func stoppingFirst(
        _ help: SafeText,
        closing: @escaping @Sendable (inout Self, inout ProgramState) -> [Effect] = { _, program in program.closeTop() }
    ) -> KeyRow<Self> {
        var row = key("Esc q", .cancel, "close", help, hint: 0) { view, program in
            let underWay = view.workUnderCursor(in: program)
            return underWay.isEmpty ? closing(&view, &program) : program.cancel(underWay)
        }
        row.stopsWorkFirst = true
        return row
    }

    /// Enter closes it: there is no more to open.
    static var closingByEnter: [KeyRow<Self>] {
        [
            key("Enter", .open, "close", "Open the line, or close the view", in: everyView) { _, program in
                program.closeTop()
            }
        ]
    }

    /// Steps through its list or text.
    static func moving() -> [KeyRow<Self>] {
        Movements.all.map { movement in
            key(movement.keys, movement.command, movement.label, movement.help, in: everyView) { view, program in
                view.move(movement.move, in: program)
                return []
            }
        }
    }

    /// A token may have leaked whatever one looks at.
    static func incident() -> [KeyRow<Self>] {
        [
            key(
                "X", .revokeEverywhere, "incident", "Incident: revoke a user or a leaked token everywhere",
                in: everyView, unless: { _, program in program.reasonAgainstIncident },
                act: { _, program in program.openIncident() })
        ]
    }

    static func helping() -> [KeyRow<Self>] {
        [key("? F1", .help, "help", "This help", in: everyView, hint: Hint.kept) { _, program in program.openHelp() }]
    }

    /// Cancels what is under way for what the view is about.
    static func cancelling(_ help: SafeText) -> KeyRow<Self> {
        key(
            "x", .cancelRequest, "cancel", help,
            unless: { view, program in view.workUnderCursor(in: program).isEmpty ? "nothing to cancel" : nil },
            act: { view, program in program.cancel(view.workUnderCursor(in: program)) })
    }
}

/// The keys that step through lists and texts, the same everywhere.
enum Movements {
    struct Movement: Sendable {
        let keys: String
        let command: Command
        let move: ListMove
        let label: SafeText
        let help: SafeText
    }

    static let all: [Movement] = [
        Movement(keys: "j Down", command: .moveDown, move: .down, label: "down", help: "One line down"),
        Movement(keys: "k Up", command: .moveUp, move: .up, label: "up", help: "One line up"),
        Movement(keys: "PgDn", command: .pageDown, move: .pageDown, label: "page down", help: "One page down"),
        Movement(keys: "PgUp", command: .pageUp, move: .pageUp, label: "page up", help: "One page up"),
        Movement(
            keys: "Ctrl-D", command: .halfPageDown, move: .halfPageDown, label: "half down", help: "Half a page down"),
        Movement(keys: "Ctrl-U", command: .halfPageUp, move: .halfPageUp, label: "half up", help: "Half a page up"),
        Movement(keys: "g Home", command: .moveFirst, move: .first, label: "top", help: "First line"),
        Movement(keys: "G End", command: .moveLast, move: .last, label: "bottom", help: "Last line"),
    ]
}
