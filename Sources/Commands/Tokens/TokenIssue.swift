import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera token issue`.
struct TokenIssue: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Issue a bearer token.",
        usage: "tessera token issue [--profile NAME] [--lifetime 15m] [options]",
        discussion: """
            The token is handed over once: --out FILE writes it into a new file of mode 0600, and it is nowhere else then; \
            --show-token prints it with the rest; a pipe or a file as standard output gets the token alone. Unless --out \
            is given, the vault keeps it if that is the profile's secret source; without the vault one of these is \
            needed. A token that does not arrive there is revoked.

            \(CustomTokenOptions.discussion)

            A session token (--kind session) is issued by a session that is opened for it, is valid for 24 hours, and is \
            never requested twice: if the answer is lost, one may exist.
            """, aliases: ["create", "new"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Issue a token of 15 minutes into a file of mode 0600",
            "tessera token issue --profile prod-eu --lifetime 15m --out token.txt"),
        CommandExample(
            "Issue a token for another user by the secret key",
            "tessera token issue --profile prod-eu --user anna --secret-key-file key.txt --show-token"),
    ]

    @Option(
        help: ArgumentHelp(
            "300s, 15m, 24h, 7d (default: the cluster's, 300s by the documents of v2.0).", valueName: "time"))
    var lifetime: String?

    @Option(help: ArgumentHelp("User (default: the profile's user).", valueName: "user"), completion: .users)
    var user: String?

    @Option(
        help: ArgumentHelp("full, object, custom or session.", valueName: "kind"),
        completion: .list(["full", "object", "custom", "session"]))
    var kind = "full"

    @Option(name: .customLong("object-id"), help: ArgumentHelp("The object of an object token.", valueName: "guid"))
    var objectID: String?

    @Option(help: ArgumentHelp("Org (default: the profile's).", valueName: "name|id"))
    var org: String?

    @Option(help: ArgumentHelp("Free-text label for the list.", valueName: "text"))
    var label: String?

    @Flag(name: .customLong("show-token"), help: "Print the token.")
    var showToken = false

    @Option(
        help: ArgumentHelp("Write the token into this new file, mode 0600, and nowhere else.", valueName: "file"),
        completion: .file())
    var out: String?

    @Flag(help: "Keep a token that was issued for a different user or Org than requested, instead of revoking it.")
    var keep = false

    @Flag(
        name: .customLong("accept-superseding"),
        help: "v1: the new token invalidates all older ones of the same key within 5 minutes.")
    var acceptSuperseding = false

    @Option(
        help: ArgumentHelp("Repeat the profile name to confirm (protected profiles).", valueName: "name"),
        completion: .profiles)
    var confirm: String?

    @OptionGroup(title: "Custom token options")
    var custom: CustomTokenOptions

    @OptionGroup(title: "User options")
    var provisioning: ProvisioningOptions

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    /// Prints `{"token":{...}}`; with `--show-token` it has a member `value`, with `--out` a member `file`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let seconds = try lifetimeInSeconds()
        guard let tokenKind = try kindOfToken(in: run.context) else { return try await issueFromSession(in: run) }
        let created = try provisioning.provisioning()
        let profile = try await run.cluster(nil)
        let username = try user(on: profile)
        let expected = try expectedCredential(creatingUser: created != nil, on: profile)
        var issue = IssueToken(
            profile: profile,
            request: TokenRequest(
                kind: tokenKind, username: username, credential: IssueCredential(expected, Secret("")),
                lifetime: seconds, org: org.map(OrgReference.init(typed:)) ?? profile.org, provisioning: created),
            label: label, keeping: TokenKeeping(out: out), acceptsSupersession: acceptSuperseding,
            acceptsProvisioning: provisioning.acceptProvisioning, acceptsLockoutRisk: credential.ignoresLockoutGuard)
        // What cannot be done is said before a secret is asked for.
        try await openVault(for: profile, in: run)
        try await issue.requirePossible(in: run.workspace)
        return try await deliver(on: profile, in: run) {
            issue.consent = try consent(toIssueFor: username, on: profile, in: run)
            let choice = try choice(username, creatingUser: created != nil, on: profile, in: run)
            try await run.warnAboutLockout(of: username, on: profile)
            issue.request.credential = try await issueCredential(
                choice, username, creatingUser: created != nil, issue, in: run)
            return try await token(from: issue, in: run)
        }
    }

    /// A token that goes into a file, issued by a credential that is named, has nothing to do with the vault.
    private func openVault(for profile: Profile, in run: CommandRun) async throws {
        guard try out == nil || credential.choice() == nil else { return }
        try await run.openVault(for: profile, credential.passphrase)
    }

    /// Has a token issued once it has a destination, and hands it over.
    func deliver(
        on profile: Profile, in run: CommandRun, _ token: () async throws -> (TokenReport, LogoutOutcome)
    ) async throws -> ExitCode {
        let destination = try TokenDestination(showsToken: showToken, file: out, of: profile, in: run)
        let report: TokenReport
        let farewell: LogoutOutcome
        do {
            (report, farewell) = try await token()
        } catch {
            throw await settled(error, on: profile, destination, in: run)
        }
        return try await TokenDelivery(report: report, destination: destination, run: run).finish(farewell)
    }

    /// An Org by name has to be looked up, which takes a session; everything else goes without one.
    private func token(
        from issue: IssueToken, in run: CommandRun
    ) async throws -> (TokenReport, LogoutOutcome) {
        guard issue.needsOrgNumber else {
            return (try await watched(issue, in: run), LogoutOutcome(report: nil))
        }
        let credential: Credential =
            switch issue.request.credential {
            case .password(let password): .password(username: issue.request.username, password: password)
            case .secretKey(let key): .secretKey(username: issue.request.username, key: key)
            }
        let visit = TemporarySession(
            profile: issue.profile, options: self.credential, run: run, acceptsSupersession: acceptSuperseding)
        return try await visit.session(with: .login(credential), org: nil) { _ in try await watched(issue, in: run) }
    }

    private func watched(_ issue: IssueToken, in run: CommandRun) async throws -> TokenReport {
        try await run.watchingLockout(of: issue.request.username, on: issue.profile) {
            () async throws(OperationError) in try await issue.run(in: run.workspace)
        }
    }

    /// A token that was issued for another user or Org than asked, or with an answer that cannot be read, exists all the
    /// same: it is revoked, or with `--keep` handed over, and what became of it is told with the error.
    private func settled(
        _ error: any Error, on profile: Profile, _ destination: TokenDestination, in run: CommandRun
    ) async -> any Error {
        guard let failure = error as? OperationError, case .session(let cause, _) = failure,
            let issued = cause.issuedToken
        else {
            destination.discard()
            return error
        }
        let fingerprint = Fingerprint(of: issued.token).text
        let message = MessageComposer.message(for: failure)
        let hint: SafeText
        var exitCode = message.exitCode
        let isDelivered = keep && destination.takes(issued.token, fingerprint: fingerprint, in: run)
        if !isDelivered { destination.discard() }
        if isDelivered {
            hint = "the token \(fingerprint) was issued and is kept: `tessera token show \(fingerprint)`"
        } else if let item = await RevokeTokens.revokeOurOwn(issued.token, of: profile, in: run.workspace) {
            hint = "the token \(fingerprint) was issued; it is now: \(item.told)"
            if item.exitCode != .done { exitCode = ExitCode.combined([item.exitCode, exitCode]) }
        } else {
            hint = "the token \(fingerprint) was issued"
        }
        return CommandProblem.issuedOtherwise(
            Message(
                code: message.code, what: message.what, why: message.why, hints: [hint], quoted: message.quoted,
                incident: message.incident, exitCode: exitCode))
    }
}

/// What the options of `tessera token issue` ask for.
extension TokenIssue {
    func lifetimeInSeconds() throws(CommandProblem) -> Int? {
        guard let lifetime else { return nil }
        do throws(Lifetime.Malformed) { return try Lifetime.parse(lifetime) } catch {
            throw .usage("--lifetime is invalid", hint: SafeText(outside: error.reason))
        }
    }

    /// The kind with all that belongs to it; nothing for the token of a session, which is issued in another way.
    func kindOfToken(in context: CommandContext) throws(CommandProblem) -> TokenKind? {
        if kind != "object", objectID != nil { throw .usage("--object-id requires --kind object", hint: nil) }
        if kind != "custom", let given = custom.given { throw .usage("\(given) requires --kind custom", hint: nil) }
        switch kind {
        case "full": return .full
        case "object":
            guard let objectID, !objectID.isEmpty else {
                throw .usage("--kind object requires an object", hint: "--object-id GUID")
            }
            return .object(id: objectID)
        case "custom": return .custom(try custom.customRules(in: context))
        case IssueSessionToken.kind:
            try refuseForSession()
            return nil
        default: throw .usage("--kind is full, object, custom or session", hint: nil)
        }
    }

    /// The token of a session is for its user, in its Org, for 24 hours.
    private func refuseForSession() throws(CommandProblem) {
        let strangers = [
            lifetime.map { _ in "--lifetime" }, user.map { _ in "--user" }, provisioning.given,
            acceptSuperseding ? "--accept-superseding" : nil,
        ]
        if let stranger = strangers.compactMap(\.self).first {
            throw .usage(
                "\(stranger) cannot be used with --kind session",
                hint: "the token is for the user who logs in (--username) and is valid for 24 hours")
        }
    }

    func user(on profile: Profile) throws(CommandProblem) -> String {
        if let name = user ?? credential.username ?? profile.username, !name.isEmpty { return name }
        throw .usage("No user given", hint: "--user USER")
    }

    /// A protected profile is agreed to before a secret is asked for.
    func consent(toIssueFor user: String, on profile: Profile, in run: CommandRun) throws -> ConsentAnswer? {
        try Confirmation(run: run, confirm: confirm).answer(
            toChange: profile, "Issuing a token",
            "Issue a token for \(SafeText(outside: user, limit: 80)) on \(profile.name) (\(profile.origin.description))"
        )
    }

    /// The kind of credential that will be asked for, unless the environment names another one.
    func expectedCredential(creatingUser: Bool, on profile: Profile) throws(CommandProblem) -> CredentialKind {
        if let named = try credential.choice() {
            if creatingUser, named.kind == .password {
                throw .usage("--create-user requires a secret key, not a password", hint: "--secret-key-stdin")
            }
            return named.kind
        }
        let kinds = kinds(creatingUser, profile)
        let printed = profile.secretCommand.kind.credential
        if profile.secretSource == .command, kinds.contains(printed) { return printed }
        return kinds.contains(.password) ? .password : .secretKey
    }

    /// The credential that issues.
    func choice(
        _ username: String, creatingUser: Bool, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        if let named = try credential.choice() { return named }
        return try .byDefault(of: kinds(creatingUser, profile), user: username, on: profile, in: run)
    }

    /// Reads what issues, or takes what the vault keeps or the secret command prints.
    func issueCredential(
        _ choice: CredentialChoice, _ username: String, creatingUser: Bool, _ issue: IssueToken, in run: CommandRun
    ) async throws -> IssueCredential {
        let profile = issue.profile
        guard [.vault, .command].contains(choice.source) else {
            return IssueCredential(choice.kind, try run.secret(choice.what, from: choice.source))
        }
        let kinds: Set<CredentialKind> = choice.source == .command ? [choice.kind] : kinds(creatingUser, profile)
        let kept = try await run.workspace.keptCredential(
            of: profile, user: username, kinds: [.password, .secretKey].filter(kinds.contains))
        if let kept { return IssueCredential(kept.kind, kept.secret) }
        let asked = try CredentialChoice.asked(of: kinds, user: username, on: profile, in: run)
        return IssueCredential(asked.kind, try run.secret(asked.what, from: asked.source))
    }

    /// What the generation cannot issue with is not asked for; a password creates no user.
    private func kinds(_ creatingUser: Bool, _ profile: Profile) -> Set<CredentialKind> {
        if creatingUser { return [.secretKey] }
        let abilities: [(CredentialKind, Ability)] = [(.password, .issueByPassword), (.secretKey, .issueBySecretKey)]
        return Set(abilities.filter { profile.generation.capability($0.1).isPossible }.map(\.0))
    }
}

extension TokenIssue {
    /// Logs in, has the session issue its token of 24 hours, and logs out: the token outlives the session.
    func issueFromSession(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(nil)
        var issue = IssueSessionToken(profile: profile, label: label, keeping: TokenKeeping(out: out))
        try await openVault(for: profile, in: run)
        try issue.requirePossible(in: run.workspace)
        let user = credential.username ?? profile.username ?? "?"
        let visit = TemporarySession(profile: profile, options: credential, run: run)
        let choice: CredentialChoice
        if let named = try credential.choice() {
            choice = named
        } else {
            let abilities: [(CredentialKind, Ability)] = [(.password, .passwordLogin), (.secretKey, .secretKeyLogin)]
            let kinds = abilities.filter { profile.generation.capability($0.1).isPossible }.map(\.0)
            choice = try .byDefault(
                of: Set(kinds), user: user, on: profile, in: run)
        }
        return try await deliver(on: profile, in: run) {
            issue.consent = try consent(toIssueFor: user, on: profile, in: run)
            let agreed = issue
            let wanted = org.map(OrgReference.init(typed:)) ?? profile.org
            let proof = try await visit.entry(choice, org: wanted)
            return try await visit.session(with: proof, org: wanted) { _ in try await agreed.run(in: run.workspace) }
        }
    }
}
