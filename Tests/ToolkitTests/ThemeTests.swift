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
    }

    @Test func highContrastDimsNothing() {
        for role in Role.allCases { #expect(!Theme.highContrast[role].attributes.contains(.dim), "\(role)") }
    }
}
