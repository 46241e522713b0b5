package import DisplayText
package import Terminal

/// Why a table of keys cannot be used.
package enum KeymapError: Error, Hashable, Sendable {
    /// One key stands for two actions in one layer.
    case conflict(key: Key, layer: KeyLayer, first: String, second: String)
    /// Settings name an action that does not exist.
    case unknownAction(name: String)
    /// Settings name a key that does not exist.
    case unknownKey(text: String, action: String)

    /// What is wrong and how to mend it, in a sentence.
    package var message: SafeText {
        switch self {
        case .conflict(let key, let layer, let first, let second):
            """
            The key \(KeyNotation.text(key)) is bound to both \(first) and \(second) in the layer \(layer.name). \
            Give one of them another key.
            """
        case .unknownAction(let name):
            "There is no action named \(name). The help screen lists every action by its name."
        case .unknownKey(let text, let action):
            """
            \(text) is not a key (bound to \(action)). Write keys like g, G, Ctrl-L, Alt-b, Shift-Tab, PgUp, Space, \
            Esc or F5.
            """
        }
    }
}

/// The table of bindings, ready for looking up keys.
package struct Keymap<Action: Hashable & Sendable>: Hashable, Sendable {
    private struct Slot: Hashable {
        let layer: KeyLayer
        let key: Key
    }

    /// Every binding, in the order of the table.
    package let bindings: [Binding<Action>]
    private let slots: [Slot: Int]

    /// Throws `KeymapError.conflict` when two actions ask for the same key in the same layer.
    package init(_ bindings: [Binding<Action>]) throws(KeymapError) {
        var slots: [Slot: Int] = [:]
        for (index, binding) in bindings.enumerated() {
            for key in binding.keys {
                let slot = Slot(layer: binding.layer, key: key)
                if let taken = slots[slot] {
                    guard bindings[taken].action != binding.action else { continue }
                    throw .conflict(
                        key: key, layer: binding.layer, first: bindings[taken].name, second: binding.name)
                }
                slots[slot] = index
            }
        }
        self.bindings = bindings
        self.slots = slots
    }

    /// The binding of a key, asking the layers in the order given and `global` last.
    package func binding(for key: Key, in layers: [KeyLayer]) -> Binding<Action>? {
        for layer in layers {
            if let index = slots[Slot(layer: layer, key: key)] { return bindings[index] }
        }
        return slots[Slot(layer: .global, key: key)].map { bindings[$0] }
    }

    /// The action of a key, asking the layers in the order given and `global` last.
    package func action(for key: Key, in layers: [KeyLayer]) -> Action? { binding(for: key, in: layers)?.action }

    /// The bindings that work now: those of the layers in the order given, then the global ones.
    package func bindings(in layers: [KeyLayer]) -> [Binding<Action>] {
        let order = layers.contains(.global) ? layers : layers + [.global]
        return order.flatMap { layer in bindings.filter { $0.layer == layer } }
    }

    /// The same table with other keys: for each action name the keys that replace its own, an empty list unbinds.
    ///
    /// Throws when a name or a key is unknown, or when the new keys collide.
    package func rebinding(_ changes: [String: [String]]) throws(KeymapError) -> Keymap {
        var changed = bindings
        // Sorted, so that of several mistakes the same one is reported every time.
        for (name, texts) in changes.sorted(by: { $0.key < $1.key }) {
            guard bindings.contains(where: { $0.name == name }) else { throw .unknownAction(name: name) }
            var keys: [Key] = []
            for text in texts {
                guard let key = KeyNotation.key(text) else { throw .unknownKey(text: text, action: name) }
                keys.append(key)
            }
            for index in changed.indices where changed[index].name == name { changed[index].keys = keys }
        }
        return try Keymap(changed)
    }
}
