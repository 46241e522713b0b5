import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile list`.
struct ProfileListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the clusters.", usage: "tessera profile list [options]")

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// The fields that have a column.
    private static let columns: [ProfileField.ID] = [.name, .generation, .username, .url]

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
        var table = TextTable(
            [""] + Self.columns.map { "\(ProfileField[$0].label.uppercased())" } + ["MARKS"])
        for profile in list.profiles {
            let cells = Self.columns.map {
                SafeText(outside: ProfileField[$0].text(of: profile) ?? "-", limit: $0 == .username ? 40 : 2_000)
            }
            table.add([profile.name == list.defaultName ? "*" : " "] + cells + [profile.marks])
        }
        for twin in list.unusable {
            table.add(
                [" ", SafeText(outside: twin.name, limit: 64)] + Self.columns.dropFirst().map { _ in "-" }
                    + ["not unique: profiles[\(twin.place)]"])
        }
        run.output.print(table.lines(isUTF8: run.output.isUTF8))
        return .done
    }
}
