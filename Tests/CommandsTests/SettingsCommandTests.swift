import Operations
import StrictJSON
import TestSupport
import Testing

@testable import Commands

/// `tessera settings` and `tessera help settings`.
struct SettingsCommandTests {
    @Test func `without a file everything is as it comes, and no file is made`() async throws {
        let world = try World()
        let checked = await world.run("settings", "check")
        #expect(checked.code == .done)
        #expect(checked.output == "There is no \(world.home)/settings.json; the defaults apply.\n")
        let shown = await world.run("settings", "show")
        #expect(shown.code == .done)
        #expect(shown.output.contains("(not there)"))
        #expect(shown.output.contains("theme           default"))
        #expect(shown.error.isEmpty)
        #expect(try await world.run("settings", "check", "--json").json()["exists"] == false)
        #expect(throws: (any Error).self) { try world.journal() }
    }

    @Test func `A24 check lists every mistake with its place and ends with 10`() async throws {
        let world = try World()
        let file = try world.file(
            "settings.json", "{\n  \"thme\": \"light\",\n  \"theme\": \"ligth\",\n  \"idleLock\": \"10m\"\n}\n")
        let checked = await world.run("settings", "check")
        #expect(checked.code == .localFile)
        #expect(
            checked.output == """
                \(file):2:3: thme: there is no member thme (did you mean theme?)
                \(file):3:12: theme: there is no theme ligth (did you mean light?)

                2 mistakes. `tessera help settings` has an example.

                """)
        let json = await world.run("settings", "check", "--json")
        #expect(json.code == .localFile)
        let problems = try #require(try json.json()["problems"]?.arrayValue)
        #expect(problems.count == 2)
        #expect(problems[0]["line"] == 2)
        #expect(problems[0]["column"] == 3)
        #expect(problems[0]["path"] == "thme")
        #expect(problems[1]["what"] == "there is no theme ligth")
        #expect(problems[1]["advice"] == "did you mean light?")
    }

    @Test func `show tells what counts and where it comes from, and that a part of the file does not count`()
        async throws
    {
        let world = try World()
        _ = try world.file(
            "settings.json", "{\n  \"theme\": \"light\",\n  \"clipboard\": \"of\",\n  \"idleLock\": \"10m\"\n}\n")
        let shown = await world.run("settings", "show")
        #expect(shown.code == .localFile)
        #expect(shown.output.contains("theme           light"))
        #expect(shown.output.contains("line 2"))
        #expect(shown.output.contains("idleLock        10m"))
        #expect(
            shown.error.hasPrefix("tessera: warning: settings.json, line 3, column 16: clipboard: there is no way of"))
        let json = try await world.run("settings", "show", "--json").json()
        let members = try #require(json["settings"]?.arrayValue)
        let clipboard = try #require(members.first { $0["name"] == "clipboard" })
        #expect(clipboard["value"] == "on")
        #expect(clipboard["source"] == "default")
        #expect(clipboard["line"] == .null)
        let idle = try #require(members.first { $0["name"] == "idleLock" })
        #expect(idle["value"] == "10m")
        #expect(idle["source"] == "file")
        #expect(idle["line"] == 4)
    }

    @Test func `a list with a mistake in it comes from the file as far as it counts`() async throws {
        let world = try World()
        _ = try world.file(
            "settings.json", "{\n  \"keys\": {\"token revoke\": [\"F7\"], \"token revok\": [\"F8\"]}\n}\n")
        let json = try await world.run("settings", "show", "--json").json()
        let keys = try #require(json["settings"]?.arrayValue?.first { $0["name"] == "keys" })
        #expect(keys["source"] == "file")
        #expect(keys["line"] == 2)
        let shown = await world.run("settings", "show")
        #expect(shown.output.split(separator: "\n").contains { $0.contains("keys ") && $0.hasSuffix("line 2") })
    }

    @Test func `NO_COLOR is stronger than the theme`() async throws {
        let world = try World()
        _ = try world.file("settings.json", "{\"theme\": \"light\"}")
        let shown = await world.run("settings", "show", environment: ["NO_COLOR": "1"])
        #expect(shown.code == .done)
        #expect(shown.output.contains("mono"))
        #expect(shown.output.contains("NO_COLOR"))
        #expect(!shown.output.contains("light"))
        #expect(await world.run("settings", "show", environment: ["NO_COLOR": ""]).output.contains("light"))
    }

    @Test func `A25 a file that cannot be read is told with its place`() async throws {
        let world = try World()
        _ = try world.file("settings.json", "{\n  \"theme\": light\n}")
        let checked = await world.run("settings", "check")
        #expect(checked.code == .localFile)
        #expect(checked.output.isEmpty)
        #expect(checked.error.contains("E_SETTINGS_DAMAGED"))
        #expect(checked.error.contains("line 2, column 12: expected a value"))
        let shown = await world.run("settings", "show")
        #expect(shown.code == .localFile)
        #expect(shown.output.contains("settings.json (cannot be read)\n"))
        #expect(shown.output.contains("theme           default"))
        #expect(shown.error.contains("line 2, column 12"))
        _ = try world.file("settings.json", "{}", mode: 0o666)
        let open = await world.run("settings", "check", "--json")
        #expect(open.code == .localFile)
        #expect(try open.jsonError()["code"] == "E_FILE_UNSAFE")
    }

    @Test func `hostile text of the file does nothing to a terminal`() async throws {
        let world = try World()
        _ = try world.file(
            "settings.json", "{\"\\u001b]52;c;eA==\\u0007\": 1, \"theme\": \"\\u202egnihton\\u001b[2J\"}")
        for arguments in [["settings", "check"], ["settings", "show"]] {
            let ran = await world.run(arguments)
            #expect(ran.code == .localFile)
            for text in [ran.output, ran.error] {
                #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E })
            }
        }
    }

    @Test func `the page of the settings has every member, at 80 columns`() async throws {
        let world = try World()
        let ran = await world.run("help", "settings")
        #expect(ran.code == .done)
        for member in ["version", "themes", "theme", "keys", "tokenColumns", "clipboard", "idleLock"] {
            #expect(ran.output.contains("\n\(member)\n"), "\(member)")
        }
        let lines = ran.output.split(separator: "\n")
        let start = try #require(lines.firstIndex(of: "{"))
        #expect(lines[..<start].allSatisfy { $0.count <= 80 })
        // The example is a file that can be used as it is.
        let file = try world.file("settings.json", lines[start...].joined(separator: "\n"))
        #expect(await world.run("settings", "check").output == "\(file) is fine.\n")
    }
}
