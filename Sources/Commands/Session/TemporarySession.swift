import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// A session for one run of a command: log in, do the work, log out, whatever happens in between.
struct TemporarySession: Sendable {
    let profile: Profile
    let options: CredentialOptions
    let run: CommandRun
    /// See ``SupersedingSessionOptions``.
    var acceptsSupersession = false
    /// Asks for a longer session.
    var rememberMe = false

    /// How long a cleanup may take that the user waits for, in milliseconds (fault E14).
    private static let patienceAfterCancellation = 2_000

    /// The credential that a choice stands for: reads the secret, unless the login would be refused anyway.
    ///
    /// - Parameters:
    ///   - org: the Org that will be asked for; the profile's own when absent.
    ///   - given: the secret, where it has come from standard input already.
    func credential(
        _ choice: CredentialChoice, org: OrgReference? = nil, given: Secret? = nil
    ) async throws -> Credential {
        let user = try user(for: choice.kind)
        let empty = Credential(choice.kind, of: user, Secret(""))
        let attempt = logIn(with: empty, org: org ?? profile.org)
        try await attempt.requirePossible(in: run.workspace)
        try await run.warnAboutLockout(of: attempt.username, on: profile)
        if choice.source == .standardInput, let given { return Credential(choice.kind, of: user, given) }
        return Credential(
            choice.kind, of: user, try run.secret(choice.what, from: choice.source))
    }

    /// Logs in, runs `work`, logs out.
    ///
    /// - Throws: what the login or `work` throws; the session is ended then too.
    func session<Value: Sendable>(
        with credential: Credential, org: OrgReference?, work: (SessionReport) async throws -> Value
    ) async throws -> (Value, LogoutOutcome) {
        do {
            let attempt = logIn(with: credential, org: org)
            let report = try await run.watchingLockout(of: attempt.username, on: profile) {
                () async throws(OperationError) in try await attempt.run(in: run.workspace)
            }
            let value = try await work(report)
            return (value, try await farewell())
        } catch {
            // The first error is the one to tell; a logout that fails as well is in the journal.
            _ = try? await farewell()
            throw error
        }
    }

    private func logIn(with credential: Credential, org: OrgReference?) -> LogIn {
        LogIn(
            profile: profile, credential: credential, org: org, rememberMe: rememberMe,
            acceptsSupersession: acceptsSupersession, acceptsLockoutRisk: options.ignoresLockoutGuard)
    }

    /// `--username`, the profile's otherwise; a token knows itself whose it is.
    private func user(for kind: CredentialKind) throws(CommandProblem) -> String {
        if kind == .bearer { return "" }
        if let user = options.username ?? profile.username, !user.isEmpty { return user }
        throw .usage(
            "No user named", hint: "--username USER, or: tessera profile edit \(profile.name) --username USER")
    }

    /// Ends the session that is open, if one is. A pasted token that carries the session itself is left alone: this run
    /// has not made it, and ending it would break the program that uses it.
    private func farewell() async throws -> LogoutOutcome {
        guard let session = await run.workspace.held.session(of: profile) else { return LogoutOutcome(report: nil) }
        if session.credential == .bearer, case .bearer = session.authentication { return LogoutOutcome(report: nil) }
        var profile = profile
        if Task.isCancelled {
            profile.deadlines.total = min(profile.deadlines.total, Self.patienceAfterCancellation)
        }
        let logOut = LogOut(profile: profile)
        let workspace = run.workspace
        // The one task without a parent: an interrupted command must still end the session that it opened.
        let ending = Task { () async throws(OperationError) in try await logOut.run(in: workspace) }
        return LogoutOutcome(report: try await ending.value)
    }
}

/// How a visit ended.
struct LogoutOutcome: Sendable {
    /// Nothing when there was no session of ours to end.
    let report: LogoutReport?

    /// `ended`, `had-ended`, `unknown`, `not-needed`.
    var name: String {
        switch report?.onServer {
        case nil: "not-needed"
        case .ended: "ended"
        case .hadEnded: "had-ended"
        case .unknown: "unknown"
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
        if let report, exitCode != .done { run.output.warn("W_LOGOUT", MessageComposer.text(for: report)) }
        return exitCode == .done ? code : exitCode
    }
}
