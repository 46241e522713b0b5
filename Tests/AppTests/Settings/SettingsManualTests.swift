import DisplayText
import FoundationEssentials
import Testing

@testable import App

/// The manual's table of members, held against the one the program reads.
struct SettingsManualTests {
    @Test func `The table of the manual is the program's`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/tessera/Tessera.docc/Settings.md")
        let text = FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex(of: "<!-- members -->"))
        let end = try #require(lines.firstIndex(of: "<!-- /members -->"))
        let actual = lines[(start + 1)..<end].joined(separator: "\n")
        if Recording.isOn, actual != Self.table {
            try Data((lines[...start] + [Self.table] + lines[end...]).joined(separator: "\n").utf8).write(to: file)
        }
        #expect(actual == Self.table)
    }

    private static var table: String {
        let rows = SettingsMember.all.map { member in
            "| `\(member.name)` | \(member.help.string) | \(member.values.string) | \(member.standard.string) | "
                + "`\(member.example)` |"
        }
        return
            (["| member | what it decides | values | without it | example |", "| --- | --- | --- | --- | --- |"] + rows)
            .joined(separator: "\n")
    }
}
