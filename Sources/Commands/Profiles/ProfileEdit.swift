import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera profile edit NAME`.
struct ProfileEdit: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change fields of a cluster.",
        usage: "tessera profile edit NAME [--name NEW] [options]",
        discussion: "What is not given stays as it is. An empty text, as in --tag '', takes a field out.")

    @Argument(help: "The profile.")
    var profileName: String

    @Option(name: .customLong("name"), help: ArgumentHelp("Give it another name.", valueName: "new"))
    var newName: String?

    @OptionGroup(title: "Profile options")
    var fields: ProfileOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profile":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let old = try run.profile(profileName, isExact: true)
        guard newName != nil || !fields.isEmpty else {
            throw CommandProblem.usage("Nothing is to be changed", hint: "tessera profile edit --help")
        }
        var draft = ProfileDraft(from: old)
        if let newName { draft.name = newName }
        try fields.apply(to: &draft)
        let wasDefault = try ListProfiles().run(in: run.workspace).defaultName == old.name
        let profile = try SaveProfile(profile: draft.profile(id: old.id), replacing: old).run(in: run.workspace)
        if wasDefault, profile.name != old.name { try SetDefaultProfile(name: profile.name).run(in: run.workspace) }
        run.warnAboutTrust(of: profile)
        run.output.print(
            profile.lines(isDefault: wasDefault), json: ["profile": profile.json(isDefault: wasDefault)])
        return .done
    }
}
