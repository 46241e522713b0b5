import DisplayText
import Terminal
import Testing
import Toolkit

struct ThemeTests {
    @Test(arguments: ["default", "light", "high-contrast", "mono"])
    func isFoundByName(name: String) {
        #expect(Theme.named(name)?.name == name)
    }

    @Test func unknownNamesGiveNone() {
        #expect(Theme.named("solarized") == nil)
    }

    @Test func monoHasNoColour() {
        for role in Role.allCases {
            #expect(Theme.mono[role].foreground == .standard, "\(role)")
            #expect(Theme.mono[role].background == .standard, "\(role)")
        }
    }

    /// A fixed background would make text unreadable on half of the terminals.
    @Test(arguments: Theme.all)
    func noThemePaintsABackground(theme: Theme) {
        for role in Role.allCases { #expect(theme[role].background == .standard, "\(role)") }
    }

    @Test(arguments: Theme.all)
    func whatMustBeSeenDiffersFromText(theme: Theme) {
        for role in [Role.selection, .restingSelection, .danger, .warning, .production, .heading, .keyHint] {
            #expect(theme[role] != theme[.text], "\(role)")
        }
        #expect(theme[.border] != theme[.focusedBorder])
        #expect(theme[.field] != theme[.focusedField])
        #expect(theme[.field] != theme[.placeholder], "a sample is no value")
    }

    @Test(arguments: Theme.all)
    func `what warns, and good news, keep their colour in the selected row`(theme: Theme) {
        for (isFocused, bar) in [(true, theme[.selection]), (false, theme[.restingSelection])] {
            for role in [Role.danger, .warning, .production, .success] {
                let style = theme.inSelection(role, isFocused: isFocused)
                #expect(style.foreground == theme[role].foreground)
                #expect(style.attributes == bar.attributes.union(theme[role].attributes))
            }
            for role in [Role.text, .dim] { #expect(theme.inSelection(role, isFocused: isFocused) == bar) }
        }
    }

    @Test(arguments: Theme.all)
    func `the title of the focused pane is told from the others, and behind a view it is like them`(theme: Theme) {
        func title(_ pane: Pane, _ theme: Theme) -> Style {
            var grid = CellGrid(Size(rows: 3, columns: 20))
            Pane.draw([(pane, grid.area)], on: &grid, theme: theme)
            return grid[0, 2].style
        }
        #expect(title(Pane("Clusters", isFocused: true), theme) != title(Pane("Clusters"), theme))
        #expect(title(Pane("Clusters", isFocused: true), theme.behind) == title(Pane("Clusters"), theme.behind))
    }

    @Test(arguments: Theme.all)
    func `behind a view with the focus nothing looks as if it had it`(theme: Theme) {
        #expect(theme.behind[.focusedBorder] == theme[.border])
        #expect(theme.behind[.selection] == theme[.restingSelection])
        // The titles of all panes are alike.
        #expect(theme.behind[.heading] == theme[.border])
        for role in Role.allCases where ![.focusedBorder, .heading, .selection].contains(role) {
            #expect(theme.behind[role] == theme[role])
        }
    }

    @Test func `a word in the colour of the selected row gets that of the row's text`() {
        let theme = Theme(
            name: "red", from: .standard, changing: [.selection: Style(foreground: .white, background: .red)])
        #expect(theme.inSelection(.danger) == theme[.selection])
        #expect(theme.inSelection(.warning).foreground == .yellow)
    }

    @Test func highContrastDimsNothing() {
        for role in Role.allCases { #expect(!Theme.highContrast[role].attributes.contains(.dim), "\(role)") }
    }
}
