package import Terminal

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
    /// What stands out without being good or bad: counts, filters, the current choice.
    case accent
    /// The word that marks a production cluster. Never the only sign: the word itself is always there.
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

    /// The name used in settings: `focusedBorder`.
    package var name: String { String(describing: self) }
}

/// How each role looks. A value: choosing another theme is replacing it.
///
/// Colours are the person's own palette on the terminal's own background, so that light and dark terminals both stay
/// readable; no theme asks the terminal anything.
package struct Theme: Hashable, Sendable {
    /// The name used in settings.
    package let name: String
    private var styles: [Style]
    /// Whether it is for what stands behind a view or a question that has the focus.
    private(set) var isBehind = false

    /// A theme in which every role not listed looks plain.
    package init(name: String, _ table: [Role: Style]) {
        self.name = name
        styles = Role.allCases.map { table[$0] ?? .plain }
    }

    /// Another theme with some roles changed.
    package init(name: String, from base: Theme, changing changes: [Role: Style]) {
        self.name = name
        styles = Role.allCases.map { changes[$0] ?? base[$0] }
    }

    /// The look of a role.
    package subscript(role: Role) -> Style { styles[Int(role.rawValue)] }

    /// For what stands behind a view or a question that has the focus: nothing in it looks as if keys went there.
    package var behind: Theme {
        var behind = Theme(
            name: name, from: self,
            changing: [
                .focusedBorder: self[.border], .heading: self[.border], .selection: self[.restingSelection],
            ])
        behind.isBehind = true
        return behind
    }

    /// The look of a role in the selected row: that of the row, on which what warns, and good news, keep their colour.
    package func inSelection(_ role: Role, isFocused: Bool = true) -> Style {
        let bar = self[isFocused ? .selection : .restingSelection]
        guard [.danger, .warning, .production, .success].contains(role) else { return bar }
        let own = self[role]
        var style = bar
        if own.foreground != .standard { style.foreground = own.foreground }
        if own.background != .standard { style.background = own.background }
        style.attributes.formUnion(own.attributes)
        // A theme may give the row the colour of the word.
        return style.foreground == style.background && style.foreground != .standard ? bar : style
    }

    /// Returns the theme named `name` in the settings; nil when there is none.
    package static func named(_ name: String) -> Theme? { all.first { $0.name == name } }

    /// Every theme, the default first.
    package static let all = [standard, light, highContrast, mono]
}

extension Theme {
    /// Sixteen colours on a dark or unknown background.
    package static let standard = Theme(
        name: "default",
        [
            .dim: Style(attributes: .dim),
            .heading: Style(attributes: .bold),
            .columnTitle: Style(foreground: .cyan),
            .border: Style(attributes: .dim),
            .focusedBorder: Style(foreground: .cyan, attributes: .bold),
            .selection: Style(attributes: .reverse),
            .restingSelection: Style(attributes: .bold),
            .marked: Style(foreground: .yellow),
            .danger: Style(foreground: .red, attributes: .bold),
            .warning: Style(foreground: .yellow),
            .success: Style(foreground: .green),
            .accent: Style(foreground: .cyan),
            .production: Style(foreground: .red, attributes: [.bold, .reverse]),
            .disabled: Style(attributes: .dim),
            .quoted: Style(attributes: .dim),
            .keyHint: Style(foreground: .cyan, attributes: .bold),
            .hintLabel: .plain,
            .field: Style(attributes: .underline),
            .focusedField: Style(attributes: [.underline, .bold]),
            .placeholder: Style(attributes: [.dim, .underline]),
        ])

    /// Sixteen colours, without the pale ones that vanish on white, also where bold is shown as bright.
    package static let light = Theme(
        name: "light",
        [
            .dim: Style(foreground: .brightBlack),
            .heading: Style(attributes: .bold),
            .columnTitle: Style(foreground: .blue),
            .border: Style(foreground: .brightBlack),
            .focusedBorder: Style(foreground: .blue),
            .selection: Style(attributes: .reverse),
            .restingSelection: Style(attributes: .bold),
            .marked: Style(foreground: .magenta),
            .danger: Style(foreground: .red, attributes: .bold),
            .warning: Style(foreground: .magenta),
            .success: Style(foreground: .blue),
            .accent: Style(foreground: .blue),
            .production: Style(foreground: .red, attributes: [.bold, .reverse]),
            .disabled: Style(foreground: .brightBlack),
            .quoted: Style(foreground: .brightBlack),
            .keyHint: Style(foreground: .blue),
            .hintLabel: .plain,
            .field: Style(attributes: .underline),
            .focusedField: Style(attributes: [.underline, .bold]),
            .placeholder: Style(foreground: .brightBlack, attributes: .underline),
        ])

    /// Bright colours and bold, nothing dim.
    package static let highContrast = Theme(
        name: "high-contrast",
        [
            .heading: Style(attributes: [.bold, .underline]),
            .columnTitle: Style(attributes: [.bold, .underline]),
            .focusedBorder: Style(foreground: .brightYellow, attributes: .bold),
            .selection: Style(attributes: [.reverse, .bold]),
            .restingSelection: Style(attributes: [.bold, .underline]),
            .marked: Style(foreground: .brightYellow, attributes: .bold),
            .danger: Style(foreground: .brightRed, attributes: [.bold, .reverse]),
            .warning: Style(foreground: .brightYellow, attributes: .bold),
            .success: Style(foreground: .brightGreen, attributes: .bold),
            .accent: Style(foreground: .brightCyan, attributes: .bold),
            .production: Style(foreground: .brightRed, attributes: [.bold, .reverse]),
            .quoted: Style(attributes: .underline),
            .keyHint: Style(attributes: [.bold, .reverse]),
            .field: Style(attributes: .underline),
            .focusedField: Style(attributes: [.bold, .reverse]),
            .placeholder: Style(foreground: .brightCyan, attributes: .underline),
        ])

    /// Attributes only: for NO_COLOR and terminals without colour.
    package static let mono = Theme(
        name: "mono",
        [
            .dim: Style(attributes: .dim),
            .heading: Style(attributes: .bold),
            .columnTitle: Style(attributes: .underline),
            .border: Style(attributes: .dim),
            .focusedBorder: Style(attributes: .bold),
            .selection: Style(attributes: .reverse),
            .restingSelection: Style(attributes: .bold),
            .marked: Style(attributes: .bold),
            .danger: Style(attributes: [.bold, .reverse]),
            .warning: Style(attributes: .bold),
            .success: .plain,
            .accent: Style(attributes: .bold),
            .production: Style(attributes: [.bold, .reverse]),
            .disabled: Style(attributes: .dim),
            .quoted: Style(attributes: .dim),
            .keyHint: Style(attributes: .bold),
            .field: Style(attributes: .underline),
            .focusedField: Style(attributes: [.underline, .bold]),
            .placeholder: Style(attributes: [.dim, .underline]),
        ])
}
