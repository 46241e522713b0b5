import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera profile add NAME`.
struct ProfileAdd: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a cluster.",
        usage: "tessera profile add NAME --url https://HOST --username USER [options]",
        discussion: """
            A profile never holds a secret. The first profile becomes the default one. Without --generation the \
            cluster is asked what it speaks, without a credential, and the best answer is pinned.
            """)

    @Argument(help: "1 to 64 letters, digits, and . _ -")
    var name: String

    @OptionGroup(title: "Profile options")
    var fields: ProfileOptions

    @Flag(name: .customLong("no-probe"), help: "Do not ask the cluster what it speaks; assume v2.0.")
    var noProbe = false

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profile":{...},"generationBy":"option"}`; `generationBy` is `option`, `probe` or `default`.
    func run(in run: CommandRun) async throws -> ExitCode {
        var draft = ProfileDraft()
        draft[.name] = name
        draft[.generation] = Generation.v2.rawValue
        try fields.apply(to: &draft)
        let known = try await run.profiles()
        let unsaved = try draft.profile(id: "unsaved")
        let isProbed = fields.generation == nil && !noProbe && !known.profiles.contains { $0.name == unsaved.name }
        let found = isProbed ? try await GenerationProposal.asked(of: unsaved, in: run) : nil
        if let found { draft[.generation] = found.rawValue }
        let saved = try await SaveProfile(draft: draft).run(in: run.workspace)
        let profile = saved.profile
        run.warnAboutTrust(of: profile)
        run.output.print(
            ["Added \(profile.name), \(profile.origin.description), \(profile.generation.rawValue)."],
            json: [
                "profile": profile.json(isDefault: saved.isDefault),
                "generationBy": .string(fields.generation != nil ? "option" : found != nil ? "probe" : "default"),
            ])
        run.output.note("Try it: tessera profile test \(profile.name)")
        return .done
    }
}
