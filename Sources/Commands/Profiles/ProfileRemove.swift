import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile remove NAME`.
struct ProfileRemove: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a cluster here.",
        usage: "tessera profile remove NAME [--yes] [--confirm NAME] [options]",
        discussion: "Nothing is changed on the cluster; what the journal knows of its tokens stays.")

    @Argument(help: "The profile.")
    var name: String

    @Option(help: ArgumentHelp("Its name once more, when it is protected.", valueName: "name"))
    var confirm: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"removed":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.profile(name, isExact: true)
        try Confirmation(run: run, confirm: confirm).agree(
            to: "Removing the profile \(profile.name)",
            question: "Remove the profile \(profile.name) (\(profile.origin.description))?", about: profile)
        try await RemoveProfile(profile: profile).run(in: run.workspace)
        run.output.print(
            ["Removed \(profile.name). The journal keeps what it knows of its tokens."],
            json: ["removed": profile.json(isDefault: false)])
        return .done
    }
}
