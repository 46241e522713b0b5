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
        abstract: "Add a profile.",
        usage: "tessera profile add NAME --url https://HOST --username USER [options]",
        discussion: """
            A profile never contains a secret. The first profile becomes the default one. Without --generation the \
            cluster is asked for its API generation (no credential is sent), and the best answer is saved.
            """, aliases: ["create", "new"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Add a production cluster whose secrets the vault keeps",
            "tessera profile add prod-eu --url https://ts.example.com --username tsadmin --tag production --secret-source vault"
        )
    ]

    @Argument(help: "1 to 64 letters, digits, and . _ -")
    var name: String

    @OptionGroup(title: "Profile options")
    var fields: ProfileOptions

    @Flag(name: .customLong("no-probe"), help: "Do not ask the cluster for its API generation; assume v2.0.")
    var noProbe = false

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, ClusterReading>

    /// Prints `{"profile":{...},"generationBy":"option"}`; `generationBy` is `option`, `probe` or `default`.
    func run(in run: CommandRun) async throws -> ExitCode {
        var draft = ProfileDraft()
        draft[.name] = name
        draft[.generation] = Generation.v2.rawValue
        try fields.apply(to: &draft)
        let known = try await run.profiles(toChange: true)
        let unsaved = try draft.profile(id: "unsaved")
        let isProbed = fields.generation == nil && !noProbe && !known.profiles.contains { $0.name == unsaved.name }
        let found = isProbed ? try await GenerationProposal.asked(of: unsaved, in: run) : nil
        if let found { draft[.generation] = found.rawValue }
        let saved = try await SaveProfile(draft: draft).run(in: run.workspace)
        let profile = saved.profile
        run.warn(about: saved)
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

/// `tessera profile edit NAME`.
struct ProfileEdit: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Edit a profile.",
        usage: "tessera profile edit NAME [--name NEW] [options]",
        discussion: "Only the given fields change. An empty value, as in --tag '', clears a field.", aliases: ["set"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Rename a profile",
            "tessera profile edit prod-eu --name prod-eu-1"),
        CommandExample(
            "Clear the tag",
            "tessera profile edit prod-eu --tag ''"),
    ]

    @Argument(help: "The profile.", completion: .profiles)
    var profileName: String

    @Option(name: .customLong("name"), help: ArgumentHelp("New name of the profile.", valueName: "new"))
    var newName: String?

    @Option(
        help: ArgumentHelp("Repeat the profile name to confirm (protected profiles).", valueName: "name"),
        completion: .profiles)
    var confirm: String?

    @OptionGroup(title: "Profile options")
    var fields: ProfileOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, Asks, LocalWork>

    /// Prints `{"profile":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let old = try await run.profile(profileName, isExact: true, toChange: true)
        guard newName != nil || !fields.isEmpty else {
            throw CommandProblem.usage("Nothing to change", hint: "tessera profile edit --help")
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
        run.warn(about: saved)
        run.output.print(
            saved.profile.lines(isDefault: saved.isDefault),
            json: ["profile": saved.profile.json(isDefault: saved.isDefault)])
        return .done
    }
}

/// `tessera profile remove NAME`.
struct ProfileRemove: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a profile.",
        usage: "tessera profile remove NAME [--yes] [--confirm NAME] [options]",
        discussion: """
            Nothing is changed on the cluster; the journal keeps the records of its tokens. What the vault keeps for the \
            profile is listed and stays in the vault under the profile's id, which `tessera vault export` and `tessera \
            vault remove` accept.
            """,
        aliases: ["rm", "delete"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Remove a profile",
            "tessera profile remove staging --yes")
    ]

    @Argument(help: "The profile.", completion: .profiles)
    var name: String

    @Option(
        help: ArgumentHelp("Repeat the profile name to confirm (protected profiles).", valueName: "name"),
        completion: .profiles)
    var confirm: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, Asks, LocalWork>

    /// Prints `{"removed":{...},"kept":{KIND:COUNT}}`; `kept` is what the vault keeps for it, null where the vault is
    /// locked.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.profile(name, isExact: true, toChange: true)
        // By the key that the kernel keeps, if it keeps one; nothing is asked for.
        _ = try? await UnlockVault(passphrase: nil, readsEndedTokens: false).run(in: run.workspace)
        let kept = try await CountKeptSecrets(profile: profile).run(in: run.workspace)
        let notes: [SafeText] =
            kept.map { $0.isEmpty ? [] : ["The vault keeps \($0.wording) for \(profile.name)."] } ?? []
        try Confirmation(run: run, confirm: confirm).agree(
            to: "Removing the profile \(profile.name)", notes: notes,
            question: "Remove the profile \(profile.name) (\(profile.origin.description))?", about: profile)
        try await RemoveProfile(profile: profile).run(in: run.workspace)
        var lines: [SafeText] = ["Removed \(profile.name). The journal keeps the records of its tokens."]
        let place: SafeText = "under the id \(profile.id); `tessera vault list` shows it"
        if let kept {
            if !kept.isEmpty { lines.append("The vault keeps \(kept.wording) \(place).") }
        } else {
            run.output.warn("W_VAULT", "the vault is locked: what it keeps for \(profile.name) stays there \(place)")
        }
        run.output.print(
            lines, json: ["removed": profile.json(isDefault: false), "kept": kept?.json ?? .null])
        return .done
    }
}

extension CommandRun {
    /// What a person should know of a profile that was saved.
    fileprivate func warn(about saved: SavedProfile) {
        warnAboutTrust(of: saved.profile)
        if let caution = saved.caution { output.warn("W_SECRET_IN_TEXT", caution) }
    }
}
