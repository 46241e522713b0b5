import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
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

    @Option(help: ArgumentHelp("Its name once more, when it is protected.", valueName: "name"))
    var confirm: String?

    @OptionGroup(title: "Profile options")
    var fields: ProfileOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profile":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let old = try await run.profile(profileName, isExact: true)
        guard newName != nil || !fields.isEmpty else {
            throw CommandProblem.usage("Nothing is to be changed", hint: "tessera profile edit --help")
        }
        var draft = ProfileDraft(from: old)
        if let newName { draft[.name] = newName }
        try fields.apply(to: &draft)
        _ = try draft.profile(id: old.id)
        let consent = try Confirmation(run: run, confirm: confirm).answer(
            toChange: old, "Editing the profile \(old.name)",
            "Edit the profile \(old.name) (\(old.origin.description))")
        // A command holds no session, and the tokens of the old address stay in the journal: nothing is left behind.
        let saved = try await SaveProfile(draft: draft, as: .edited(old), consent: consent, addressAnswer: .leave)
            .run(in: run.workspace)
        run.warnAboutTrust(of: saved.profile)
        run.output.print(
            saved.profile.lines(isDefault: saved.isDefault),
            json: ["profile": saved.profile.json(isDefault: saved.isDefault)])
        return .done
    }
}
