import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// What the options of `tessera token issue` ask for.
extension TokenIssue {
    func lifetimeInSeconds() throws(CommandProblem) -> Int? {
        guard let lifetime else { return nil }
        do throws(Lifetime.Malformed) { return try Lifetime.parse(lifetime) } catch {
            throw .usage("--lifetime is not usable", hint: SafeText(outside: error.reason))
        }
    }

    /// The kind with all that belongs to it; nothing for the token of a session, which is minted in another way.
    func kindOfToken(in context: CommandContext) throws(CommandProblem) -> TokenKind? {
        if kind != "object", objectID != nil { throw .usage("--object-id goes with --kind object", hint: nil) }
        if kind != "custom", let given = custom.given { throw .usage("\(given) goes with --kind custom", hint: nil) }
        switch kind {
        case "full": return .full
        case "object":
            guard let objectID, !objectID.isEmpty else {
                throw .usage("--kind object wants an object", hint: "--object-id GUID")
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
                "\(stranger) does not go with --kind session",
                hint: "the token is for the user who logs in (--username) and lives 24 hours")
        }
    }

    func user(on profile: Profile) throws(CommandProblem) -> String {
        if let name = user ?? credential.username ?? profile.username, !name.isEmpty { return name }
        throw .usage("No user is named", hint: "--user USER")
    }

    /// A protected profile is agreed to before a secret is asked for.
    func consent(toIssueFor user: String, on profile: Profile, in run: CommandRun) throws -> ConsentAnswer? {
        try Confirmation(run: run, confirm: confirm).answer(
            toChange: profile, "Issuing a token",
            "Issue a token for \(SafeText(outside: user, limit: 80)) on \(profile.name) (\(profile.origin.description))",
            purpose: "to issue it")
    }

    /// The kind of credential that will be asked for, unless the environment names another one.
    func expectedCredential(creatingUser: Bool, on profile: Profile) throws(CommandProblem) -> CredentialKind {
        if let named = try credential.choice() {
            if creatingUser, named.kind == .password {
                throw .usage("--create-user wants a secret key, not a password", hint: "--secret-key-stdin")
            }
            return named.kind
        }
        return kinds(creatingUser, profile).contains(.password) ? .password : .secretKey
    }

    /// The credential that mints.
    func choice(
        _ username: String, creatingUser: Bool, on profile: Profile, in run: CommandRun
    ) throws(CommandProblem) -> CredentialChoice {
        if let named = try credential.choice() { return named }
        return try .byDefault(of: kinds(creatingUser, profile), user: username, on: profile, in: run)
    }

    /// What the generation cannot mint with would be asked for in vain; a password creates nobody.
    private func kinds(_ creatingUser: Bool, _ profile: Profile) -> Set<CredentialKind> {
        if creatingUser { return [.secretKey] }
        let abilities: [(CredentialKind, Ability)] = [(.password, .mintByPassword), (.secretKey, .mintBySecretKey)]
        return Set(abilities.filter { profile.generation.capability($0.1).isPossible }.map(\.0))
    }
}

extension MintCredential {
    /// A credential of a kind that can mint: a password, or else a secret key.
    init(_ kind: CredentialKind, _ secret: Secret) {
        self = kind == .password ? .password(secret) : .secretKey(secret)
    }
}
