import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera user revoke`.
struct UserRevoke: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Log a user out and revoke the user's tokens, on one cluster or everywhere.",
        usage: """
            tessera user revoke USER [--everywhere | --tag TAG | --profile NAME ...] [options]
            tessera user revoke --leaked-token-stdin [--everywhere] [options]
            """,
        discussion: """
            On each cluster the tokens of the user that are stored here are validated, the user is logged out, each token \
            is revoked and validated again, and on v2.0 all other tokens of the user are revoked, which ends your own \
            session there. Tokens that are known by their fingerprint, or by the audit log only, cannot be verified: they are \
            named, and exit code 12 says that some may still be valid. For your own account all tokens are revoked first; \
            the logout after it takes one more login, with what the vault keeps or the profile's command prints. A \
            cluster that cannot be reached or logged in to does not hold up the others. On a cluster with several profiles of \
            one account the user is logged out once. Each login has its own question, or all use the one credential that an option \
            names.

            Several tokens, or a production profile, require the user's name: add --confirm USER.

            A logout does not stop the next login. Where the password has leaked, --deactivate deactivates the account on \
            each v2.0 cluster, after the logout and the revocations there; it has a confirmation of its own. The cluster \
            returns activation links, valid for 14 days, that activate an account again: they go into the file of \
            --activation-links, or into the vault, and nowhere else.
            """,
        aliases: ["incident"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Revoke anna everywhere and write the evidence",
            "tessera user revoke anna --everywhere --reason 'token in a public repository' --report anna.txt"),
        CommandExample(
            "Revoke anna on the production clusters, without questions",
            "tessera user revoke anna --tag production --yes --confirm anna --password-file admin.txt --json"),
        CommandExample(
            "Revoke the user of a token that has leaked",
            "tessera user revoke --leaked-token-file leaked.txt --everywhere --report anna.json"),
    ]

    @Argument(help: "The user's name or GUID; not with a leaked token, which names its user.", completion: .users)
    var user: String?

    @Flag(help: "On all profiles.")
    var everywhere = false

    @Option(help: ArgumentHelp("On the profiles with this tag, such as production.", valueName: "tag"))
    var tag: String?

    @Flag(
        name: .customLong("leaked-token-stdin"),
        help: "Read a leaked token from standard input; the journal knows its cluster and user.")
    var leakedTokenStdin = false

    @Option(
        name: .customLong("leaked-token-file"),
        help: ArgumentHelp("Read a leaked token from a file of mode 0600.", valueName: "file"))
    var leakedTokenFile: String?

    @Option(help: ArgumentHelp("Why, in one line, for journal and report.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "Write a report to a new file of mode 0600, JSON if it ends in .json; may be repeated.", valueName: "file"))
    var report: [String] = []

    @Option(help: ArgumentHelp("Repeat the user's name to confirm.", valueName: "user"))
    var confirm: String?

    @Flag(help: "Deactivate the account, too, once everything else is done (v2.0).")
    var deactivate = false

    @Option(
        name: .customLong("confirm-deactivation"),
        help: ArgumentHelp("Repeat the user's name to confirm the deactivation.", valueName: "user"))
    var confirmDeactivation: String?

    @Option(
        name: .customLong("activation-links"),
        help: ArgumentHelp("New file of mode 0600 for the activation links.", valueName: "file"))
    var activationLinks: String?

    @Flag(
        name: .customLong("activation-links-in-vault"),
        help: "Keep the activation links in the vault; `tessera vault export` writes one into a file.")
    var linksInVault = false

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<SeveralProfiles, Asks, ClusterWork>

    /// Prints what ``IncidentReport/json`` has, and `"logouts":[{"profile","logout"}]`, `"reports":[...]`,
    /// `"activationLinks"`: the file, `vault`, or null where none came back.
    func run(in run: CommandRun) async throws -> ExitCode {
        try checkInput(run.options)
        try run.workspace.requireWritable(nil)
        var profiles = try await profiles(in: run)
        try await openVault(for: profiles, in: run)
        if linksInVault { try await run.openVault(session.passphrase) }
        let leak = try await leakedToken(in: run)
        if let leak, !isWide, run.options.profiles.isEmpty { profiles = [leak.profile] }
        let user = leak?.user ?? UserIdentifier(typed: user ?? "")
        let choices = try profiles.map { try choice(on: $0, in: run) }
        let incident = try await incident(of: user, on: profiles, choices, in: run)
        let plan = try incident.plan(on: incident.possible, withStandIns: true)
        let confirmation = Confirmation(run: run, confirm: confirm)
        let confirmed = try plan.confirmed(
            by: confirmation.answer(
                to: plan.consent, Confirmation.PlanQuestion(lines: lines(of: incident, plan), yes: "Continue?")))
        let deactivations = try deactivations(of: incident, in: run)
        let reserved = try reserve(report, in: run)
        var links: ActivationLinksKeeper?
        var begun = IncidentReport(of: incident, plan.parts, reason: reason, begunAt: run.now)
        begun.leaked = leak?.fingerprint
        var outcome = UserRevokeOutcome(begun)
        do {
            if deactivate { links = try await ActivationLinksKeeper(linksPlace, in: run.workspace) }
            var work = try await clusters(of: incident, confirmed, choices, in: run)
            for index in work.indices {
                work[index].links = links
                work[index].deactivation = deactivations.first { $0.target.profile.id == work[index].visit.profile.id }
            }
            for end in try await UserRevokeOnCluster.all(work, in: run) { outcome.add(end) }
        } catch {
            // Nothing has been sent.
            links?.discard()
            for file in reserved { file.discard() }
            throw error
        }
        if let links { await outcome.keepLinks(by: links, run) }
        return await outcome.finish(reserved, in: run)
    }

    /// A vault that stays locked holds up no other cluster where one credential is given for all of them: what it has is
    /// then not at hand.
    private func openVault(for profiles: [Profile], in run: CommandRun) async throws {
        do {
            for profile in profiles { try await run.openVault(for: profile, session.passphrase) }
        } catch let error as OperationError {
            guard isWide, try session.namedChoice() != nil else { throw error }
            let what = MessageComposer.message(for: error).sentence
            run.output.warn("W_VAULT", "\(what): tokens in the vault are not at hand")
        }
    }

    private var linksPlace: ActivationLinks.Place { activationLinks.map { .file($0) } ?? .vault }

    private var isWide: Bool { everywhere || tag != nil }

    private func checkInput(_ common: CommonValues) throws(CommandProblem) {
        let leaks = (leakedTokenStdin ? 1 : 0) + (leakedTokenFile == nil ? 0 : 1)
        guard leaks + (user == nil ? 0 : 1) == 1 else {
            throw .usage(
                user == nil && leaks == 0 ? "No user given" : "A user and a leaked token cannot be used together",
                hint: "tessera user revoke USER --everywhere")
        }
        if let user, user.allSatisfy(\.isWhitespace) {
            throw .usage("The user name is empty", hint: "tessera user revoke USER --profile NAME")
        }
        if let user, FindLeakedToken.isToken(in: user) {
            throw .usage(
                "The user looks like a token, and is not repeated here",
                hint:
                    "name the user, or give the token by --leaked-token-file or --leaked-token-stdin; the shell may keep the command line"
            )
        }
        if [everywhere, tag != nil, !common.profiles.isEmpty].count(where: \.self) > 1 {
            throw .usage("--everywhere, --tag and --profile cannot be used together", hint: nil)
        }
        if activationLinks != nil, linksInVault {
            throw .usage("--activation-links and --activation-links-in-vault cannot be used together", hint: nil)
        }
        if deactivate != (activationLinks != nil || linksInVault) {
            throw .usage(
                deactivate
                    ? "--deactivate requires a place for the activation links"
                    : "Activation links require --deactivate",
                hint: "they are secrets: --activation-links FILE, or --activation-links-in-vault")
        }
        if leakedTokenStdin, try session.namedChoice()?.source == .standardInput { throw .standardInputTwice }
        if let reason, let why = Reason.fault(of: reason) { throw .usage("--reason \(why)", hint: nil) }
    }

    private func profiles(in run: CommandRun) async throws -> [Profile] {
        guard isWide else {
            if user == nil, run.options.profiles.isEmpty { return [] }
            return try await run.clusters()
        }
        let all = try await run.profiles().profiles
        let chosen = tag.map { tag in all.filter { $0.tag?.lowercased() == tag.lowercased() } } ?? all
        guard !chosen.isEmpty else {
            throw CommandProblem.usage(
                tag == nil ? "There is no profile" : "No profile has this tag", hint: "tessera profile list")
        }
        for profile in chosen { run.warnAboutTrust(of: profile) }
        return chosen
    }

    private func leakedToken(in run: CommandRun) async throws -> LeakedToken? {
        guard user == nil else { return nil }
        let source = leakedTokenFile.map { SecretSource.file($0) } ?? .standardInput
        return try await FindLeakedToken(token: try run.secret("The leaked token", from: source)).run(in: run.workspace)
    }

    /// How a cluster is logged in to; nil where nothing can be asked for and the other clusters matter more.
    private func choice(on profile: Profile, in run: CommandRun) throws(CommandProblem) -> CredentialChoice? {
        do throws(CommandProblem) { return try session.choice(on: profile, in: run) } catch {
            if isWide, case .noPrompt = error { return nil }
            throw error
        }
    }

    /// What cannot be done is said before a secret is asked for.
    private func incident(
        of user: UserIdentifier, on profiles: [Profile], _ choices: [CredentialChoice?], in run: CommandRun
    ) async throws -> IncidentPlan {
        if !isWide {
            for profile in profiles {
                try run.workspace.requireWritable(profile)
                try AbilityPolicy(profile, .forceLogout).require()
            }
        }
        var standings: [Profile.ID: IncidentCluster.Standing] = [:]
        for (profile, choice) in zip(profiles, choices) where choice != nil {
            standings[profile.id] = .loggedIn(user: session.username ?? profile.username, id: nil)
        }
        return IncidentPlan(
            user, on: profiles, standings: standings, list: try await ListTokens().run(in: run.workspace),
            isReadOnlyMode: run.workspace.isReadOnly, at: run.now)
    }

    private func lines(of incident: IncidentPlan, _ plan: EndUserPlan) -> [SafeText] {
        incident.clusters.flatMap { cluster -> [SafeText] in
            let profile = cluster.profile
            let part = plan.parts.first { $0.target.profile.id == profile.id } ?? cluster.part
            let place: SafeText = "\(profile.name) (\(profile.origin.description))"
            if let obstacle = cluster.obstacle, !cluster.canAct {
                return ["Nothing on \(place): \(obstacle.text)"]
            }
            let end: SafeText = cluster.part.target.isOurselves ? ", including your own session" : ""
            if let other = incident.standIn(for: cluster.id, on: incident.possible) {
                return ["Same cluster as \(other.name): \(place), only where \(other.name) fails"]
                    + part.tokens.map { "  Revoke \($0.fingerprint.text)" }
            }
            let logOut: SafeText =
                cluster.obstacle.map { "No logout on \(place): \($0.text)" }
                ?? "Log out \(incident.user.text) on \(place)\(end)"
            return [logOut] + part.tokens.map { "  Revoke \($0.fingerprint.text)" }
                + part.leftOut.map { record in
                    "  Not stored here: \(record.fingerprint.text); \(cluster.endOfUnstored ?? "it may stay valid")"
                }
                + (cluster.part.acts.contains(.revokeTokens)
                    ? ["  Revoke all other tokens of the user, which ends your own session there"] : [])
        }
    }

    /// What is to be closed, on the clusters that have an operation for it; agreed to on its own.
    private func deactivations(of incident: IncidentPlan, in run: CommandRun) throws -> [DeactivateUser] {
        guard deactivate else { return [] }
        let plan = try DeactivationPlan(incident.accounts(on: incident.possible), in: run.workspace)
        let question = Confirmation.PlanQuestion(
            lines: plan.targets.map { target in
                "Deactivate the account of \(target.user.text) on \(target.profile.name)"
            }, yes: "Continue?")
        let confirmation = Confirmation(run: run, confirm: confirmDeactivation)
        var verbs = try plan.confirmed(by: confirmation.answer(to: plan.consent, question))
        for index in verbs.indices { verbs[index].reason = reason }
        return verbs
    }

    /// Made before anything is sent, so that a place that cannot be used is told in time.
    private func reserve(_ paths: [String], in run: CommandRun) throws(OperationError) -> [ReservedFile] {
        do throws(StorageError) {
            return try ReservedFile.all(at: paths, userID: run.context.files.userID)
        } catch {
            throw .storage(error)
        }
    }

    /// Every secret is there before anything is sent.
    private func clusters(
        of incident: IncidentPlan, _ confirmed: ConfirmedEndUser, _ choices: [CredentialChoice?], in run: CommandRun
    ) async throws -> [UserRevokeOnCluster] {
        var work: [UserRevokeOnCluster] = []
        var given: Secret?
        for (cluster, choice) in zip(incident.clusters, choices) where cluster.canAct {
            let visit = session.visit(to: cluster.profile, in: run)
            var step = UserRevokeOnCluster(
                user: incident.user, confirmed: confirmed.part(on: cluster.profile), reason: reason, visit: visit)
            step.account = cluster.account
            if let choice, !cluster.part.acts.isEmpty {
                do {
                    let login = try await visit.entry(choice, given: given)
                    if choice.source == .standardInput { given = login.credential?.secret }
                    step.login = login
                } catch let error as OperationError where isWide {
                    step.failure = error
                }
            }
            work.append(step)
        }
        return work
    }
}
