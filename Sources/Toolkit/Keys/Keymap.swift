package import DisplayText
package import Terminal

/// A place keys can go to: a pane, a form, a dialog, or the whole program. Applications add their own as static members.
package struct KeyLayer: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name used in error texts.
    package let name: String

    package init(stringLiteral name: String) { self.name = name }

    /// Asked last, whatever has the focus.
    package static let global: KeyLayer = "everywhere"
}

/// One row of the table of keys. The hint bar, the help screen, the palette, the manual and the tests all read it.
package struct Binding<Action: Hashable & Sendable>: Hashable, Sendable {
    /// The keys that do it; empty when it is reached through the palette only.
    package var keys: [Key]
    package let action: Action
    /// The stable name used in settings and in the palette, such as `token revoke`.
    package let name: String
    /// One or two words for the hint bar.
    package var label: SafeText
    /// A sentence for the help screen.
    package let help: SafeText
    /// The head under which help lists it.
    package let group: SafeText
    /// Where the keys work.
    package let layer: KeyLayer
    /// The place in the hint bar when it gets narrow: 0 is dropped last, ``Hint/kept`` never. Nil: not in the hint bar.
    package var hint: Int?

    package init(
        _ keys: [Key], _ action: Action, name: String, label: SafeText, help: SafeText, group: SafeText,
        layer: KeyLayer = .global, hint: Int? = nil
    ) {
        self.keys = keys
        self.action = action
        self.name = name
        self.label = label
        self.help = help
        self.group = group
        self.layer = layer
        self.hint = hint
    }

    /// The keys in words, the first two at most: `j/Down`.
    package var keyText: String { keys.prefix(2).map(KeyNotation.text).joined(separator: "/") }

    /// All keys in words: `j Down`.
    package var allKeysText: String { keys.map(KeyNotation.text).joined(separator: " ") }
}

/// Why a table of keys cannot be used.
package enum KeymapError: Error, Hashable, Sendable {
    /// One key stands for two actions in one layer.
    case conflict(key: Key, layer: KeyLayer, first: String, second: String)

    /// What is wrong and how to fix it, in a sentence.
    package var message: SafeText {
        switch self {
        case .conflict(let key, let layer, let first, let second):
            """
            The key \(KeyNotation.text(key)) is bound to both \(first) and \(second) in the layer \(layer.name). \
            Give one of them another key.
            """
        }
    }
}

/// The table of bindings, in which keys are looked up.
package struct Keymap<Action: Hashable & Sendable>: Hashable, Sendable {
    private struct Slot: Hashable {
        let layer: KeyLayer
        let key: Key
    }

    /// Every binding, in the order of the table.
    package let bindings: [Binding<Action>]

    /// A table that is known to have no conflict: looking for one takes a noticeable part of the start, as dictionaries would.
    package init(withoutConflicts bindings: [Binding<Action>]) {
        self.bindings = bindings
    }

    /// Throws `KeymapError.conflict` when two actions ask for the same key in the same layer.
    package init(_ bindings: [Binding<Action>]) throws(KeymapError) {
        var taken: [Slot: Binding<Action>] = [:]
        for binding in bindings {
            for key in binding.keys {
                let other = taken.updateValue(binding, forKey: Slot(layer: binding.layer, key: key))
                guard let other, other.action != binding.action else { continue }
                throw .conflict(key: key, layer: binding.layer, first: other.name, second: binding.name)
            }
        }
        self.init(withoutConflicts: bindings)
    }

    /// The binding of a key, asking the layers in the order given and `global` last.
    package func binding(for key: Key, in layers: [KeyLayer]) -> Binding<Action>? {
        for layer in layers + [.global] {
            if let place = place(in: layer, where: { bindings[$0].keys.contains(key) }) { return bindings[place] }
        }
        return nil
    }

    /// The action of a key, asking the layers in the order given and `global` last.
    package func action(for key: Key, in layers: [KeyLayer]) -> Action? { binding(for: key, in: layers)?.action }

    /// The binding of an action in one layer, with keys or without.
    package func binding(of action: Action, in layer: KeyLayer) -> Binding<Action>? {
        place(in: layer) { bindings[$0].action == action }.map { bindings[$0] }
    }

    /// By place: to look at a binding as a whole copies all of its texts.
    private func place(in layer: KeyLayer, where isMeant: (Int) -> Bool) -> Int? {
        bindings.indices.first { bindings[$0].layer == layer && isMeant($0) }
    }

    /// The bindings that work now: those of the layers in the order given, then the global ones.
    package func bindings(in layers: [KeyLayer]) -> [Binding<Action>] {
        let order = layers.contains(.global) ? layers : layers + [.global]
        return order.flatMap { layer in
            bindings.indices.filter { bindings[$0].layer == layer }.map { bindings[$0] }
        }
    }
}

/// The written form of keys, as in the help screen, the manual and the settings: `g`, `G`, `Ctrl-L`, `Alt-b`,
/// `Shift-Tab`, `PgUp`, `Space`, `F5`.
package enum KeyNotation {
    private static let named: [(name: String, code: Key.Code)] = [
        ("Enter", .enter), ("Tab", .tab), ("Shift-Tab", .backTab), ("Esc", .escape), ("Backspace", .backspace),
        ("Del", .delete), ("Ins", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
        ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Space", .character(" ")),
    ]
    private static let aliases: [String: Key.Code] = [
        "return": .enter, "escape": .escape, "delete": .delete, "insert": .insert, "pageup": .pageUp,
        "pagedown": .pageDown, "backtab": .backTab,
    ]

    /// The written form of a key.
    package static func text(_ key: Key) -> String {
        var prefix = ""
        if key.control { prefix += "Ctrl-" }
        if key.alternate { prefix += "Alt-" }
        if let name = named.first(where: { $0.code == key.code })?.name { return prefix + name }
        switch key.code {
        case .character(let character):
            return prefix + (key.control ? String(character).uppercased() : String(character))
        case .function(let number): return prefix + "F\(number)"
        default: return prefix
        }
    }

    /// Returns the key with this written form; nil when there is none. Names are read in any case, single characters as they
    /// are.
    package static func key(_ text: String) -> Key? {
        var rest = Substring(text)
        var control = false
        var alternate = false
        while let dash = rest.firstIndex(of: "-"), dash != rest.startIndex, rest.index(after: dash) != rest.endIndex {
            switch rest[..<dash].lowercased() {
            case "ctrl", "control", "c": control = true
            case "alt", "meta", "m": alternate = true
            default: return shiftedTab(rest, control: control, alternate: alternate)
            }
            rest = rest[rest.index(after: dash)...]
        }
        guard let code = code(rest, control: control) else { return nil }
        return Key(code, control: control, alternate: alternate)
    }

    private static func shiftedTab(_ text: Substring, control: Bool, alternate: Bool) -> Key? {
        text.lowercased() == "shift-tab" ? Key(.backTab, control: control, alternate: alternate) : nil
    }

    private static func code(_ text: Substring, control: Bool) -> Key.Code? {
        if text.count == 1, let character = text.first {
            guard character != " ", !character.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
            else { return nil }
            guard control else { return .character(character) }
            // Terminals send the same byte for Ctrl-l and Ctrl-L; the decoder reports the lower case.
            return String(character).lowercased().first.map(Key.Code.character)
        }
        let folded = text.lowercased()
        if let code = named.first(where: { $0.name.lowercased() == folded })?.code ?? aliases[folded] { return code }
        guard folded.first == "f", let number = Int(folded.dropFirst()), (1...24).contains(number) else { return nil }
        return .function(number)
    }
}
