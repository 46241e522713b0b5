import Glibc
import Terminal
import Testing
import Toolkit

/// Whether the shipped themes can be read: on palettes that terminals come with, with as many colours as they have.
struct ContrastTests {
    /// The colours of a terminal, and its own text and background.
    struct Palette: Sendable, CustomTestStringConvertible {
        let name: String
        /// Black to bright white.
        let colors: [UInt32]
        let text: UInt32
        let background: UInt32

        var testDescription: String { name }

        func on(_ text: UInt32, _ background: UInt32, _ name: String) -> Palette {
            Palette(name: "\(self.name), \(name)", colors: colors, text: text, background: background)
        }
    }

    private static let xterm = Palette(
        name: "xterm",
        colors: [
            0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
            0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
        ], text: 0xE5E5E5, background: 0x000000)
    private static let tango = Palette(
        name: "Tango",
        colors: [
            0x2E3436, 0xCC0000, 0x4E9A06, 0xC4A000, 0x3465A4, 0x75507B, 0x06989A, 0xD3D7CF,
            0x555753, 0xEF2929, 0x8AE234, 0xFCE94F, 0x729FCF, 0xAD7FA8, 0x34E2E2, 0xEEEEEC,
        ], text: 0xEEEEEC, background: 0x000000)
    private static let campbell = Palette(
        name: "Campbell",
        colors: [
            0x0C0C0C, 0xC50F1F, 0x13A10E, 0xC19C00, 0x0037DA, 0x881798, 0x3A96DD, 0xCCCCCC,
            0x767676, 0xE74856, 0x16C60C, 0xF9F1A5, 0x3B78FF, 0xB4009E, 0x61D6D6, 0xF2F2F2,
        ], text: 0xCCCCCC, background: 0x0C0C0C)
    static let dark = [xterm, tango, campbell]
    static let light = dark.map { $0.on(0x000000, 0xFFFFFF, "on white") }

    /// The relative luminance of a colour, as the guidelines for web content define it.
    private static func luminance(_ color: UInt32) -> Double {
        func linear(_ shift: UInt32) -> Double {
            let part = Double(color >> shift & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }

    static func contrast(_ left: UInt32, _ right: UInt32) -> Double {
        let (a, b) = (luminance(left), luminance(right))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// What a style looks like on a terminal of so many colours: with 8 the bright ones are their plain ones in bold; with
    /// 16 and with 256 all sixteen are there, and the program uses no others. What is bold a terminal may show brighter.
    private static func looks(_ style: Style, _ colors: Int, on palette: Palette) -> [(text: UInt32, behind: UInt32)] {
        func value(_ color: Color, _ own: UInt32, brighter: Bool) -> UInt32 {
            guard color != .standard else { return own }
            var index = Int(color.rawValue) - 1
            if colors == 8, index >= 8 { index -= 8 }
            if brighter, index < 8 { index += 8 }
            return palette.colors[index]
        }
        let isBold = style.attributes.contains(.bold) || (colors == 8 && style.foreground.rawValue > 8)
        return (isBold ? [false, true] : [false]).map { brighter in
            let text = value(style.foreground, palette.text, brighter: brighter)
            let behind = value(style.background, palette.background, brighter: false)
            return style.attributes.contains(.reverse) ? (behind, text) : (text, behind)
        }
    }

    /// Text that matters less than the rest, or that is large by being bold, may have the lower ratio of the guidelines.
    private static func least(_ role: Role, _ style: Style) -> Double {
        let isLess = [.dim, .border, .disabled, .quoted, .placeholder].contains(role)
        return isLess || style.attributes.contains(.bold) ? 3 : 4.5
    }

    private static func check(_ theme: Theme, _ colors: Int, on palette: Palette, factor: Double = 1) {
        for role in Role.allCases {
            for look in looks(theme[role], colors, on: palette) {
                let ratio = contrast(look.text, look.behind)
                #expect(
                    ratio >= least(role, theme[role]) * factor,
                    "\(theme.name): \(role) has \(ratio) on \(palette.name) with \(colors) colours")
            }
        }
    }

    @Test(arguments: [8, 16, 256], dark)
    func `the themes for dark terminals can be read there`(colors: Int, palette: Palette) {
        Self.check(.standard, colors, on: palette)
        Self.check(.mono, colors, on: palette)
    }

    @Test(arguments: [8, 16, 256], light)
    func `the theme for light terminals can be read there, and so can the one without colours`(
        colors: Int, palette: Palette
    ) {
        Self.check(.light, colors, on: palette)
        Self.check(.mono, colors, on: palette)
    }

    @Test(arguments: [16, 256], dark)
    func `high contrast is higher`(colors: Int, palette: Palette) {
        Self.check(.highContrast, colors, on: palette, factor: 1.4)
    }

    @Test(arguments: dark)
    func `high contrast can be read with eight colours`(palette: Palette) {
        Self.check(.highContrast, 8, on: palette)
    }

    /// The measure itself: black on white is 21, and a pair whose ratio is published.
    @Test func `the measure is that of the guidelines`() {
        #expect(abs(Self.contrast(0x000000, 0xFFFFFF) - 21) < 0.01)
        #expect(abs(Self.contrast(0x767676, 0xFFFFFF) - 4.54) < 0.01)
        #expect(abs(Self.contrast(0xFF0000, 0xFFFFFF) - 4.0) < 0.01)
    }
}

struct StyleNotationTests {
    @Test(arguments: [
        ("plain", Style.plain), ("red", Style(foreground: .red)),
        ("bright-red bold", Style(foreground: .brightRed, attributes: .bold)),
        ("black reverse on yellow", Style(foreground: .black, background: .yellow, attributes: .reverse)),
        ("dim underline", Style(attributes: [.dim, .underline])),
    ])
    func `is read and written`(text: String, style: Style) throws {
        #expect(try StyleNotation.style(text) == style)
        #expect(StyleNotation.text(style) == text)
    }

    @Test func `takes words in any order and case`() throws {
        #expect(try StyleNotation.style("Bold on CYAN black") == StyleNotation.style("black bold on cyan"))
        #expect(try StyleNotation.style("default on default") == .plain)
    }

    @Test(arguments: Theme.all)
    func `every look of every theme comes back`(theme: Theme) throws {
        for role in Role.allCases { #expect(try StyleNotation.style(StyleNotation.text(theme[role])) == theme[role]) }
    }

    @Test(arguments: [
        ("", StyleNotation.Malformed.empty), ("  ", .empty), ("redd", .unknown(word: "redd")),
        ("red on", .noBackground),
        ("on bold", .noBackground), ("red green", .secondColor(word: "green")),
        ("on red on blue", .secondColor(word: "blue")), ("plain red", .unknown(word: "plain")),
    ])
    func `refuses what is no look`(text: String, problem: StyleNotation.Malformed) {
        #expect(throws: problem) { try StyleNotation.style(text) }
    }
}
