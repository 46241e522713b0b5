package import Terminal

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
