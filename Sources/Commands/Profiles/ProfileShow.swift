import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile show [NAME]`.
struct ProfileShow: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one cluster.", usage: "tessera profile show [NAME] [options]")

    @Argument(help: "Profile (default: the default profile).")
    var name: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profile":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.profile(name)
        let isDefault = try await ListProfiles().run(in: run.workspace).defaultName == profile.name
        run.output.print(profile.lines(isDefault: isDefault), json: ["profile": profile.json(isDefault: isDefault)])
        return .done
    }
}
