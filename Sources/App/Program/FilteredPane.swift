import DisplayText
import Terminal
import Toolkit

/// A pane whose rows `/` narrows.
protocol FilteredPane: PaneView {
    var filter: FilterLine { get set }
    /// What may stand before a colon.
    var filterNames: [String] { get }
    /// Why there is nothing to narrow; `nil` when there is.
    func reasonAgainstFiltering(in program: ProgramState) -> SafeText?
    /// The filter is about to be typed.
    func prepareFilter(in program: inout ProgramState) -> [Effect]
    /// The filter has changed.
    mutating func narrow(in program: inout ProgramState) -> [Effect]
}

extension FilteredPane {
    var filtered: (any FilteredPane)? { self }

    func reasonAgainstFiltering(in program: ProgramState) -> SafeText? { nil }

    func prepareFilter(in program: inout ProgramState) -> [Effect] { [] }

    mutating func clearFilter(in program: inout ProgramState) -> [Effect] {
        filter.clear()
        return narrow(in: &program)
    }

    /// A key or a paste for the filter line; `nil` when it is not open, or the key is not for it.
    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        switch filter.handle(typing) {
        case .ignored: nil
        case .handled, .closed: []
        case .changed, .cleared: narrow(in: &program)
        }
    }
}

/// Narrowing the list that has the keys.
extension ProgramState {
    /// Whether keys go into a filter line.
    var isFiltering: Bool { panes.focused.filtered?.filter.isEditing ?? false }

    var filterHints: [Hint] { FilterHints.all(panes.focused.filtered?.filterNames ?? [], in: self) }

    var reasonAgainstFiltering: SafeText? {
        guard let pane = panes.focused.filtered else {
            return "there is no list here; \(key(.nextPane)) goes to the next pane"
        }
        return pane.reasonAgainstFiltering(in: self)
    }

    mutating func openFilter() -> [Effect] {
        withFilteredPane { pane, program in
            pane.filter.open()
            return pane.prepareFilter(in: &program)
        } ?? []
    }

    mutating func editFilter(_ typing: Typing) -> [Effect]? {
        guard isFiltering else { return nil }
        return withFilteredPane { $0.edit(typing, in: &$1) } ?? nil
    }

    /// Takes away what narrows the list that has the keys; `nil` where nothing does.
    mutating func clearFilter() -> [Effect]? {
        guard panes.focused.filtered?.filter.isShown == true else { return nil }
        return withFilteredPane { $0.clearFilter(in: &$1) }
    }

    private mutating func withFilteredPane<Answer>(
        _ body: (inout any FilteredPane, inout ProgramState) -> Answer
    ) -> Answer? {
        guard var pane = panes.focused.filtered else { return nil }
        let answer = body(&pane, &self)
        panes.put(pane)
        return answer
    }
}

/// What the keys do while a filter line is open.
enum FilterHints {
    /// - Parameters:
    ///   - columns: what may stand before a colon.
    ///   - layer: of the view whose list is narrowed.
    static func all(_ columns: [String], in program: ProgramState, layer: KeyLayer = .panes) -> [Hint] {
        let names = columns.map { "\($0):" }.joined(separator: " ")
        let help = program.keymap.binding(of: .help, in: layer)
        // A letter or a sign is typed into the line.
        let key = help?.keys.first { key in
            guard case .character = key.code else { return true }
            return key.control || key.alternate
        }
        return [
            Hint(keys: "Enter", label: "keep"), Hint(keys: "Esc", label: "clear"),
            Hint(keys: "by", label: SafeText(outside: names, limit: 200), priority: 1),
            Hint(keys: "Up/Down", label: "move", priority: 2),
        ] + (key.map { [Hint(keys: "\(KeyNotation.text($0))", label: "help", priority: Hint.kept)] } ?? [])
    }
}

extension FilterLine {
    /// A key or a paste, while the line is open.
    mutating func handle(_ typing: Typing) -> Outcome {
        switch typing {
        case .key(let key): handle(key)
        case .paste(let text, _): paste(text)
        }
    }
}
