import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera user`.
struct UserCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Log users out, and revoke their tokens.",
        usage: "tessera user <command> ...",
        subcommands: [UserLogout.self, UserRevoke.self], aliases: ["users"])
}

/// `tessera user logout`.
struct UserLogout: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Log users out of all their sessions.",
        usage: """
            tessera user logout PROFILE USER ... [options]
            tessera user logout --profile PROFILE USER ... [options]
            """,
        discussion: """
            One request for each user, each with its own verdict and its own lines in the journal; nothing is sent \
            twice. Clusters do not list sessions, so "accepted" cannot be verified. Tokens are revoked \
            with tessera token revoke. On a protected or production profile --yes is not enough: add --confirm NAME.

            There is no command that logs out all users. A cluster takes an empty list of users for all of \
            them, so an empty list is refused before anything is sent.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Log two users out",
            "tessera user logout --profile prod-eu anna ben")
    ]

    @Argument(
        help: "The profile, unless --profile names it, and the users: names or GUIDs.", completion: .profilesAndUsers)
    var names: [String] = []

    @Option(help: ArgumentHelp("Repeat the profile name to confirm.", valueName: "name"), completion: .profiles)
    var confirm: String?

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    /// Prints `{"items":[{"user","profile","isOurselves","verdict","error"}],"via","logout"}`; a verdict is `accepted`,
    /// `unknown`, `failed`, `cancelled` or `not-attempted`, and `via` the operation of a neighbour, where one was used.
    func run(in run: CommandRun) async throws -> ExitCode {
        let (profile, users) = try await targets(in: run)
        // What cannot be done is said before a secret is asked for.
        try run.workspace.requireWritable(profile)
        let plan = try ForceLogoutPlan(
            users.map { name in
                var target = ForceLogoutTarget(profile: profile, user: UserIdentifier(typed: name), isOurselves: false)
                target.isOurselves = target.isUser(named: session.username ?? profile.username, id: nil)
                return target
            })
        let visit = session.visit(to: profile, in: run)
        let choice = try session.choice(on: profile, in: run)
        let confirmed = try Confirmation(run: run, confirm: confirm).agree(to: plan)
        let secret = try await visit.entry(choice)
        let (items, farewell) = try await visit.session(
            with: secret, org: profile.org
        ) { report in
            await ForceLogout(confirmed: confirmed.knowingOurselves(report)).run(in: run.workspace)
        }
        return ForceLogoutOutcome(profile: profile, items: items).finish(farewell, in: run)
    }

    /// The profile is named in full here: the beginning of a name could be a user's.
    private func targets(in run: CommandRun) async throws -> (profile: Profile, users: [String]) {
        let users = run.options.profile == nil ? Array(names.dropFirst()) : names
        guard !users.isEmpty else { throw OperationError.refused(.nothingSelected(what: "user")) }
        if users.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw CommandProblem.usage("The user has no name", hint: "tessera user logout PROFILE USER ...")
        }
        let profile = try await run.profile(run.options.profile == nil ? names.first : nil, isExact: true)
        run.warnAboutTrust(of: profile)
        return (profile, users)
    }
}

extension Confirmation {
    /// A force-logout: how much agreement it wants is up to the plan.
    func agree(to plan: ForceLogoutPlan) throws -> ConfirmedForceLogout {
        let question = PlanQuestion(
            lines: plan.targets.map { target in
                let end: SafeText = target.isOurselves ? ", including your own session" : ""
                return """
                    Log out \(target.user.text) on \(target.profile.name) \
                    (\(target.profile.origin.description))\(end)
                    """
            }, yes: "Log out?")
        return try plan.confirmed(by: answer(to: plan.consent, question))
    }
}

/// What became of the users whose sessions were to end, as output and exit code.
struct ForceLogoutOutcome {
    let profile: Profile
    let items: [ForceLogoutItem]

    func finish(_ farewell: LogoutOutcome, in run: CommandRun) -> ExitCode {
        let code = ExitCode.combined(items.map(\.exitCode))
        let via = profile.generation.capability(.forceLogout).neighbour
        if let note = MessageComposer.neighbourNote(.forceLogout, on: profile) { run.output.note(note) }
        let json: JSONObject = [
            "items": .array(items.map(\.json)), "via": .outside(via),
        ]
        let result = farewell.finish(lines(isUTF8: run.output.isUTF8), json: json, code: code, in: run)
        let message = items.failure(code) { undone in
            "The sessions of \(undone) of \(items.count) users may still be open"
        }
        if let message { run.output.fail(message) }
        return result
    }

    private func lines(isUTF8: Bool) -> [SafeText] {
        var table = TextTable("USER", "PROFILE", "VERDICT")
        for item in items {
            table.add(
                SafeText(outside: item.target.user.text, limit: 60), "\(item.target.profile.name)",
                item.told)
        }
        return table.lines(isUTF8: isUTF8)
    }
}

extension ForceLogoutItem: VerdictItem {
    var subject: String { target.user.text }

    var told: SafeText { MessageComposer.text(for: verdict, withCode: true) }

    var exitCode: ExitCode {
        switch verdict {
        case .accepted: .done
        case .notAttempted: .someFailed
        case .unknown: .outcomeUnknown
        case .failed(let error): MessageComposer.message(for: error).exitCode
        }
    }
}
