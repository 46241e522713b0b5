import App
import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import Toolkit

/// `tessera settings`.
struct SettingsCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show and check settings.json.",
        discussion: "`tessera help settings` tells what the file can say. Tessera reads it and never writes it.",
        subcommands: [SettingsShow.self, SettingsCheck.self])
}

/// `tessera settings check`.
struct SettingsCheck: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check settings.json and list every mistake with its place.",
        usage: "tessera settings check [options]",
        discussion: """
            Exit code 10: the file has mistakes, or cannot be read.
            """)

    static let examples: [CommandExample] = [
        CommandExample("Check the settings", "tessera settings check"),
        CommandExample(
            "Check those of another home, for a script", "tessera settings check --home /srv/tessera --json"),
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"file","exists","problems":[{"line","column","path","what","advice"}]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        try run.requirePlace(run.live.locations.configuration)
        let loaded = LoadedSettings(try await ReadSettings().run(in: run.workspace))
        run.output.print(
            Self.lines(loaded, at: run.live.locations.settings),
            json: [
                "file": .outside(run.live.locations.settings), "exists": .bool(loaded.file != nil),
                "problems": .array(loaded.problems.map { .object($0.json) }),
            ])
        return loaded.problems.isEmpty ? .done : .localFile
    }

    private static func lines(_ loaded: LoadedSettings, at place: String?) -> [SafeText] {
        let name = SafeText(outside: place ?? "settings.json", limit: 200)
        guard loaded.file != nil else { return ["There is no \(name); the defaults apply."] }
        guard !loaded.problems.isEmpty else { return ["\(name) is fine."] }
        let count = loaded.problems.count
        let told = loaded.problems.map { problem -> SafeText in
            let advice = problem.advice.map { SafeText(" (\($0))") } ?? ""
            return "\(name):\(problem.place.line):\(problem.place.column): \(problem.path): \(problem.what)\(advice)"
        }
        return told + ["", "\(count) mistake\(count == 1 ? "" : "s"). `tessera help settings` has an example."]
    }
}

/// `tessera settings show`.
struct SettingsShow: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the settings in effect, and where they come from.",
        usage: "tessera settings show [options]",
        discussion: "Exit code 10: the file has mistakes, or cannot be read; what is in effect is shown all the same.")

    static let examples: [CommandExample] = [
        CommandExample("Show the settings in effect", "tessera settings show")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"file","exists","settings":[{"name","value","source","line"}]}`; `source` is `default`, `file` or
    /// `NO_COLOR`.
    func run(in run: CommandRun) async throws -> ExitCode {
        try run.requirePlace(run.live.locations.configuration)
        let loaded = await LoadedSettings(of: run.live)
        if let complaint = loaded.complaint { run.output.warn("W_SETTINGS", complaint) }
        let isColorless = run.context.isColorless
        var table = TextTable("MEMBER", "VALUE", "FROM")
        var members: [JSONValue] = []
        for member in SettingsMember.all where member.name != "version" {
            let place = loaded.places[member.name]
            let isOverruled = member.name == "theme" && isColorless
            let counts = isOverruled ? Settings(theme: .mono) : loaded.settings
            let source = isOverruled ? "NO_COLOR" : place == nil ? "default" : "file"
            let from: SafeText = isOverruled ? "NO_COLOR" : place.map { "line \($0.line)" } ?? "default"
            table.add(SafeText(outside: member.name), member.shown(counts), from)
            members.append(
                [
                    "name": .string(member.name), "value": member.json(counts), "source": .string(source),
                    "line": place.map { .int($0.line) } ?? .null,
                ])
        }
        let file = run.live.locations.settings
        let state: SafeText = loaded.file != nil ? "" : loaded.error != nil ? " (cannot be read)" : " (not there)"
        run.output.print(
            ["file  \(SafeText(outside: file ?? "none", limit: 200))\(state)", ""]
                + table.lines(isUTF8: run.output.isUTF8),
            json: [
                "file": .outside(file), "exists": .bool(loaded.file != nil || loaded.error != nil),
                "settings": .array(members),
            ])
        return loaded.complaint == nil ? .done : .localFile
    }
}

extension SettingsProblem {
    fileprivate var json: JSONObject {
        [
            "line": .int(place.line), "column": .int(place.column), "path": .string(path.string),
            "what": .string(what.string), "advice": .text(advice),
        ]
    }
}
