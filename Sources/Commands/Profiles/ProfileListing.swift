import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera profile list`.
struct ProfileListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the clusters.", usage: "tessera profile list [options]")

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profiles":[...],"default":NAME|null,"unusable":[{"name","place"}]}`; two unusable profiles share a
    /// name or an id.
    func run(in run: CommandRun) async throws -> ExitCode {
        let list = try run.profiles()
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
        var table = TextTable("", "NAME", "GENERATION", "USER", "URL", "MARKS")
        for profile in list.profiles {
            table.add(
                profile.name == list.defaultName ? "*" : " ", "\(profile.name)", "\(profile.generation.rawValue)",
                SafeText(outside: profile.username ?? "-", limit: 40), "\(profile.origin.description)", profile.marks)
        }
        for twin in list.unusable {
            table.add(
                " ", SafeText(outside: twin.name, limit: 64), "-", "-", "-", "not unique: profiles[\(twin.place)]")
        }
        run.output.print(table.lines(isUTF8: run.output.isUTF8))
        return .done
    }
}
