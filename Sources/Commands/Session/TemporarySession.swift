import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// How a command gets into a cluster.
enum SessionEntry: Hashable, Sendable {
    /// By the session that the vault keeps; it outlives the command.
    case kept
    /// By a login.
    case login(Credential)
    /// By a login whose session goes into the vault, and outlives the command.
    ///
    /// - Parameter isCredentialKept: whether what is presented goes there, too.
    case keptLogin(Credential, isCredentialKept: Bool)

    /// What is presented; nil where a session is there already.
    var credential: Credential? {
        switch self {
        case .kept: nil
        case .login(let credential), .keptLogin(let credential, _): credential
        }
    }

    /// The same, with a session that outlives the command.
    func kept(isCredentialKept: Bool) -> SessionEntry {
        credential.map { .keptLogin($0, isCredentialKept: isCredentialKept) } ?? self
    }
}

/// A session for one run of a command: log in, do the work, log out, whatever happens in between. A session of the
/// vault is used instead where no credential is named, and stays.
struct TemporarySession: Sendable {
    let profile: Profile
    let options: CredentialOptions
    let run: CommandRun
    /// See ``SupersedingSessionOptions``.
    var acceptsSupersession = false
    /// Asks for a longer session.
    var rememberMe = false

    /// The way in that a choice stands for: reads the secret, unless the login would be refused anyway.
    ///
    /// - Parameters:
    ///   - org: the Org that will be asked for; the profile's own when absent.
    ///   - given: the secret, where it has come from standard input already.
    func entry(
        _ choice: CredentialChoice, org: OrgReference? = nil, given: Secret? = nil
    ) async throws -> SessionEntry {
        if choice.source == .vault { return try await keptEntry(org: org) }
        let user = try user(for: choice.kind)
        let empty = Credential(choice.kind, of: user, Secret(""))
        let attempt = logIn(with: empty, org: org ?? profile.org, isTemporary: true)
        try await attempt.requirePossible(in: run.workspace)
        try await run.warnAboutLockout(of: attempt.username, on: profile)
        if choice.source == .command {
            let kept = try await run.workspace.keptCredential(of: profile, user: user, kinds: [choice.kind])
            if let kept { return .login(kept) }
        }
        if choice.source == .standardInput, let given { return .login(Credential(choice.kind, of: user, given)) }
        return .login(
            Credential(choice.kind, of: user, try run.secret(choice.what, from: choice.source)))
    }

    /// The session that the vault keeps, or a login with what it keeps, or else a question.
    private func keptEntry(org: OrgReference?) async throws -> SessionEntry {
        try await run.openVault(for: profile, options.passphrase)
        let wanted = options.username
        if let session = await run.workspace.keptSession(of: profile),
            wanted == nil || session.username?.lowercased() == wanted?.lowercased()
        {
            return .kept
        }
        let kept = try await run.workspace.keptCredential(of: profile, user: wanted)
        if let kept { return .keptLogin(kept, isCredentialKept: true) }
        return try await entry(asked(), org: org)
    }

    private func asked() throws -> CredentialChoice {
        try CredentialChoice.asked(
            of: [.password, .secretKey, .bearer], user: options.username ?? profile.username ?? "you", on: profile,
            in: run)
    }

    /// Logs in, runs `work`, logs out; only `work` in a session that is kept.
    ///
    /// - Throws: what the login or `work` throws; the session is ended then too.
    func session<Value: Sendable>(
        with entry: SessionEntry, org: OrgReference?, work: (SessionReport) async throws -> Value
    ) async throws -> (Value, LogoutOutcome) {
        switch entry {
        case .kept:
            let report = try await keptSession()
            guard let org, let (_, received) = report.info.mismatch(username: nil, org: org) else {
                return try await staying(report, work)
            }
            // The kept session stays where it is; another one is opened for the Org that was asked for.
            guard let kept = try await run.workspace.keptCredential(of: profile, user: options.username) else {
                throw CommandProblem.usage(
                    "The kept session of \(profile.name) is in \(SafeText(outside: received, limit: 80))",
                    hint: "give a credential, or log in to the other Org: tessera login \(profile.name) --org ORG")
            }
            return try await session(with: .login(kept), org: org, work: work)
        case .keptLogin(let credential, let isCredentialKept):
            let report = try await renewed(with: credential, org: org, isCredentialKept: isCredentialKept)
            return try await staying(report, work)
        case .login(let credential):
            do {
                let report = try await opened(logIn(with: credential, org: org, isTemporary: true))
                let value = try await work(report)
                return (value, try await farewellToOwn())
            } catch {
                // The first error is the one to tell; a logout that fails as well is in the journal.
                _ = try? await farewellToOwn()
                throw error
            }
        }
    }

