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
        abstract: "Log a user out and revoke the user's tokens.",
        usage: "tessera user revoke USER [--profile NAME ...] [options]",
        discussion: """
            On each profile the tokens of the user that are stored here are validated, the user is logged out, and each \
            token is revoked and validated again. Tokens that are known by their fingerprint only are named, and exit code 12 says that \
            they may still be valid. With several profiles each login has its own question, or all use the one credential \
            that an option names. Where --yes is not enough, add --confirm USER.

            Example: tessera user revoke anna --profile prod-eu --yes --confirm anna --password-file admin.txt --json
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Log anna out and revoke her tokens on one cluster",
            "tessera user revoke anna --profile prod-eu")
    ]

    @Argument(help: "The user's name or GUID.")
    var user: String

    @Option(help: ArgumentHelp("Repeat the user's name to confirm.", valueName: "user"))
    var confirm: String?

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    static let takesSeveralProfiles = true

    /// Prints `{"user","sessions":[...],"tokens":[...],"leftOut":[{"fingerprint","profile","state"}],
    /// "logouts":[{"profile","logout"}]}`; sessions are as in ``UserLogout``, tokens as in ``TokenRevoke``.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profiles = try await run.clusters()
        // The tokens that it keeps are revoked, too.
        for profile in profiles { try await run.openVault(for: profile, session.passphrase) }
        let plan = try await plan(on: profiles, in: run)
        let choices = try profiles.map { try session.choice(on: $0, in: run) }
        let question = Confirmation.PlanQuestion(
            lines: lines(of: plan), yes: "Continue?")
        let confirmation = Confirmation(run: run, confirm: confirm)
        let confirmed = try plan.confirmed(by: confirmation.answer(to: plan.consent, question))
        // Every secret is there before anything is sent.
        var logins: [(TemporarySession, SessionEntry)] = []
        var given: Secret?
        for (profile, choice) in zip(profiles, choices) {
            let visit = session.visit(to: profile, in: run)
            let login = try await visit.entry(choice, given: given)
            if choice.source == .standardInput { given = login.credential?.secret }
            logins.append((visit, login))
        }
        var outcome = UserRevocationOutcome(user: plan.target.user.text, leftOut: plan.leftOut)
        for (visit, login) in logins {
            await end(confirmed.part(on: visit.profile), login, visit, &outcome)
        }
        return outcome.finish(in: run)
    }

    /// One cluster after the other; a login that fails costs its own cluster only.
    private func end(
        _ confirmed: ConfirmedEndUser, _ login: SessionEntry, _ visit: TemporarySession,
        _ outcome: inout UserRevocationOutcome
    ) async {
        do {
            let workspace = visit.run.workspace
            let (report, farewell) = try await visit.session(with: login, org: visit.profile.org) { report in
                await EndUser(confirmed: confirmed.knowingOurselves(report)).run(in: workspace)
            }
            outcome.add(report)
            outcome.farewells.append((visit.profile.name, farewell))
        } catch let error as OperationError {
            outcome.add(confirmed, failing: error)
        } catch {
            outcome.add(confirmed, failing: nil)
        }
    }

    /// What cannot be done is said before a secret is asked for.
    private func plan(on profiles: [Profile], in run: CommandRun) async throws -> EndUserPlan {
        guard !user.allSatisfy(\.isWhitespace) else {
            throw CommandProblem.usage("The user has no name", hint: "tessera user revoke USER --profile NAME")
        }
        for profile in profiles {
            try run.workspace.requireWritable(profile)
            try AbilityPolicy(profile, .forceLogout).require()
        }
        let list = try await ListTokens().run(in: run.workspace)
        return try EndUserPlan(
            profiles.map { profile in
                var target = ForceLogoutTarget(profile: profile, user: UserIdentifier(typed: user), isOurselves: false)
                target.isOurselves = target.isUser(named: session.username ?? profile.username, id: nil)
                return EndUserPlan.Part(
                    target, in: list, inUse: list.inUseIDs, isReadOnlyMode: run.workspace.isReadOnly,
                    at: run.workspace.now())
            })
    }

    private func lines(of plan: EndUserPlan) -> [SafeText] {
        plan.parts.flatMap { part -> [SafeText] in
            let profile = part.target.profile
            let end: SafeText = part.target.isOurselves ? ", including the session in use" : ""
            return [
                "Log out \(part.target.user.text) on \(profile.name) (\(profile.origin.description))\(end)"
            ] + part.tokens.map { "  Revoke \($0.fingerprint.text)" }
                + part.leftOut.map { "  Not stored here, may stay valid: \($0.fingerprint.text)" }
        }
    }
}

/// What became of a user on one or more clusters, as output and exit code.
struct UserRevocationOutcome {
    let user: String
    let leftOut: [TokenRecord]
    private var report = EndUser.Report()
    /// By profile, in the order of the logins.
    var farewells: [(profile: String, farewell: LogoutOutcome)] = []

    init(user: String, leftOut: [TokenRecord]) {
        self.user = user
        self.leftOut = leftOut
    }

    mutating func add(_ part: EndUser.Report) {
        report.sessions += part.sessions
        report.tokens += part.tokens
    }

    /// A cluster on which nothing could be begun; without an error the run was stopped before.
    mutating func add(_ confirmed: ConfirmedEndUser, failing error: OperationError?) {
        for part in confirmed.parts {
            report.sessions.append(
                ForceLogoutItem(target: part.target, verdict: error.map { .failed($0) } ?? .notAttempted))
            report.tokens += part.tokens.map {
                RevocationItem(
                    profile: $0.profile, fingerprint: $0.fingerprint, user: $0.user, verdict: .notAttempted)
            }
        }
    }

    private var codes: [ExitCode] {
        // The log-out may have ended a token before it was revoked: it is invalid, which is what was asked for.
        report.sessions.map(\.exitCode) + report.tokens.map { $0.verdict == .alreadyInvalid ? .done : $0.exitCode }
            + leftOut.map { _ in .someFailed } + farewells.map(\.farewell.exitCode)
    }

    func finish(in run: CommandRun) -> ExitCode {
        let code = ExitCode.combined(codes)
        run.output.print(
            table.lines(isUTF8: run.output.isUTF8),
            json: [
                "user": .string(user), "sessions": .array(report.sessions.map(\.json)),
                "tokens": .array(report.tokens.map(\.json)),
                "leftOut": .array(
                    leftOut.map { record in
                        [
                            "fingerprint": .string(record.fingerprint.text), "profile": .string(record.profileName),
                            "user": .outside(record.facts.user),
                        ]
                    }),
                "logouts": .array(
                    farewells.map { ["profile": .string($0.profile), "logout": .string($0.farewell.name)] }),
            ])
        for (_, farewell) in farewells {
            guard let report = farewell.report, farewell.exitCode != .done else { continue }
            run.output.warn("W_LOGOUT", MessageComposer.text(for: report))
        }
        if let message = failure(code) { run.output.fail(message) }
        return code
    }

    private var table: TextTable {
        var table = TextTable(["ITEM", "PROFILE", "RESULT"])
        for item in report.sessions { table.add("sessions", "\(item.target.profile.name)", item.told) }
        for item in report.tokens { table.add("\(item.fingerprint.text)", "\(item.profile.name)", item.told) }
        for record in leftOut {
            table.add(
                "\(record.fingerprint.text)", SafeText(outside: record.profileName, limit: 64),
                "not revoked: not stored here")
        }
        return table
    }

    private func failure(_ code: ExitCode) -> Message? {
        let undone = codes.count { $0 != .done }
        if undone == 0 { return nil }
        if codes.count == 1, let error = report.sessions.first?.error { return MessageComposer.message(for: error) }
        let reasons =
            report.sessions.filter { $0.exitCode != .done }.map { "sessions on \($0.target.profile.name): \($0.told)" }
            + report.tokens.filter { $0.exitCode != .done && $0.verdict != .alreadyInvalid }
            .map { "\($0.fingerprint.text): \($0.told)" } + leftOut.map { "\($0.fingerprint.text): not stored here" }
        return CommandProblem.someFailed(
            what: "\(undone) of \(codes.count) items of \(SafeText(outside: user, limit: 80)) may still be valid",
            which: SafeText(outside: reasons.joined(separator: ", "), limit: 1_000), exitCode: code
        ).message
    }
}
