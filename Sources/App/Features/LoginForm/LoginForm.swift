import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The login form: one credential for one request.
struct LoginForm: FormFeature {
    enum Field: Hashable, Sendable {
        case credential, user, password, secretKey, token, org, rememberMe
    }

    let target: Profile
    var form: Form<FormPart<Field>>
    var status = FormStatus()

    private let lastUser: String?

    /// - Parameter lastUser: who logged in last.
    init(_ profile: Profile, lastUser: String? = nil, kept: KeptSecret? = nil) {
        target = profile
        self.lastUser = lastUser
        // A command prints the secret of the profile's user.
        let suggested =
            profile.secretSource == .command ? [profile.username, lastUser] : [lastUser, profile.username]
        let user = suggested.compactMap(\.self).first
        let credentials = Choice.credentials(
            on: profile, [.password: .passwordLogin, .secretKey: .secretKeyLogin, .bearer: .tokenLogin],
            selected: kept?.kind)
        let org = profile.org?.name ?? profile.org?.id.map(String.init) ?? ""
        form = Form(
            [
                .choice(
                    .field(.credential), "Credential", credentials, help: "One credential for one request, never two."),
                .text(.field(.user), "User", value: user ?? "", isRequired: true),
                .secret(.field(.password), "Password", .password, kept: kept),
                .secret(
                    .field(.secretKey), "Secret key", .secretKey, kept: kept,
                    help: "The cluster's trusted-authentication key: it can log in as any user."),
                .secret(.field(.token), "Token", help: "An existing bearer token.", isRequired: true),
                .text(
                    .field(.org), "Org", value: org, placeholder: "cluster default",
                    help: "A name or a number; empty means the cluster default."),
                .toggle(
                    .field(.rememberMe), "Remember me", isOn: false,
                    help: "Asks the cluster for a longer cookie session."),
            ], buttons: [],
            focus: .field(user == nil ? .user : kept?.kind == .secretKey ? .secretKey : .password))
    }

    static let sendLabel: SafeText = "Log in"
    var isSentByEnter: Bool { isInSecret }
    var profile: Profile? { target }
    var title: SafeText { "Log in to \(target.name)" }
    var facts: [TextRun] {
        let source: SafeText =
            switch target.secretSource {
            case .vault: "the session and the secret are kept in the vault"
            case .command: "secret by command: \(SafeText(outside: target.secretCommand.text, limit: 200))"
            case .memory, .plain: "the secret stays in memory until Tessera exits"
            }
        return target.formFacts + [TextRun(source, .dim)]
    }
    var workID: WorkID { .session(target.id) }

    private var credential: CredentialKind? { form.choice(.field(.credential), as: CredentialKind.self) }

    mutating func settle(in program: ProgramState) {
        let kind = credential
        // A token knows itself whose it is.
        hide(.user, kind == .bearer ? CredentialKind.password.reasonAgainstField(choosing: kind) : nil)
        hide(.password, CredentialKind.password.reasonAgainstField(choosing: kind))
        hide(.secretKey, CredentialKind.secretKey.reasonAgainstField(choosing: kind))
        hide(.token, CredentialKind.bearer.reasonAgainstField(choosing: kind))
        hide(.rememberMe, CredentialKind.password.reasonAgainstField(choosing: kind))
        hide(.org, AbilityPolicy(target, .chooseOrg).reason)
        status.lockout = program.lockoutRisk(of: filled(.user), on: target)
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        guard let kind = credential else { return [.bell] }
        if SupersessionPolicy(login: target, by: kind).refusal != nil, !status.agreed.contains(.supersession) {
            return program.open(FormRiskQuestion.supersession(on: target))
        }
        if let question = question(about: status.lockout, in: &program) { return question }
        status.isSending = true
        let credential = takeCredential(kind)
        let verb = LogIn(
            profile: target, credential: credential, org: filled(.org).map(OrgReference.init(typed:)),
            rememberMe: isOn(.rememberMe), usesKeptSecret: kind != .bearer && credential.secret.isEmpty,
            confirmingCommand: status.confirmedCommand,
            acceptsSupersession: status.agreed.contains(.supersession),
            acceptsLockoutRisk: status.agreed.contains(.lockout))
        return [program.begin(verb)]
    }

    private func takeCredential(_ kind: CredentialKind) -> Credential {
        switch kind {
        case .password: .password(username: text(.user), password: take(.password))
        case .secretKey: .secretKey(username: text(.user), key: take(.secretKey))
        case .bearer: .bearer(token: take(.token))
        }
    }

    func field(of error: OperationError) -> Field? {
        // What cannot be a token is not sent at all.
        if case .refused(.notAToken) = error { return .token }
        guard case .session(let cause, _) = error else { return nil }
        switch cause.code {
        case .credentialsRefused, .badToken, .emptyToken:
            return switch credential {
            case .password: .password
            case .secretKey: .secretKey
            case .bearer: .token
            case nil: nil
            }
        case .orgRefused, .orgMismatch: return .org
        default: return nil
        }
    }

    mutating func settle(_ conflict: ProfileConflict, withFile: Bool, in program: ProgramState) {
        guard let current = conflict.current else { return }
        var fresh = LoginForm(current, lastUser: lastUser, kept: program.keptSecret(of: current))
        carryOver(to: &fresh)
        self = fresh
    }
}

