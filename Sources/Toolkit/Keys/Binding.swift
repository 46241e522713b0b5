package import DisplayText
package import Terminal

/// A place keys can go to: a pane, a form, a dialog, or the whole program. Applications add their own as static members.
package struct KeyLayer: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name used in error texts.
    package let name: String

    package init(stringLiteral name: String) { self.name = name }

    /// Looked at last, whatever has the focus.
    package static let global: KeyLayer = "everywhere"
}

/// One row of the table of keys. The hint bar, the help screen, the palette, the manual and the tests all read it.
package struct Binding<Action: Hashable & Sendable>: Hashable, Sendable {
    /// The keys that do it; empty when it is reached through the palette only.
    package var keys: [Key]
    package let action: Action
    /// The stable name used in settings and in the palette, such as `token.revoke`.
    package let name: String
    /// One or two words for the hint bar.
    package let label: SafeText
    /// A sentence for the help screen.
    package let help: SafeText
    /// The head under which help lists it.
    package let group: SafeText
    /// Where the keys work.
    package let layer: KeyLayer
    /// The place in the hint bar when it gets narrow: 0 is dropped last. Absent: not in the hint bar.
    package let hint: Int?

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
