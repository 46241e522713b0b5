package import DisplayText
import Operations
package import StrictJSON
import Toolkit

/// One member of `settings.json`. The reader, `tessera settings`, `tessera help settings` and the manual read the one
/// table of them: a new member is one row there.
package struct SettingsMember: Sendable {
    package let name: String
    /// What it decides, in a sentence.
    package let help: SafeText
    /// What it may be.
    package let values: SafeText
    /// A value as it is written in the file.
    package let example: String
    /// What counts, in the words of the file.
    package let shown: @Sendable (Settings) -> SafeText
    /// What counts, for scripts.
    package let json: @Sendable (Settings) -> JSONValue
    let read: @Sendable (PlacedJSON, inout SettingsReading) -> Void

    /// What counts without a file.
    package var standard: SafeText { shown(Settings()) }
}

extension SettingsMember {
    /// In the order in which they are read.
    package static let all = [
        version, themes, theme, keys, tokenColumns, clusterColumns, auditColumns, clipboard, mouse, idleLock,
        expiryAlarm, refresh,
    ]

    private static let version = SettingsMember(
        name: "version", help: "The version of the format; this program reads version 1.", values: "1", example: "1",
        shown: { _ in "1" }, json: { _ in 1 },
        read: { value, reading in
            guard let version = value.intValue, version >= 1 else {
                return reading.refuse(value.place, "version", "it is not a whole number", advice: "write 1")
            }
            guard version > 1 else { return }
            reading.refuse(
                value.place, "version", "this program reads version 1, and the file has version \(version)",
                advice: "what version 1 does not know is ignored")
        })

    private static let themes = SettingsMember(
        name: "themes",
        help:
            "Themes of your own. Each begins as \"base\" (default, if it is left out) and changes the roles it names.",
        values: "names, each with \"base\" and roles; a look is a colour, attributes, and \"on\" with a colour",
        example: #"{"night": {"base": "default", "danger": "bright-red bold", "selection": "black on cyan"}}"#,
        shown: { settings in
            let names = settings.ownThemes.keys.sorted().joined(separator: ", ")
            return names.isEmpty ? "none" : SafeText(outside: names)
        },
        json: { settings in
            .object(
                JSONObject(
                    settings.ownThemes.sorted { $0.key < $1.key }.map { name, theme in
                        let roles = Role.allCases.map { ($0.name, JSONValue.string(StyleNotation.text(theme[$0]))) }
                        return (name, .object(JSONObject(roles)))
                    }))
        },
        read: { value, reading in reading.readThemes(value) })

    private static let theme = SettingsMember(
        name: "theme",
        help: "The colours of the screen. NO_COLOR in the environment takes precedence.",
        values: "default, light, high-contrast, mono, or one of \"themes\"", example: #""night""#,
        shown: { SafeText(outside: $0.theme.name) }, json: { .string($0.theme.name) },
        read: { value, reading in
            let own = reading.settings.ownThemes
            let names = Theme.all.map(\.name) + own.keys.sorted()
            guard let name = reading.choice(value, "theme", of: names, called: "theme"),
                let theme = Theme.named(name) ?? own[name]
            else { return }
            reading.settings.theme = theme
        })

    private static let keys = SettingsMember(
        name: "keys",
        help: "The keys of a command, by its name, instead of those it has; an empty list takes all of them away.",
        values: "names of commands (the palette, the help and the manual have them), each with a list of keys",
        example: #"{"token revoke": ["Ctrl-R"], "refresh": ["F5"], "token reveal": []}"#,
        shown: { settings in
            let names = settings.ownKeys.sorted { $0.key.rawValue < $1.key.rawValue }.map { command, keys in
                "\(command.rawValue): \(keys.isEmpty ? "none" : keys.map(KeyNotation.text).joined(separator: " "))"
            }
            return names.isEmpty ? "as in the help" : SafeText(outside: names.joined(separator: ", "))
        },
        json: { settings in
            .object(
                JSONObject(
                    settings.ownKeys.sorted { $0.key.rawValue < $1.key.rawValue }.map { command, keys in
                        (command.rawValue, .array(keys.map { .string(KeyNotation.text($0)) }))
                    }))
        },
        read: { value, reading in reading.readKeys(value) })

