import DisplayText
import Operations
import Storage
import StrictJSON
import Terminal
import Testing
import Toolkit

@testable import App

/// What the file may say, and what a mistake in it costs: its own member, and one sentence.
struct SettingsReadingTests {
    private func loaded(_ text: String) throws -> LoadedSettings {
        LoadedSettings(try SettingsDocument(Array(text.utf8), file: "/home/anna/.config/tessera/settings.json"))
    }

    private func sentences(_ text: String) throws -> [String] { try loaded(text).problems.map(\.sentence.string) }

    @Test func `without a file everything is as it comes`() throws {
        #expect(LoadedSettings(nil as SettingsDocument?) == LoadedSettings())
        #expect(try loaded("{}").settings == Settings())
        #expect(LoadedSettings().complaint == nil)
        #expect(Settings().keymap == KeyTable.keymap)
        #expect(Settings().idleLock == 900)
    }

    @Test func `the example of the manual has every member and no mistake`() throws {
        let loaded = try loaded(SettingsPage.example)
        #expect(loaded.problems == [])
        #expect(Set(loaded.places.keys) == Set(SettingsMember.all.map(\.name)))
        #expect(loaded.settings.theme.name == "night")
        #expect(loaded.settings.theme[.selection] == Style(foreground: .black, background: .cyan))
        #expect(loaded.settings.theme[.warning] == Theme.standard[.warning])
        #expect(loaded.settings.tokenColumns.map(\.id) == ["token", "remaining", "user", "org", "label"])
        #expect(loaded.settings.clipboard == .terminal)
        #expect(loaded.settings.idleLock == 600)
        #expect(loaded.settings.expiryAlarm == 7_200)
        #expect(loaded.settings.refresh == 300)
        #expect(loaded.settings.keymap.action(for: .control("r"), in: [.panes]) == .revoke)
        #expect(loaded.settings.keymap.action(for: .character("r"), in: [.panes]) == nil)
        #expect(loaded.settings.keymap.action(for: .character("p"), in: [.panes]) == nil)
    }

    @Test func `every member has words, and its example changes what counts`() throws {
        for member in SettingsMember.all {
            #expect(!member.help.isEmpty && !member.values.isEmpty && !member.standard.isEmpty, "\(member.name)")
            guard !["version", "theme"].contains(member.name) else { continue }
            let settings = try loaded("{\"\(member.name)\": \(member.example)}").settings
            #expect(member.shown(settings) != member.standard, "\(member.name)")
            #expect(member.json(settings) != member.json(Settings()), "\(member.name)")
        }
    }

