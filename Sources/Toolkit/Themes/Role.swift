/// What a piece of text means; a theme says how that looks. Widgets and screens name roles, never colours.
package enum Role: UInt8, Hashable, Sendable, CaseIterable {
    /// Ordinary text.
    case text
    /// Text that matters less: ages, units, explanations.
    case dim
    /// Titles and section heads.
    case heading
    /// The head line of a table.
    case columnTitle
    /// Frame of a pane without the focus.
    case border
    /// Frame of the pane the keys go to.
    case focusedBorder
    /// The selected row of the focused list.
    case selection
    /// The selected row of a list without the focus.
    case restingSelection
    /// A row marked for a bulk action.
    case marked
    case danger
    case warning
    case success
    /// What deserves the eye without being good or bad: counts, filters, the present choice.
    case accent
    /// The word that tells a production cluster. Never the only sign: the word itself is always there.
    case production
    /// What cannot be done now.
    case disabled
    /// Words of a server, always set apart from our own.
    case quoted
    /// The key in a hint.
    case keyHint
    /// The label beside a key in a hint.
    case hintLabel
    /// A field to type in.
    case field
    /// The field being typed in.
    case focusedField
    /// The sample shown in an empty field.
    case placeholder
}
