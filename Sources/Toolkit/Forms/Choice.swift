package import DisplayText
package import Terminal

/// A field with a few options. One that cannot be chosen takes no room among the others: what the form says of the
/// focused field tells why it is not there.
package struct Choice: Hashable, Sendable {
    /// One option.
    package struct Option: Hashable, Sendable {
        /// The stable name the application asks for.
        package let name: String
        package let label: SafeText
        /// Why it cannot be chosen; nil when it can.
        package let reason: SafeText?

        package init(_ name: String, _ label: SafeText, unavailable reason: SafeText? = nil) {
            self.name = name
            self.label = label
            self.reason = reason
        }
    }

    package let options: [Option]
    /// Index of the chosen option; nil when none can be chosen.
    package private(set) var selected: Int?

    /// - Parameter selected: the name of the option to start with; when it cannot be chosen, the first that can.
    package init(_ options: [Option], selected: String? = nil) {
        self.options = options
        self.selected =
            options.firstIndex { $0.name == selected && $0.reason == nil }
            ?? options.firstIndex { $0.reason == nil }
    }

    /// A choice among typed values, with the reason of each that cannot be chosen now.
    package init<Value: RawRepresentable<String>>(_ answers: [Answer<Value>], selected: Value? = nil) {
        self.init(answers.map(\.option), selected: selected?.rawValue)
    }

    /// One answer, as a typed value.
    package struct Answer<Value: RawRepresentable<String>> {
        let option: Option

        package init(_ value: Value, _ label: SafeText, unavailable reason: SafeText? = nil) {
            option = Option(value.rawValue, label, unavailable: reason)
        }
    }

    /// The chosen option as one of the values; nil when it is none of them.
    package func value<Value: RawRepresentable<String>>(as values: Value.Type) -> Value? {
        option.flatMap { Value(rawValue: $0.name) }
    }

    /// Chooses an option by its name, if it can be chosen.
    mutating func choose(_ name: String?) {
        if let index = options.firstIndex(where: { $0.name == name && $0.reason == nil }) { selected = index }
    }

    /// The chosen option.
    package var option: Option? { selected.map { options[$0] } }

    /// The options that cannot be chosen, each with the reason; nil when all can.
    var unavailable: SafeText? {
        let left = options.compactMap { option in option.reason.map { SafeText("\(option.label) (\($0))") } }
        return left.isEmpty ? nil : "Not available: \(left.joined(separator: "; "))."
    }

    /// Space and Right choose the next possible option, Left the one before; a letter the next that begins with it.
    package mutating func handle(_ key: Key) -> TextInput.Outcome {
        guard !key.control, !key.alternate else { return .ignored }
        switch key.code {
        case .right, .character(" "): return step(1) { _ in true }
        case .left: return step(-1) { _ in true }
        case .character(let letter):
            return step(1) { $0.label.string.lowercased().hasPrefix(String(letter).lowercased()) }
        default: return .ignored
        }
    }

    private mutating func step(_ direction: Int, where fits: (Option) -> Bool) -> TextInput.Outcome {
        guard let selected else { return .moved }
        for distance in 1...options.count {
            let index = ((selected + direction * distance) % options.count + options.count) % options.count
            if options[index].reason == nil, fits(options[index]) {
                guard index != selected else { return .moved }
                self.selected = index
                return .edited
            }
        }
        return .moved
    }
}

extension Choice {
    /// Draws the options that can be chosen on one row, `(*)` the chosen one; when they do not fit, the chosen one, and
    /// of the others those that there is room for and the number of the rest.
    package func draw(in area: Area, on grid: inout CellGrid, isFocused: Bool, theme: Theme) {
        let offered = options.indices.filter { options[$0].reason == nil }
        let width = offered.reduce(0) { $0 + 4 + grid.shown(options[$1].label).columns + 2 } - 2
        guard !offered.isEmpty, width <= area.columns else {
            let label: SafeText = option?.label ?? "none available"
            let end = grid.line("< \(label) >", row: 0, in: area, style: theme[isFocused ? .accent : .text])
            let others = offered.filter { $0 != selected }.map { options[$0].label }
            guard !others.isEmpty else { return }
            let room = max(0, area.columns - end - 2)
            grid.line(Self.list(others, in: room, on: grid), row: 0, in: area, indent: end + 2, style: theme[.dim])
            return
        }
        var column = 0
        for index in offered {
            let mark: SafeText = index == selected ? "(*)" : "( )"
            let role: Role = index == selected && isFocused ? .accent : .text
            let text: SafeText = "\(mark) \(options[index].label)"
            column = grid.line(text, row: 0, in: area, indent: column, style: theme[role]) + 2
        }
    }

    private static func list(_ labels: [SafeText], in room: Int, on grid: CellGrid) -> SafeText {
        for count in (0...labels.count).reversed() {
            let rest = labels.count - count
            let shown = labels.prefix(count) + (rest > 0 ? ["\(rest) more"] : [])
            let text: SafeText = "(\(shown.joined(separator: ", ")))"
            if grid.shown(text).columns <= room { return text }
        }
        return ""
    }
}
