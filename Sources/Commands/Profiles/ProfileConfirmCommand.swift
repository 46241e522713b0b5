import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile confirm-command [NAME]`.
struct ProfileConfirmCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm-command",
        abstract: "Show and confirm the secret command of a profile.",
        usage: "tessera profile confirm-command [NAME] [--yes] [options]",
        discussion: """
            A secret command runs only if you have confirmed it on this machine: its program, its arguments, what it \
            prints, and the address that the secret goes to. One that `profile add` or `profile edit` was given is \
            confirmed by that; one that came with a copied profile file, or was changed by hand, is not.
            """)

    static let examples: [CommandExample] = [
        CommandExample("Confirm the secret command of a copied profile", "tessera profile confirm-command prod-eu")
    ]

    @Argument(help: "Profile (default: the default profile).")
    var name: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, LocalWork>

    /// Prints `{"confirmed":{"profile","url","secretCommand","secretCommandKind","secretCommandFormat","program"}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.profile(name, isExact: true)
        guard profile.secretSource == .command else {
            throw CommandProblem.usage(
                "The secret source of \(profile.name) is not a command",
                hint: "tessera profile edit \(profile.name) --secret-command TEXT")
        }
        let program = try await RunSecretCommand(profile: profile).requireSafe(in: run.workspace)
        let lines = lines(of: profile, program)
        let what = "Confirming the secret command of \(profile.name)"
        let isConfirmed = try await RunSecretCommand(profile: profile).isConfirmed(in: run.workspace)
        if !isConfirmed {
            let consent = Consent(.key, to: what, on: [profile])
            let answer = try Confirmation(run: run, confirm: nil).answer(
                to: consent, Confirmation.PlanQuestion(lines: lines, yes: "Confirm it?"))
            try consent.judge(answer)
            try await ConfirmSecretCommand(profile: profile).run(in: run.workspace)
        }
        var json: JSONObject = [
            "profile": .string(profile.name), "url": .string(profile.origin.description),
            "program": .string(program.path),
        ]
        for id in [ProfileField.ID.secretCommand, .commandKind, .commandFormat, .commandInteractive] {
            json[ProfileField[id].jsonName] = ProfileField[id].json(of: profile)
        }
        run.output.print(
            lines + [isConfirmed ? "It was confirmed already." : "Confirmed."], json: ["confirmed": .object(json)])
        return .done
    }

    private func lines(of profile: Profile, _ program: TrustedProgram) -> [SafeText] {
        var fields = FieldList()
        fields.add("Profile", "\(profile.name)")
        fields.add("Command", outside: profile.secretCommand.text)
        if program.path != profile.secretCommand.arguments.first { fields.add("Program", outside: program.path) }
        fields.add("Prints", MessageComposer.text(for: profile.secretCommand.kind.credential))
        fields.add("Sent to", "\(profile.origin.description)")
        return fields.lines
    }
}
