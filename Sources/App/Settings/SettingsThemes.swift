import ASCIIText
import DisplayText
import StrictJSON
import Terminal
import Toolkit

/// Themes of the file: a shipped one, and what is changed of it.
extension SettingsReading {
    mutating func readThemes(_ value: PlacedJSON) {
        guard let themes = value.members else {
            return refuse(
                value.place, "themes", "it is not an object", advice: "write {\"night\": {\"base\": \"default\"}}")
        }
        for theme in themes {
            let path: SafeText = "themes.\(Self.name(theme.key))"
            guard Theme.named(theme.key) == nil else {
                refuse(theme.place, path, "\(theme.key) is a theme of the program", advice: "choose another name")
                continue
            }
            guard !theme.key.isEmpty, theme.key.utf8.count <= 40 else {
                refuse(theme.place, path, "a name has 1 to 40 characters")
                continue
            }
            settings.ownThemes[theme.key] = read(theme, path)
        }
    }

    /// A theme is read whole: with a mistake in it, it is not there.
    private mutating func read(_ theme: PlacedJSON.Member, _ path: SafeText) -> Theme? {
        guard let members = theme.value.members else {
            refuse(theme.value.place, path, "it is not an object", advice: "write {\"base\": \"default\"}")
            return nil
        }
        let before = problems.count
        var base = Theme.standard
        var changes: [Role: Style] = [:]
        for member in members {
            let path: SafeText = "\(path).\(Self.name(member.key))"
            if member.key == "base" {
                let names = Theme.all.map(\.name)
                if let name = choice(member.value, path, of: names, called: "theme") {
                    base = Theme.named(name) ?? base
                }
            } else if let role = Role.allCases.first(where: { $0.name == member.key }) {
                changes[role] = style(member.value, path)
            } else {
                unknown(member.key, at: member.place, path: path, of: Role.allCases.map(\.name), called: "role")
            }
        }
        return problems.count == before ? Theme(name: theme.key, from: base, changing: changes) : nil
    }

    private mutating func style(_ value: PlacedJSON, _ path: SafeText) -> Style? {
        let advice: SafeText = "write it like \"bright-red bold\" or \"black on yellow\""
        guard let text = value.stringValue else {
            refuse(value.place, path, "it is not a text", advice: advice)
            return nil
        }
        do throws(StyleNotation.Malformed) { return try StyleNotation.style(text) } catch {
            switch error {
            case .empty: refuse(value.place, path, "it is empty", advice: "write \"plain\" for no look of its own")
            case .unknown(let word):
                let nearest = SimilarText.nearest(to: word, of: StyleNotation.words)
                refuse(
                    value.place, path, "\(Self.shown(word)) is neither a colour nor an attribute",
                    advice: nearest.map { "did you mean \($0)?" } ?? advice)
            case .noBackground: refuse(value.place, path, "after \"on\" a colour is missing", advice: advice)
            case .secondColor(let word):
                refuse(value.place, path, "\(Self.shown(word)) is a second colour", advice: advice)
            }
            return nil
        }
    }
}
