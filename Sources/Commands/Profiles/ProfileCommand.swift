import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile`.
struct ProfileCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Manage profiles: one for each cluster.",
        usage: "tessera profile <command> ...",
        subcommands: [
            ProfileAdd.self, ProfileListing.self, ProfileShow.self, ProfileEdit.self, ProfileRemove.self,
            ProfileTest.self, ProfileDefault.self, ProfileExportCommand.self, ProfileImportCommand.self,
            ProfileConfirmCommand.self,
        ], aliases: ["profiles", "cluster", "clusters"])
}

extension Profile {
    /// What is special about it, for a column: `production, protected, INSECURE`.
    var marks: SafeText {
        SafeText(outside: ProfileField.all.compactMap { $0.mark(of: self) }.joined(separator: ", "), limit: 80)
    }

    /// The fields that have a column.
    private static let columns: [ProfileField.ID] = [.name, .generation, .username, .url]

    /// Over a table of profiles.
    static var titles: [SafeText] { columns.map { "\(ProfileField[$0].label.uppercased())" } + ["MARKS"] }

    /// One for each title.
    var cells: [SafeText] {
        Self.columns.map {
            SafeText(outside: ProfileField[$0].text(of: self) ?? "-", limit: $0 == .username ? 40 : 2_000)
        } + [marks]
    }

    /// All members of a profile in JSON output: `id`, those of the fields, `default`.
    func json(isDefault: Bool) -> JSONValue {
        var object: JSONObject = ["id": .string(id)]
        for field in ProfileField.all { object[field.jsonName] = field.json(of: self) }
        object["default"] = .bool(isDefault)
        return .object(object)
    }

    /// One field a line.
    func lines(isDefault: Bool) -> [SafeText] {
        var list = FieldList()
        for field in ProfileField.all {
            let isDefaultName = isDefault && field.id == .name
            list.add("\(field.label)", outside: field.text(of: self).map { $0 + (isDefaultName ? " (default)" : "") })
        }
        list.add("Marks", marks)
        return list.lines
    }
}

/// `tessera profile list`.
struct ProfileListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the profiles.", usage: "tessera profile list [options]", aliases: ["ls"])

    static let examples: [CommandExample] = [
        CommandExample(
            "List the profiles",
            "tessera profile list")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"profiles":[...],"default":NAME|null,"unusable":[{"name","place"}]}`; two unusable profiles share a
    /// name or an id.
    func run(in run: CommandRun) async throws -> ExitCode {
        let list = try await run.profiles()
        if run.output.isJSON {
            let profiles = list.profiles.map { $0.json(isDefault: $0.name == list.defaultName) }
            let unusable = list.unusable.map { JSONValue.object(["name": .outside($0.name), "place": .int($0.place)]) }
            run.output.printJSON([
                "profiles": .array(profiles), "default": .outside(list.defaultName), "unusable": .array(unusable),
            ])
            return .done
        }
        if list.profiles.isEmpty, list.unusable.isEmpty {
            run.output.note("There are no profiles yet. Add one: tessera profile add NAME --url https://HOST")
        }
        var table = TextTable([""] + Profile.titles)
        for profile in list.profiles {
            table.add([profile.name == list.defaultName ? "*" : " "] + profile.cells)
        }
        for twin in list.unusable {
            table.add(
                [" ", SafeText(outside: twin.name, limit: 64)] + Profile.titles.dropFirst(2).map { _ in "-" }
                    + ["not unique: profiles[\(twin.place)]"])
        }
        run.output.print(table.lines(isUTF8: run.output.isUTF8))
        return .done
    }
}

/// `tessera profile show [NAME]`.
struct ProfileShow: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a profile.", usage: "tessera profile show [NAME] [options]",
        aliases: ["get"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Show a profile, as JSON",
            "tessera profile show prod-eu --json")
    ]

    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"profile":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.profile(name)
        let isDefault = try await ListProfiles().run(in: run.workspace).defaultName == profile.name
        run.output.print(profile.lines(isDefault: isDefault), json: ["profile": profile.json(isDefault: isDefault)])
        return .done
    }
}

/// `tessera profile default [NAME]`.
struct ProfileDefault: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "default",
        abstract: "Show or set the default profile.",
        usage: "tessera profile default [NAME] [options]")

    static let examples: [CommandExample] = [
        CommandExample(
            "Set the default profile",
            "tessera profile default prod-eu")
    ]

    @Argument(help: "The profile to set as default.", completion: .profiles)
    var name: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"default":NAME|null}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let chosen: String?
        if let name {
            let profile = try await run.profile(name, isExact: true, toChange: true)
            try await SetDefaultProfile(name: profile.name).run(in: run.workspace)
            chosen = profile.name
        } else {
            chosen = try await run.profiles().defaultName
            if chosen == nil { run.output.note("There is no default profile.") }
        }
        run.output.print(chosen.map { [SafeText(outside: $0)] } ?? [], json: ["default": .outside(chosen)])
        return .done
    }
}
