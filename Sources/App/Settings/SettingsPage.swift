package import DisplayText
import Operations
import Toolkit

/// What `tessera help settings` prints, made from the table of members.
package enum SettingsPage {
    /// No line is wider.
    static let columns = 80

    package static var lines: [SafeText] {
        var lines = paragraph(
            """
            settings.json stands beside profiles.json: in ~/.config/tessera, in $XDG_CONFIG_HOME/tessera, or in the \
            directory of --home or TESSERA_HOME. Tessera reads it, also while the screen is open, and never writes it. \
            A setting that is wrong is ignored and reported; the others apply.
            """)
        lines += ["", "  tessera settings check    every mistake, with line and column"]
        lines += ["  tessera settings show     what is in effect, and where it comes from"]
        for member in SettingsMember.all {
            lines += ["", SafeText(outside: member.name)] + paragraph(member.help, indent: "    ")
            lines += paragraph("Values: \(member.values)", indent: "    ")
            lines += paragraph("Without it: \(member.standard)", indent: "    ")
        }
        lines += ["", "Roles of a theme"]
        lines += paragraph(list(Role.allCases.map(\.name)), indent: "    ")
        lines += ["", "Words of a look"]
        lines += paragraph(list(StyleNotation.words), indent: "    ")
        lines += ["", "Keys"]
        lines += paragraph(
            """
            g, G, Ctrl-L, Alt-b, Shift-Tab, PgUp, Space, F5. A key that stands for two commands in one place is a \
            mistake that names both. Esc always leads back, quit keeps a key, and Ctrl-C always interrupts.
            """, indent: "    ")
        return lines + ["", "Example"] + exampleLines
    }

    /// A file with every member.
    package static var example: String {
        let members = SettingsMember.all.map { "  \"\($0.name)\": \($0.example)" }
        return "{\n\(members.joined(separator: ",\n"))\n}\n"
    }

    private static var exampleLines: [SafeText] {
        example.split(separator: "\n").map { SafeText(outside: String($0)) }
    }

    private static func list(_ words: [String]) -> SafeText { SafeText(outside: words.joined(separator: ", ")) }

    private static func paragraph(_ text: SafeText, indent: SafeText = "") -> [SafeText] {
        text.wrapped(to: columns - indent.columns).map { indent + $0 }
    }
}
