import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile default [NAME]`.
struct ProfileDefault: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "default",
        abstract: "Show or choose the cluster that is meant when none is named.",
        usage: "tessera profile default [NAME] [options]")

    @Argument(help: "The profile to choose.")
    var name: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"default":NAME|null}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let chosen: String?
        if let name {
            let profile = try await run.profile(name, isExact: true)
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
