import DisplayText
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import Toolkit

@testable import App

/// What a person has chosen, on the screen: from the start, and when the file changes while the program runs.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct SettingsScriptTests {
    private func setting(_ text: String?, theme: Theme? = nil) -> ProgramSetting {
        var setting = ProgramSetting()
        setting.theme = theme
        setting.settingsFile = text
        return setting
    }

    private func write(_ text: String, _ program: ProgramDriver) async throws {
        try program.home.write(text, to: "settings.json")
        program.changes.tell(.settings)
        await program.until { $0.inFlight[.settings] != nil }
        await program.idle()
    }

    @Test func `Rebound keys work, and hint line, help and palette show them`() async throws {
        let text = #"{"keys": {"session login": ["F7"], "token import": ["N"], "token reveal": [], "help": ["F1"]}}"#
        try await ProgramDriver.run(setting(text)) { program in
            #expect(program.rows(with: "F7 log in").count == 1)
            #expect(program.rows(with: "l log in").isEmpty)
            await program.keys("l")
            #expect(program.form == nil)
            await program.keys("F7")
            #expect(program.form != nil)
            await program.keys("Esc", "F1")
            await program.resize(columns: 160, rows: 60)
            await program.type("/Log in to the sel")
            #expect(program.rows(with: "F7").contains { $0.contains("Log in to the selected cluster") })
            await program.keys("Esc", "/")
            await program.type("Show the token")
            #expect(!program.rows(with: ":token reveal").isEmpty)
            await program.keys("Esc", "Esc", ":")
            await program.type("token im")
            #expect(program.rows(with: "token import").contains { $0.contains(" N ") })
        }
    }

    @Test func `Texts name the keys that count`() async throws {
        let text =
            #"{"keys": {"session login": ["F7"], "pane tokens": ["t"], "token timeline": [], "token import": []}}"#
        try await ProgramDriver.run(setting(text)) { program in
            #expect(program.rows(with: "F7 logs in").count == 1)
            await program.press(.focusActivity, .revoke)
            #expect(program.said == "select a token first (t)")
            #expect(program.state.notStored.string.contains("import it (:token import)"))
        }
    }

    @Test func `The form of the vault names its key and its time, and sends by the key that was chosen`() async throws {
        let text = #"{"idleLock": "5m", "keys": {"vault unlock": ["F8"], "form submit": ["F9"]}}"#
        try await ProgramDriver.run(setting(text)) { program in
            #expect(
                UnlockForm(program.state).facts.map(\.text) == [
                    "unlocked until F8 locks it or 5m pass without a key press"
                ])
            await program.press(.logIn)
            #expect(program.rows(with: "F9 log in").count == 1)
            await program.keys("Ctrl-S")
            #expect(program.rows(with: "is required").isEmpty)
            await program.keys("F9")
            // At the field, and nowhere else.
            #expect(program.rows(with: "is required").count == 1)
            #expect(program.rows(with: "Required.").isEmpty)
        }
    }

    @Test func `A24 a mistake in the file is one message, and the rest counts`() async throws {
        let text = "{\n  \"keys\": {\"token revoke\": [\"v\"]},\n  \"thme\": 1,\n  \"idleLock\": \"5m\"\n}"
        try await ProgramDriver.run(setting(text)) { program in
            #expect(
                program.said.hasPrefix("settings.json, line 2, column 12: keys.\"token revoke\": v is bound to both "))
            #expect(program.said.contains("token validate and token revoke"))
            #expect(program.said.hasSuffix("(and 1 more: tessera settings check)"))
            #expect(program.state.settings.idleLock == 300)
            #expect(program.state.vault.idleLock == 300)
            #expect(program.rows(with: "settings.json, line 2").count == 1)
        }
    }

    @Test func `A25 a file that cannot be read leaves everything as it comes`() async throws {
        try await ProgramDriver.run(setting("{\"theme\": ")) { program in
            #expect(program.said.contains("cannot be read"))
            #expect(program.said.contains("line 1, column 11"))
            #expect(program.state.settings == Settings())
        }
    }

    @Test func `A theme of the file is drawn, and NO_COLOR is stronger`() async throws {
        try await ProgramDriver.run(setting(#"{"theme": "light"}"#)) { program in
            #expect(program.grid.colors.contains(.blue))
            #expect(!program.grid.colors.contains(.cyan))
        }
        try await ProgramDriver.run(setting(#"{"theme": "light"}"#, theme: .mono)) { program in
            #expect(program.grid.colors == [.standard])
        }
    }

    @Test func `Columns stand as the file has them`() async throws {
        try await ProgramDriver.run(setting(#"{"tokenColumns": ["user", "token", "remaining"]}"#)) { program in
            await program.press(.focusTokens)
            let titles = try #require(program.rows(with: "Time left").first)
            let user = try #require(titles.firstRange(of: "User")?.lowerBound)
            let token = try #require(titles.firstRange(of: "Token")?.lowerBound)
            #expect(user < token)
            #expect(!titles.contains("Org"))
            #expect(!titles.contains("Kind"))
        }
    }

    @Test func `Columns of the other tables stand as the file has them, too`() async throws {
        let text = #"{"clusterColumns": ["state", "name"], "auditColumns": ["user", "time"]}"#
        try await ProgramDriver.run(setting(text)) { program in
            await program.logIn()
            await program.keys("0")
            let titles = try #require(program.rows(with: "State").first)
            let name = try #require(titles.firstRange(of: "Name")?.lowerBound)
            #expect(try #require(titles.firstRange(of: "State")?.lowerBound) < name)
            #expect(!titles.contains("User") && !titles.contains("Gen"))
            // Sorted by a column that is not shown.
            #expect(!titles.contains("\u{2191}"))
            await program.keys("s")
            #expect(program.rows(with: "Name \u{2191}").count == 1)
            await program.keys("0", "A")
            let events = try #require(program.rows(with: "Time").first)
            let time = try #require(events.firstRange(of: "Time")?.lowerBound)
            #expect(try #require(events.firstRange(of: "User")?.lowerBound) < time)
            #expect(!events.contains("Type") && !events.contains("Org"))
        }
    }

    @Test func `What changes in the file shows at once, and a mistake costs its own member, as at the start`()
        async throws
    {
        try await ProgramDriver.run(setting(nil)) { program in
            #expect(program.grid.colors.contains(.cyan))
            try await write(#"{"theme": "light", "keys": {"session login": ["F7"]}}"#, program)
            #expect(program.said == "settings.json was read again: theme, keys")
            #expect(!program.grid.colors.contains(.cyan))
            #expect(program.rows(with: "F7 log in").count == 1)

            try await write(#"{"theme": "mono", "keys": {"session login": ["Strg-L"]}}"#, program)
            #expect(program.said.contains("Strg-L is not a key"))
            #expect(program.state.settings.theme == .mono)
            #expect(program.rows(with: "l log in").count == 1, "the keys it comes with")
            let document = try await ReadSettings().run(in: program.workspace)
            #expect(program.state.settings == LoadedSettings(document).settings, "as a start would have it")
            let told = program.state.activity.messages.count

            try await write(#"{"theme": "mono", "keys": {"session login": ["Strg-L"]} }"#, program)
            #expect(program.state.activity.messages.count == told, "the same mistake is told once")

            try await write(#"{"theme": "#, program)
            #expect(program.said.contains("cannot be read"))
            #expect(program.said.hasSuffix("; the settings stay as they were"))
            #expect(program.state.settings.theme == .mono)

            try await write(#"{"theme": "light", "keys": {"session login": ["F7"]}}"#, program)
            #expect(program.said == "settings.json was read again: theme, keys")
            try await write(#"{"theme": "#, program)
            try await write(#"{"theme": "light", "keys": {"session login": ["F7"]}}"#, program)
            #expect(program.said == "settings.json was read again and is fine")
            try await write("{}", program)
            #expect(program.said == "settings.json was read again: theme, keys")
            #expect(program.state.settings == Settings())
        }
    }

    @Test func `The vault is locked after the time that the file has`() async throws {
        var setting = setting(#"{"idleLock": "2m"}"#)
        setting.profiles = { profiles in
            for index in profiles.indices where profiles[index].name == "prod-eu" {
                profiles[index].secretSource = .vault
            }
        }
        try await ProgramDriver.run(setting) { program in
            try await program.select("prod-eu")
            await program.press(.unlockVault)
            await program.type("correct horse battery")
            await program.keys("Tab")
            await program.type("correct horse battery")
            await program.press(.submit)
            await program.advance(seconds: 119)
            #expect(program.state.vault.isUnlocked)
            await program.advance(seconds: 2)
            #expect(!program.state.vault.isUnlocked)
            #expect(
                program.state.activity.messages.contains { entry in
                    if case .message(let message) = entry.content {
                        message.text.string.contains("locked after 2m without a key press")
                    } else {
                        false
                    }
                })
        }
    }
}

extension CellGrid {
    /// The colours of all cells, behind and before.
    fileprivate var colors: Set<Color> {
        var colors: Set<Color> = []
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                colors.insert(self[row, column].style.foreground)
                colors.insert(self[row, column].style.background)
            }
        }
        return colors
    }
}
