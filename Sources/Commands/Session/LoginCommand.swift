import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera login PROFILE...`.
struct LoginCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in and keep the session in the vault, for later commands and the screen.",
        usage: "tessera login PROFILE ... [--password-stdin ...] [options]",
        discussion: """
            For profiles whose secret source is the vault. The password or secret key is kept too, so that an ended \
            session is renewed once, unless --session-only is given.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Log in to two clusters and keep the sessions",
            "tessera login prod-eu prod-us")
    ]

    @Argument(help: "Profiles (default: the default profile).", completion: .profiles)
    var names: [String] = []

    @Option(help: ArgumentHelp("Org to log in to (default: the profile's).", valueName: "name|id"))
    var org: String?

    @Flag(name: .customLong("remember-me"), help: "Ask the cluster for a longer session (cookie sessions only).")
    var rememberMe = false

    @Flag(name: .customLong("session-only"), help: "Keep the session, and neither the password nor the secret key.")
    var sessionOnly = false

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<SeveralProfiles, NeverAsks, ClusterWork>

    /// Prints `{"sessions":[{...}],"failed":[{"profile","error"}]}`; each session is as in ``SessionCommand``.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profiles = try await run.clusters(names)
        for profile in profiles {
            guard profile.secretSource == .vault else {
                throw CommandProblem.sessionNotKept(profile.name, isByCommand: profile.secretSource == .command)
            }
        }
        let named = try session.namedChoice()
        var reports: [SessionReport] = []
        var failures: [(profile: Profile, message: Message)] = []
        var given: Secret?
        for profile in profiles {
            do {
                reports.append(try await report(on: profile, by: named, &given, in: run))
            } catch let error as OperationError {
                failures.append((profile, MessageComposer.message(for: error)))
            } catch let error as CommandProblem where profiles.count > 1 {
                failures.append((profile, error.message))
            }
            if profiles.count == 1, let only = failures.first { return fail(only.message, in: run) }
        }
        return finish(reports, failures, in: run)
    }

    /// The session that is kept already, or a new one.
    private func report(
        on profile: Profile, by named: CredentialChoice?, _ given: inout Secret?, in run: CommandRun
    ) async throws -> SessionReport {
        var visit = session.visit(to: profile, in: run)
        visit.rememberMe = rememberMe
        try await run.openVault(for: profile, visit.options.passphrase)
        let org = org.map(OrgReference.init(typed:)) ?? profile.org
        let choice = try named ?? session.choice(on: profile, in: run)
        let entry = try await visit.entry(choice, org: org, given: given)
        if choice.source == .standardInput { given = entry.credential?.secret }
        let (report, _) = try await visit.session(
            with: entry.kept(isCredentialKept: !sessionOnly), org: org
        ) { report in report }
        guard await !run.workspace.held.isKept(sessionOf: profile) else { return report }
        throw OperationError.storage(
            await run.workspace.held.takeFailure()
                ?? StorageError(.save, file: run.live.locations.vault ?? "", detail: "the session was logged out again")
        )
    }

    private func finish(
        _ reports: [SessionReport], _ failures: [(profile: Profile, message: Message)], in run: CommandRun
    ) -> ExitCode {
        var lines: [SafeText] = []
        for report in reports {
            let end = MessageComposer.text(for: report.expiry, at: report.time(at: run.now))
            lines.append(
                """
                Logged in to \(report.profile.name) as \(SafeText(outside: report.info.userName, limit: 80)) \
                (session \(end)); kept in the vault.
                """)
        }
        run.output.print(
            lines,
            json: [
                "sessions": .array(reports.map(\.json)),
                "failed": .array(
                    failures.map { failure in
                        ["profile": .string(failure.profile.name), "error": .object(failure.message.json)]
                    }),
            ])
        guard !failures.isEmpty else { return .done }
        let code = ExitCode.combined(failures.map(\.message.exitCode) + reports.map { _ in .done })
        let which = failures.map { "\($0.profile.name) (\($0.message.code))" }.joined(separator: ", ")
        for failure in failures { run.output.note("\(failure.profile.name): \(failure.message.sentence)") }
        run.output.fail(
            CommandProblem.someFailed(
                what: "Not logged in to \(failures.count) of \(failures.count + reports.count) clusters",
                which: SafeText(outside: which, limit: 1_000), exitCode: code
            ).message)
        return code
    }

    private func fail(_ message: Message, in run: CommandRun) -> ExitCode {
        run.output.fail(message)
        return message.exitCode
    }
}

/// `tessera logout PROFILE... | --all`.
struct LogoutCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Log out of kept sessions: on the cluster first, then here.",
        usage: "tessera logout PROFILE ... | --all [options]",
        discussion: "The password or secret key in the vault stays: `tessera vault remove` removes it.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Log out of every kept session",
            "tessera logout --all")
    ]

    @Argument(help: "Profiles (default: the default profile).", completion: .profiles)
    var names: [String] = []

    @Flag(help: "Every session that the vault keeps.")
    var all = false

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<SeveralProfiles, NeverAsks, ClusterWork>

    /// How one logout ended, in both places.
    private struct Ending {
        let profile: Profile
        /// Nil when no session was kept, or when the session was not ended.
        var report: LogoutReport?
        /// Why it was not ended.
        var error: Message?
        /// A v1 login by secret key issues a token on its way, and v1 has nothing that ends it.
        var leavesToken = false

        /// `ended`, `had-ended`, `unknown`, `not-ended`, `none`.
        var server: String {
            switch report?.onServer {
            case .ended?: "ended"
            case .hadEnded?: "had-ended"
            case .unknown?: "unknown"
            case nil: error == nil ? "none" : "not-ended"
            }
        }

        var code: ExitCode {
            if let error { return error.exitCode }
            return LogoutOutcome(report: report).exitCode
        }
    }

    /// Prints `{"logouts":[{"profile","server","here"}]}`; `server` is `ended`, `had-ended`, `unknown`, `not-ended` or
    /// `none`, `here` is `removed`, `kept` or `none`.
    func run(in run: CommandRun) async throws -> ExitCode {
        guard !all || (names.isEmpty && run.options.profile == nil) else {
            throw CommandProblem.usage("--all cannot be used with a profile", hint: nil)
        }
        // Your own session is opened and ended in read-only mode, too: what is left open protects nothing.
        let named = all ? try await run.profiles().profiles : try await run.clusters(names)
        // It may keep sessions of profiles that are removed by now, or that keep nothing in it any more.
        let hasVault = (try? await run.workspace.vaultStatus().exists) == true
        if named.contains(where: { $0.secretSource == .vault }) || all && hasVault {
            try await run.openVault(passphrase)
        } else if hasVault {
            _ = try? await UnlockVault(passphrase: nil, readsEndedTokens: false).run(in: run.workspace)
        }
        var endings: [Ending] = []
        for profile in named {
            guard let session = await run.workspace.held.session(of: profile) else {
                if !all { endings.append(Ending(profile: profile)) }
                continue
            }
            do throws(OperationError) {
                let logOut = LogOut(profile: profile, keepsUnended: true)
                var ending = Ending(profile: profile, report: try await logOut.run(in: run.workspace))
                ending.leavesToken = profile.generation == .v1 && session.credential == .secretKey
                endings.append(ending)
            } catch {
                endings.append(Ending(profile: profile, error: MessageComposer.message(for: error)))
            }
        }
        return await finish(endings, hasVault: hasVault, in: run)
    }

    private func finish(_ endings: [Ending], hasVault: Bool, in run: CommandRun) async -> ExitCode {
        var table = TextTable("PROFILE", "ON THE CLUSTER", "HERE")
        var json: [JSONValue] = []
        var isAnyLeft = false
        for ending in endings {
            let isLeft = await run.workspace.held.isKept(sessionOf: ending.profile)
            isAnyLeft = isAnyLeft || isLeft && ending.error == nil
            let here = isLeft ? "kept" : ending.server == "none" ? "none" : "removed"
            table.add("\(ending.profile.name)", words(ending), "\(here)")
            json.append([
                "profile": .string(ending.profile.name), "server": .string(ending.server), "here": .string(here),
            ])
        }
        let others = hasVault ? await otherSessions(than: endings.map(\.profile), in: run) : 0
        if endings.isEmpty, others == 0 { run.output.note("The vault keeps no session.") }
        if let others, others > 0 {
            isAnyLeft = true
            let things: SafeText = others == 1 ? "1 session" : "\(others) sessions"
            run.output.warn(
                "W_VAULT",
                "the vault keeps \(things) of removed profiles or earlier addresses; `tessera vault list` shows them")
        }
        run.output.print(table.lines(isUTF8: run.output.isUTF8), json: ["logouts": .array(json)])
        let none = endings.filter { $0.server == "none" }.map(\.profile)
        if others == nil, !none.isEmpty {
            let names = none.map { SafeText(outside: $0.name, limit: 64) }.joined(separator: ", ")
            run.output.warn(
                "W_VAULT",
                "the vault cannot be read now, and may keep a session of \(names); `tessera vault unlock` unlocks it")
        }
        await tellUnanswered(none, in: run)
        for ending in endings {
            LogoutOutcome(report: ending.report).warn(in: run)
            if ending.leavesToken {
                run.output.warn(
                    "W_TOKEN_LEFT",
                    """
                    the v1 token that the login to \(ending.profile.name) issued is valid until another one is issued with \
                    its key: `tessera token list --profile \(ending.profile.name)` shows it, `tessera user logout` ends it
                    """)
            }
            guard let error = ending.error else { continue }
            run.output.warn(
                "W_LOGOUT", "Not logged out of \(ending.profile.name), the session is kept: \(error.sentence)")
        }
        return ExitCode.combined(endings.map(\.code) + (isAnyLeft ? [.secretStore] : []))
    }

    /// "Not logged in" is not the whole truth where an earlier logout got no answer.
    private func tellUnanswered(_ profiles: [Profile], in run: CommandRun) async {
        guard !profiles.isEmpty, let list = try? await ListTokens(.current).run(in: run.workspace) else { return }
        for profile in profiles
        where list.unfinished.contains(where: {
            $0.line.action == .logOut && $0.line.profileID == profile.id && $0.standing == .unknown
        }) {
            run.output.warn(
                "W_LOGOUT",
                "an earlier logout from \(profile.name) got no answer, its session may be open: `tessera journal left-open`"
            )
        }
    }

    /// Sessions in the vault that no profile leads to any more: of all profiles with `--all`, of those that are named
    /// otherwise. Nil where the vault cannot be read.
    private func otherSessions(than named: [Profile], in run: CommandRun) async -> Int? {
        guard let profiles = try? await run.profiles().profiles, let entries = try? await run.vaultEntries() else {
            return nil
        }
        return entries.count { entry in
            entry.place.kind == .session && (all || named.contains { $0.id == entry.place.profile })
                && !profiles.contains { $0.id == entry.place.profile && $0.origin == entry.origin }
        }
    }

    private func words(_ ending: Ending) -> SafeText {
        switch ending.report?.onServer {
        case .ended?: "logged out"
        case .hadEnded?: "had ended"
        case .unknown?: "unknown"
        case nil: ending.error == nil ? "not logged in" : "not logged out"
        }
    }
}
