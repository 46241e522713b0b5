import DisplayText
import Operations
import Terminal
import Toolkit

/// The mouse: a click selects, another one opens, the wheel moves, a click on a head sorts, one on a hint presses its
/// key. A click never answers a question.
extension ProgramState {
    /// As the settings say, until `M` says otherwise.
    var isMouseOn: Bool {
        if let mouseChoice { return mouseChoice }
        return switch settings.mouse {
        case .on: true
        case .off: false
        case .automatic: !isOverSSH
        }
    }

    mutating func toggleMouse() -> [Effect] {
        mouseChoice = !isMouseOn
        say(.plain, isMouseOn ? "mouse on; with Shift the terminal selects text" : "mouse off")
        return []
    }

    /// Rows that one notch of the wheel moves.
    private static let notch = 3

    mutating func handle(_ mouse: MouseEvent) -> [Effect] {
        guard isMouseOn, !TooSmall.applies(to: size) else { return [] }
        switch mouse.act {
        case .press: return click(at: mouse.position)
        // In a form Up and Down leave a field.
        case .wheelUp, .wheelDown:
            return top is any FormFeature ? [] : turn(mouse.act == .wheelUp ? -Self.notch : Self.notch)
        }
    }

    /// So many rows down, or up, in what has the keys.
    private mutating func turn(_ rows: Int) -> [Effect] {
        var effects: [Effect] = []
        for _ in 0..<abs(rows) {
            effects += edit(.key(Key(rows < 0 ? .up : .down))) ?? run(rows < 0 ? .moveUp : .moveDown)
        }
        return effects
    }

    private mutating func click(at position: Position) -> [Effect] {
        let subject = Screen.target(at: position, in: self)
        let hadFocus = !focusPane(at: position)
        switch subject {
        case .row(let offset)?:
            if offset != 0 { return turn(offset) }
            return hadFocus && opensRows ? edit(.key(Key(.enter))) ?? run(.open) : []
        case .column(let title)?: return sort(byColumn: title)
        case .key(let text)?:
            if top?.isQuestion == true { return [] }
            // Of several keys the first one is pressed; "/" is a key, too.
            let name = KeyNotation.key(text) == nil ? text.prefix { $0 != "/" } : text[...]
            return KeyNotation.key(String(name)).map { press($0) } ?? []
        case .tab(let place)?:
            return PaneID.allCases.indices.contains(place) ? focus(PaneID.allCases[place]) : []
        case nil: return []
        }
    }

    /// Puts the focus on the pane under the pointer; tells whether it was elsewhere.
    private mutating func focusPane(at position: Position) -> Bool {
        guard stack.isEmpty, panes.table == nil,
            let pane = PaneID.allCases.first(where: { layout.areas[$0]?.contains(position) ?? false }),
            pane != panes.focus
        else { return false }
        panes.endFiltering()
        _ = focus(pane)
        return true
    }

    /// Whether another click on the selected row opens it: where Enter only closes, or agrees to something, it does not.
    private var opensRows: Bool {
        guard let top else { return true }
        if top.isQuestion { return false }
        let row = keymap.binding(of: .open, in: type(of: top).layer)
        return row?.label != "close"
    }
}