extension ProgramState {
    /// How close a user is to a locked account, by what the journal knows of refused credentials.
    func lockoutRisk(of user: String?, on profile: Profile) -> LockoutRisk {
        tokens.lockouts.risk(of: user ?? profile.username, at: profile.origin.description, now: now)
    }

    /// The next login form of the profile begins with its user.
    fileprivate mutating func noteLogin(by credential: Credential, to profile: Profile) {
        switch credential {
        case .password(let user, _), .secretKey(let user, _): lastUsers[profile.id] = user
        case .bearer: break
        }
    }

    /// The clusters that a login means on the panes: the marked ones, else the selected one.
    private var clustersToLogIn: [Profile] {
        let marked = markedClusters
        return marked.isEmpty ? [profile].compactMap(\.self) : marked
    }

    var reasonAgainstLoggingIn: SafeText? {
        clustersToLogIn.isEmpty ? noProfile : reasonAgainstLoggingIn(to: clustersToLogIn)
    }

    /// One that can be logged in to is enough; of the others the form says why not.
    func reasonAgainstLoggingIn(to profiles: [Profile]) -> SafeText? {
        let reasons = profiles.map { reasonAgainstLoggingIn(to: $0) }
        return reasons.contains(nil) ? nil : reasons.compactMap(\.self).first
    }

    func reasonAgainstLoggingIn(to profile: Profile) -> SafeText? {
        if isSessionBusy(profile.id) { return Self.sessionIsBusy }
        if isLoggedIn(profile.id) { return "already logged in; \(key(.logOut)) logs out" }
        if hasSession(profile.id) {
            return "a session is open, its user is not known; \(key(.refresh)) checks, \(key(.logOut)) logs out"
        }
        if let reason = reasonOfVault(for: profile) { return reason }
        let abilities: [Ability] = [.passwordLogin, .secretKeyLogin, .tokenLogin]
        let reasons = abilities.map { AbilityPolicy(profile, $0).reason }
        return reasons.contains(nil) ? nil : reasons.compactMap(\.self).first
    }

    mutating func openLogin() -> [Effect] {
        markedClusters.isEmpty ? openLogin(to: clustersToLogIn) : openSharedLogin(to: markedClusters)
    }

    /// One cluster has a form of its own.
    mutating func openLogin(to profiles: [Profile]) -> [Effect] {
        guard let only = profiles.first, profiles.count == 1 else { return openSharedLogin(to: profiles) }
        return open(form: LoginForm(only, lastUser: lastUsers[only.id], kept: keptSecret(of: only)))
    }
}

extension LogIn: Work {
    enum Step: Hashable, Sendable {
        /// The login was accepted, and whose session it is was not told.
        case sessionIsOpen
        /// The session is not in the vault.
        case notKept(StorageError)
    }

    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "logging in to \(profile.name)" }
    var isChange: Bool { true }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Step) async -> Void
    ) async throws(OperationError) -> SessionReport {
        do throws(OperationError) {
            let report = try await run(in: tools.workspace)
            if profile.secretSource == .vault, await !tools.workspace.held.isKept(sessionOf: profile),
                let reason = await tools.workspace.held.takeFailure()
            {
                await tell(.notKept(reason))
            }
            return report
        } catch {
            if await tools.workspace.held.session(of: profile) != nil { await tell(.sessionIsOpen) }
            throw error
        }
    }

    func receive(step: Step, in program: inout ProgramState) -> [Effect] {
        switch step {
        case .sessionIsOpen:
            if program.profiles[profile.id] != nil {
                program.clusters[profile.id, default: ClusterRow()].doubt = .notTold
            }
        // The login itself tells it, in one message.
        case .notKept(let reason) where reason.code == .vaultLocked: program.vault.closed()
        case .notKept(let reason): program.tellNotKept(reason)
        }
        return []
    }

    func receive(_ answer: SessionReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer)
        if profile.secretSource == .vault, credential.kind != .bearer { program.vault.noteCredential(of: profile) }
        program.noteLogin(by: credential, to: profile)
        let isKept = profile.secretSource != .vault || program.vault.state != .locked
        program.say(
            isKept ? .good : .warning,
            """
            logged in to \(profile.name) as \(answer.info.userName)\(isKept ? "" : """
                ; the vault is locked: the session is in memory only until \(program.key(.unlockVault)) unlocks it
                """)
            """)
        // A login by secret key issues a token, and the journal has it.
        return program.dropCheck(of: profile.id) + program.closeSubmission(of: id)
            + program.endLogin(to: profile.id, .loggedIn(user: answer.info.userName)) + [program.readJournal()]
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        if let question = program.questionInstead(of: error, id, credential.secret) { return question }
        let isUnknown = if case .session(let cause, _) = error { cause.execution != .notExecuted } else { false }
        let effects =
            program.failSession(error, on: profile, id, returning: credential.secret)
            + program.endLogin(
                to: profile.id, .failed(MessageComposer.message(for: error), isUnknown: isUnknown))
        guard program.profiles[profile.id] != nil else { return effects }
        // The cluster may tell now whose the session is.
        if program.clusters[profile.id]?.doubt == .notTold { return effects + [program.check(profile)] }
        if isUnknown { program.clusters[profile.id]?.doubt = .notReceived }
        return effects
    }

    func stop(in program: inout ProgramState) -> [Effect] {
        program.stopSubmission(of: id, returning: credential.secret)
            + program.endLogin(to: profile.id, .cancelled)
    }
}