    private static let tokenColumns = columns(
        "tokenColumns", of: "token table", all: TokenColumn.inPane, required: TokenColumn.token,
        example: #"["token", "remaining", "user", "org", "label"]"#, at: \.tokenColumns)

    private static let clusterColumns = columns(
        "clusterColumns", of: "table of all clusters", all: ClusterColumn.allCases, required: .name,
        example: #"["name", "env", "state", "remaining", "user"]"#, at: \.clusterColumns)

    private static let auditColumns = columns(
        "auditColumns", of: "audit log", all: AuditColumn.allCases, required: .time,
        example: #"["time", "type", "user", "text"]"#, at: \.auditColumns)

    private static let clipboard = word(
        "clipboard",
        help: "How texts are copied: on takes tmux inside tmux and the terminal (OSC 52) elsewhere; off never copies.",
        values: "on, off, tmux, osc52", example: #""osc52""#, called: "way", at: \.clipboard)

    private static let mouse = word(
        "mouse",
        help: """
            Whether clicks and the wheel do something; auto is on, but off over SSH. While it is on, the terminal selects \
            text with Shift.
            """,
        values: "auto, on, off", example: #""off""#, called: "choice", at: \.mouse)

    private static let idleLock = SettingsMember(
        name: "idleLock",
        help: """
            The vault is locked after this time without a key press. It is also locked after 8 hours, and when Tessera \
            is suspended.
            """,
        values: "1m to 8h", example: #""10m""#,
        shown: { SafeText(outside: Lifetime.text(seconds: $0.idleLock)) },
        json: { .string(Lifetime.text(seconds: $0.idleLock)) },
        read: { value, reading in
            guard let seconds = reading.duration(value, "idleLock", in: 60...8 * 3_600) else { return }
            reading.settings.idleLock = seconds
        })

    private static let expiryAlarm = time(
        "expiryAlarm",
        help: "The active tokens that expire within this time are counted in the titles of the lists.",
        values: "1m to 90d, or off", example: #""2h""#, in: 60...90 * 86_400, at: \.expiryAlarm)

    private static let refresh = time(
        "refresh",
        help: "How often all clusters are checked while the screen is open; a check only reads.",
        values: "10s to 1d, or off", example: #""5m""#, in: 10...86_400, at: \.refresh)

    /// The columns of a table, in their order; the one that tells the rows apart is always there.
    private static func columns<Column: Identifiable<String> & Sendable>(
        _ name: String, of table: SafeText, all: [Column], required: Column, example: String,
        at place: any WritableKeyPath<Settings, [Column]> & Sendable
    ) -> SettingsMember {
        let (path, names) = (SafeText(outside: name), all.map(\.id))
        return SettingsMember(
            name: name, help: "The columns of the \(table), in their order. On a narrow screen some are left out.",
            values: SafeText(outside: names.joined(separator: ", ")), example: example,
            shown: { SafeText(outside: $0[keyPath: place].map(\.id).joined(separator: ", ")) },
            json: { .array($0[keyPath: place].map { .string($0.id) }) },
            read: { value, reading in
                guard let chosen = reading.words(value, path, of: names, called: "column") else { return }
                guard chosen.contains(required.id) else {
                    let missing = SafeText(outside: required.id)
                    return reading.refuse(
                        value.place, path, "the column \(missing) is missing",
                        advice: "add \"\(missing)\": it says what a key acts on")
                }
                reading.settings[keyPath: place] = chosen.compactMap { id in all.first { $0.id == id } }
            })
    }

    /// One of a few words.
    private static func word<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, help: SafeText, values: SafeText, example: String, called what: SafeText,
        at place: any WritableKeyPath<Settings, Choice> & Sendable
    ) -> SettingsMember {
        let words = Choice.allCases.map(\.rawValue)
        return SettingsMember(
            name: name, help: help, values: values, example: example,
            shown: { SafeText(outside: $0[keyPath: place].rawValue) }, json: { .string($0[keyPath: place].rawValue) },
            read: { value, reading in
                let word = reading.choice(value, SafeText(outside: name), of: words, called: what)
                guard let choice = word.flatMap(Choice.init(rawValue:)) else { return }
                reading.settings[keyPath: place] = choice
            })
    }

    /// A length of time, or `off`.
    private static func time(
        _ name: String, help: SafeText, values: SafeText, example: String, in range: ClosedRange<Int>,
        at place: any WritableKeyPath<Settings, Int?> & Sendable
    ) -> SettingsMember {
        @Sendable func text(_ settings: Settings) -> String {
            settings[keyPath: place].map { Lifetime.text(seconds: $0) } ?? "off"
        }
        return SettingsMember(
            name: name, help: help, values: values, example: example,
            shown: { SafeText(outside: text($0)) }, json: { .string(text($0)) },
            read: { value, reading in
                guard let time = reading.durationOrOff(value, SafeText(outside: name), in: range) else { return }
                reading.settings[keyPath: place] = time
            })
    }
}