    @Test(arguments: [
        (#"{"thme": "light"}"#, #"line 1, column 2: thme: there is no member thme; did you mean theme?"#),
        (#"{"theme": "ligth"}"#, "line 1, column 11: theme: there is no theme ligth; did you mean light?"),
        (
            #"{"theme": "solarized"}"#,
            "line 1, column 11: theme: there is no theme solarized; known: default, light, high-contrast, mono"
        ),
        (#"{"theme": 3}"#, #"line 1, column 11: theme: it is not a text; write "default""#),
        (#"{"version": "1"}"#, "line 1, column 13: version: it is not a whole number; write 1"),
        (
            #"{"version": 2}"#,
            "line 1, column 13: version: this program reads version 1, and the file has version 2; "
                + "what version 1 does not know is ignored"
        ),
        (
            #"{"clipboard": "of"}"#, "line 1, column 15: clipboard: there is no way of; did you mean off?"
        ),
        (
            #"{"idleLock": 15}"#,
            #"line 1, column 14: idleLock: it is not a length of time; write a number with a unit, from "1m" to "8h""#
        ),
        (
            #"{"idleLock": "9h"}"#,
            #"line 1, column 14: idleLock: 9h is out of range; write a number with a unit, from "1m" to "8h""#
        ),
        (#"{"tokenColumns": "token"}"#, #"line 1, column 18: tokenColumns: it is not a list; write ["token"]"#),
        (
            #"{"tokenColumns": ["user"]}"#,
            #"line 1, column 18: tokenColumns: the column token is missing; "#
                + #"add "token": it says what a key acts on"#
        ),
        (
            #"{"clusterColumns": ["state"]}"#,
            #"line 1, column 20: clusterColumns: the column name is missing; "#
                + #"add "name": it says what a key acts on"#
        ),
        (
            #"{"auditColumns": ["time", "usr"]}"#,
            "line 1, column 27: auditColumns[1]: there is no column usr; did you mean user?"
        ),
        (
            #"{"tokenColumns": ["token", "usr"]}"#,
            "line 1, column 28: tokenColumns[1]: there is no column usr; did you mean user?"
        ),
        (
            #"{"tokenColumns": ["token", "user", "token"]}"#,
            "line 1, column 36: tokenColumns[2]: token stands here twice"
        ),
        (
            #"{"refresh": "1s"}"#,
            #"line 1, column 13: refresh: 1s is out of range; write a number with a unit, from "10s" to "1d", or "off""#
        ),
        (
            #"{"expiryAlarm": "never"}"#,
            "line 1, column 17: expiryAlarm: it is not a length of time; "
                + #"write a number with a unit, from "1m" to "90d", or "off""#
        ),
        (#"{"themes": []}"#, #"line 1, column 12: themes: it is not an object; write {"night": {"base": "default"}}"#),
        (
            #"{"themes": {"mono": {}}}"#,
            "line 1, column 13: themes.mono: mono is a theme of the program; choose another name"
        ),
        (
            #"{"themes": {"my night": {"danegr": "red"}}}"#,
            #"line 1, column 26: themes."my night".danegr: there is no role danegr; did you mean danger?"#
        ),
        (
            #"{"themes": {"n": {"danger": "redd bold"}}}"#,
            "line 1, column 29: themes.n.danger: redd is neither a colour nor an attribute; did you mean red?"
        ),
        (
            #"{"themes": {"n": {"danger": "red on"}}}"#,
            #"line 1, column 29: themes.n.danger: after "on" a colour is missing; "#
                + #"write it like "bright-red bold" or "black on yellow""#
        ),
    ])
    func `a mistake is told with its place and the right spelling`(text: String, sentence: String) throws {
        #expect(try sentences(text) == [sentence])
        #expect(try loaded(text).settings == Settings())
    }

    @Test func `what can be off is off`() throws {
        let settings = try loaded(#"{"expiryAlarm": "off", "refresh": "off"}"#).settings
        #expect(settings.expiryAlarm == nil)
        #expect(settings.refresh == nil)
        #expect(Settings().expiryAlarm == 86_400)
        #expect(Settings().refresh == nil)
    }

    @Test func `a mistake costs its own member only, and all are told in the order of the file`() throws {
        let loaded = try loaded(
            """
            {
              "idleLock": "never",
              "theme": "light",
              "colour": true,
              "clipboard": "off",
              "tokenColumns": ["token", "colour"]
            }
            """)
        #expect(loaded.problems.map(\.place.line) == [2, 4, 6])
        #expect(loaded.settings.theme == .light)
        #expect(loaded.settings.clipboard == .off)
        #expect(loaded.settings.idleLock == 900)
        #expect(loaded.settings.tokenColumns == TokenColumn.inPane)
        #expect(Set(loaded.places.keys) == ["theme", "clipboard"])
        #expect(
            loaded.complaint?.string.hasPrefix(
                "settings.json, line 2, column 15: idleLock: it is not a length of time; ") == true)
        #expect(loaded.complaint?.string.hasSuffix("(and 2 more: tessera settings check)") == true)
    }

    @Test func `a theme with a mistake is not there, and who names it is told so`() throws {
        let loaded = try loaded(#"{"theme": "night", "themes": {"night": {"danger": "rot"}}}"#)
        #expect(loaded.problems.map(\.path.string) == ["theme", "themes.night.danger"])
        #expect(loaded.settings.theme == .standard)
    }

    @Test func `hostile text of the file is made safe and short`() throws {
        let hostile = "\u{1B}]52;c;eA==\u{07}\u{202E}" + String(repeating: "x", count: 1_000)
        let escaped = hostile.unicodeScalars.map {
            $0.value < 0x20
                ? "\\u00" + ($0.value < 16 ? "0" : "")
                    + String($0.value, radix: 16) : String($0)
        }.joined()
        let texts = [
            "{\"\(escaped)\": 1}", "{\"theme\": \"\(escaped)\"}", "{\"keys\": {\"\(escaped)\": []}}",
            "{\"keys\": {\"quit\": [\"\(escaped)\"]}}", "{\"themes\": {\"\(escaped)\": 1}}",
            "{\"themes\": {\"n\": {\"\(escaped)\": 1}}}", "{\"themes\": {\"n\": {\"danger\": \"\(escaped)\"}}}",
            "{\"tokenColumns\": [\"\(escaped)\"]}", "{\"clipboard\": \"\(escaped)\"}", "{\"idleLock\": \"\(escaped)\"}",
        ]
        for text in texts {
            let problems = try loaded(text).problems
            #expect(!problems.isEmpty, "\(text.prefix(40))")
            for problem in problems {
                let sentence = problem.sentence.string
                #expect(!sentence.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
                #expect(sentence.count < 400, "\(sentence)")
            }
        }
    }
}