    /// The work in a session of the vault, which stays. One that the vault did not take would be open on the cluster with
    /// nothing left to end it by: it ends with the command.
    private func staying<Value: Sendable>(
        _ report: SessionReport, _ work: (SessionReport) async throws -> Value
    ) async throws -> (Value, LogoutOutcome) {
        do {
            let value = try await work(report)
            if await run.workspace.held.isKept(sessionOf: profile) {
                return (value, LogoutOutcome(report: nil, isKept: true))
            }
            return (value, try await farewell())
        } catch {
            await endUnlessKept()
            throw error
        }
    }

    private func endUnlessKept() async {
        if await !run.workspace.held.isKept(sessionOf: profile) { _ = try? await farewell() }
    }

    /// Asks whose the kept session is; where the cluster has ended it, logs in once with what the vault keeps.
    private func keptSession() async throws -> SessionReport {
        do throws(OperationError) {
            return try await ReadSession(profile: profile).run(in: run.workspace)
        } catch {
            guard case .session(let cause, _) = error, cause.code == .sessionEnded else { throw error }
            if let kept = try await run.workspace.keptCredential(of: profile, user: options.username) {
                return try await renewed(with: kept, org: profile.org, isCredentialKept: true)
            }
            guard run.mayAsk, let asked = try await entry(asked(), org: profile.org).credential else { throw error }
            return try await renewed(with: asked, org: profile.org, isCredentialKept: false)
        }
    }

    private func renewed(
        with credential: Credential, org: OrgReference?, isCredentialKept: Bool
    ) async throws -> SessionReport {
        var attempt = logIn(with: credential, org: org, isTemporary: false)
        attempt.keepsCredential = isCredentialKept
        let renewal = RenewSession(logIn: attempt)
        do {
            return try await run.watchingLockout(of: attempt.username, on: profile) {
                () async throws(OperationError) in try await renewal.run(in: run.workspace)
            }
        } catch {
            await endUnlessKept()
            throw error
        }
    }

    private func opened(_ attempt: LogIn) async throws -> SessionReport {
        try await run.watchingLockout(of: attempt.username, on: profile) {
            () async throws(OperationError) in try await attempt.run(in: run.workspace)
        }
    }

    private func logIn(with credential: Credential, org: OrgReference?, isTemporary: Bool) -> LogIn {
        LogIn(
            profile: profile, credential: credential, org: org, rememberMe: rememberMe, isTemporary: isTemporary,
            acceptsSupersession: acceptsSupersession, acceptsLockoutRisk: options.ignoresLockoutGuard)
    }

    /// `--username`, the profile's otherwise; a token knows itself whose it is.
    private func user(for kind: CredentialKind) throws(CommandProblem) -> String {
        if kind == .bearer { return "" }
        if let user = options.username ?? profile.username, !user.isEmpty { return user }
        throw .usage(
            "No user given", hint: "--username USER, or: tessera profile edit \(profile.name) --username USER")
    }

    /// Ends the session that this command opened, if that is open; one that the vault keeps is another, and stays.
    private func farewellToOwn() async throws -> LogoutOutcome {
        await run.workspace.held.isTemporary(sessionOf: profile)
            ? try await farewell() : LogoutOutcome(report: nil)
    }

    /// Ends the session that is open, if one is. A pasted token that carries the session itself is left alone: this run
    /// has not made it, and ending it would break the program that uses it.
    private func farewell() async throws -> LogoutOutcome {
        guard let session = await run.workspace.held.session(of: profile) else { return LogoutOutcome(report: nil) }
        if session.credential == .bearer, case .bearer = session.authentication { return LogoutOutcome(report: nil) }
        // An interrupted command must still end the session that it opened.
        return LogoutOutcome(report: try await LogOut(profile: profile).runUncancelled(in: run.workspace))
    }
}

/// How a visit ended.
struct LogoutOutcome: Sendable {
    /// Nothing when there was no session of ours to end.
    let report: LogoutReport?
    /// The session is one of the vault, and stays.
    var isKept = false

    /// `ended`, `had-ended`, `unknown`, `not-needed`, `kept`.
    var name: String {
        if isKept { return "kept" }
        switch report?.onServer {
        case nil: return "not-needed"
        case .ended: return "ended"
        case .hadEnded: return "had-ended"
        case .unknown: return "unknown"
        }
    }

    /// A session that may live on is a change of unknown outcome; a clear no of the server (`false`, in the betas) is not.
    var exitCode: ExitCode {
        guard case .unknown(let cause) = report?.onServer else { return .done }
        return cause.code == .refusedByServer ? .someFailed : .outcomeUnknown
    }

    /// Prints the result, with `"logout"` added, and says when the session may live on.
    ///
    /// - Parameter code: how the work itself went.
    func finish(
        _ lines: [SafeText], json: JSONObject, code: ExitCode = .done, in run: CommandRun
    ) -> ExitCode {
        var json = json
        json["logout"] = .string(name)
        run.output.print(lines, json: json)
        warn(in: run)
        return ExitCode.combined([code, exitCode].filter { $0 != .done })
    }

    /// Says when the session may live on.
    func warn(in run: CommandRun) {
        if let report, exitCode != .done { run.output.warn("W_LOGOUT", MessageComposer.text(for: report)) }
    }
}
