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
        abstract: "Have a cluster issue a bearer token.",
        usage: "tessera token issue [--profile NAME] [--lifetime 15m] [options]",
        discussion: """
            The token itself is printed with --show-token only, and kept nowhere: without that option all that is \
            left of it here is its fingerprint.
            """)

    @Option(help: ArgumentHelp("300s, 15m, 24h, 7d; the cluster's default otherwise.", valueName: "time"))
    var lifetime: String?

    @Option(help: ArgumentHelp("For this user; the profile's otherwise.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("full or object.", valueName: "kind"))
    var kind = "full"

    @Option(name: .customLong("object-id"), help: ArgumentHelp("The object of an object token.", valueName: "guid"))
    var objectID: String?

    @Option(help: ArgumentHelp("For this Org; the profile's otherwise.", valueName: "name|id"))
    var org: String?

    @Option(help: ArgumentHelp("A name for it in the list.", valueName: "text"))
    var label: String?

    @Flag(name: .customLong("show-token"), help: "Print the token.")
    var showToken = false

    @Flag(
        name: .customLong("accept-superseding"),
        help: "v1: the new token ends all older ones of the same key within 5 minutes.")
    var acceptSuperseding = false

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"token":{...}}`; with `--show-token` it has a member `value`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let seconds = try lifetimeInSeconds()
        let tokenKind = try kindOfToken()
        let profile = try run.cluster(nil)
        // What cannot be done is said before a secret is asked for.
        try run.workspace.requireWritable(profile)
        let username = try user(on: profile)
        let choice = try choice(username, on: profile, in: run)
        func credential(_ secret: Secret) -> MintCredential {
            choice.kind == .password ? .password(secret) : .secretKey(secret)
        }
        var issue = IssueToken(
            profile: profile,
            request: TokenRequest(
                kind: tokenKind, username: username, credential: credential(Secret("")), lifetime: seconds,
                org: org.map(OrgReference.init(typed:)) ?? profile.org),
            label: label, acceptsSupersession: acceptSuperseding, acceptsLockoutRisk: self.credential.knowsLockout)
        try await issue.requirePossible(in: run.workspace)
        try await run.warnAboutLockout(of: username, on: profile)
        issue.request.credential = credential(
            try SecretReader(context: run.context).secret(choice.what, from: choice.source))
        let (report, farewell) = try await token(from: issue, in: run)
        return finish(report, farewell, in: run)
    }

    private func lifetimeInSeconds() throws(CommandProblem) -> Int? {
        guard let lifetime else { return nil }
        do throws(Lifetime.Malformed) { return try Lifetime.parse(lifetime) } catch {
            throw .usage("--lifetime is not usable", hint: SafeText(outside: error.reason))
        }
    }

    private func kindOfToken() throws(CommandProblem) -> TokenKind {
        switch (kind, objectID) {
        case ("full", nil): return .full
        case ("full", _?): throw .usage("--object-id goes with --kind object", hint: nil)
        case ("object", let id?) where !id.isEmpty: return .object(id: id)
        case ("object", _): throw .usage("--kind object wants an object", hint: "--object-id GUID")
        case ("custom", _): throw .usage("Custom tokens come with a later release", hint: "--kind full or object")
        default: throw .usage("--kind is full or object", hint: nil)
        }
    }

    private func user(on profile: Profile) throws(CommandProblem) -> String {
        if let name = user ?? credential.username ?? profile.username, !name.isEmpty { return name }
        throw .usage("No user is named", hint: "--user USER")
    }

    private func choice(
        _ username: String, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        if let named = try credential.choice() { return named }
        // What the generation cannot mint with would be asked for in vain.
        let abilities: [(CredentialKind, Ability)] = [(.password, .mintByPassword), (.secretKey, .mintBySecretKey)]
        let kinds = Set(abilities.filter { profile.generation.capability($0.1).isPossible }.map(\.0))
        return try .byDefault(of: kinds, user: username, on: profile, in: run)
    }

    /// An Org by name has to be looked up, which takes a session; everything else goes without one.
    private func token(
        from issue: IssueToken, in run: CommandRun
    ) async throws -> (TokenReport, Farewell) {
        guard let org = issue.request.org, org.id == nil else {
            return (try await mint(issue, in: run), Farewell(report: nil))
        }
        let credential: Credential =
            switch issue.request.credential {
            case .password(let password): .password(username: issue.request.username, password: password)
            case .secretKey(let key): .secretKey(username: issue.request.username, key: key)
            }
        let visit = Visit(profile: issue.profile, options: self.credential, run: run)
        return try await visit.session(with: credential, org: nil) { _ in try await mint(issue, in: run) }
    }

    private func mint(_ issue: IssueToken, in run: CommandRun) async throws(OperationError) -> TokenReport {
        try await run.watchingLockout(of: issue.request.username, on: issue.profile) {
            () async throws(OperationError) in try await issue.run(in: run.workspace)
        }
    }

    private func finish(_ report: TokenReport, _ farewell: Farewell, in run: CommandRun) -> ExitCode {
        var token = report.record.json(at: run.now, isHeld: false)
        if showToken { token["value"] = .string(report.token.expose()) }
        var lines: [SafeText] = ["Issued on \(report.profile.name):"]
        lines += report.record.lines(at: run.now)
        let code = farewell.finish(lines, json: ["token": .object(token)], in: run)
        if showToken {
            if !run.context.isTerminal(.output) {
                run.output.warn("W_TOKEN_PRINTED", "the token is printed; whoever has it is this user until it ends")
            }
            if !run.output.isJSON { run.output.printSecret(report.token) }
        } else {
            run.output.note("The token itself was not shown and is kept nowhere: --show-token prints it at once.")
        }
        return code
    }
}
