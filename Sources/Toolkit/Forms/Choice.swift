package import DisplayText
package import Terminal

/// A field with a few answers, of which some may be impossible now; those say why.
package struct Choice: Hashable, Sendable {
    /// One answer.
    package struct Option: Hashable, Sendable {
        /// The stable name the application asks for.
        package let name: String
        package let label: SafeText
        /// Why it cannot be chosen; absent when it can.
        package let reason: SafeText?

        package init(_ name: String, _ label: SafeText, unavailable reason: SafeText? = nil) {
            self.name = name
            self.label = label
            self.reason = reason
        }
    }

    package let options: [Option]
    /// Index of the chosen option; absent when none can be chosen.
    package private(set) var selected: Int?

    /// - Parameter selected: the name of the option to start with; when it cannot be chosen, the first that can.
    package init(_ options: [Option], selected: String? = nil) {
        self.options = options
        self.selected =
            options.firstIndex { $0.name == selected && $0.reason == nil }
            ?? options.firstIndex { $0.reason == nil }
    }

    /// The chosen option.
    package var option: Option? { selected.map { options[$0] } }

    /// Options that cannot be chosen.
    package var unavailable: [Option] { options.filter { $0.reason != nil } }

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
