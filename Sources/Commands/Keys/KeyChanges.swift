import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera key`.
struct KeyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Secret keys of trusted authentication: list, enable, disable, rotate.",
        usage: "tessera key <command> ...",
        discussion: """
            Anyone with such a key can log in as any user. v2.0 from 26.6.0.cl manages them, for the cluster and for \
            each Org by itself. The cluster returns keys in clear text; they are shown only with --reveal, and the journal \
            records that they were read or shown, never the keys.
            """,
        subcommands: [KeyListing.self, KeyEnable.self, KeyDisable.self, KeyRotate.self], aliases: ["keys"])
}

/// `tessera key enable`.
struct KeyEnable: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Enable trusted authentication (creates a key if there is none).",
        usage: "tessera key enable [PROFILE] [--org NAME] [--reveal] [options]",
        discussion: "A protected or production profile requires --confirm NAME; elsewhere --yes is enough.")

    static let examples: [CommandExample] = [
        CommandExample(
            "Enable trusted authentication for an Org",
            "tessera key enable prod-eu --org Sales")
    ]

    @OptionGroup
    var change: KeyChangeOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    func run(in run: CommandRun) async throws -> ExitCode { try await change.run(.enable, in: run) }
}

/// `tessera key disable`.
struct KeyDisable: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Disable trusted authentication (the key is permanently revoked).",
        usage: "tessera key disable [PROFILE] [--org NAME] --confirm NAME [options]",
        discussion: """
            Every program that logs in by this key stops working at once. Requires the profile's name: typed, or \
            --confirm NAME; --yes is not enough.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Disable it and revoke its key",
            "tessera key disable prod-eu --confirm prod-eu")
    ]

    @OptionGroup
    var change: KeyChangeOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    func run(in run: CommandRun) async throws -> ExitCode { try await change.run(.disable, in: run) }
}

/// `tessera key rotate`.
struct KeyRotate: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Rotate the key: disable trusted authentication, then enable it.",
        usage: "tessera key rotate [PROFILE] [--org NAME] [--reveal] --confirm NAME [options]",
        discussion: """
            The old key is permanently revoked, and every program needs the new one, which --reveal prints. \
            Requires --confirm NAME, or the name typed; --yes is not enough. Log in by password: a session \
            opened by the old key may end with it.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Rotate the key of the cluster",
            "tessera key rotate prod-eu --reveal --confirm prod-eu")
    ]

    @OptionGroup
    var change: KeyChangeOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    func run(in run: CommandRun) async throws -> ExitCode { try await change.run(.rotate, in: run) }
}

/// What the commands that change trusted authentication take, and how they run.
struct KeyChangeOptions: ParsableArguments, Sendable {
    @OptionGroup
    var key: KeyOptions

    @Option(help: ArgumentHelp("Repeat the profile name to confirm.", valueName: "name"), completion: .profiles)
    var confirm: String?

    @OptionGroup
    var session: SessionOptions

    /// Prints `{"change":{"profile","action","outcome","place","org","enabled","keyCount"},"logout"}`, with `--reveal`
    /// also `keys`; `outcome` is `verified`, `accepted`, `not-changed`, `left-off` or `unknown`.
    func run(_ action: KeyAction, in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(key.name)
        let choice = try session.choice(on: profile, in: run)
        let plan = KeyChangePlan(
            profile: profile, place: key.place ?? .cluster, action: action,
            isOwnSessionByKey: choice.kind == .secretKey)
        try plan.check(in: run.workspace)
        let confirmed = try Confirmation(run: run, confirm: confirm).agree(to: plan)
        let visit = session.visit(to: profile, in: run)
        let (report, farewell) = try await visit.session(
            with: try await visit.entry(choice), org: profile.org
        ) { _ in try await ChangeTrustedAuthentication(confirmed: confirmed).run(in: run.workspace) }
        return try await tell(report, farewell, in: run)
    }

    private func tell(
        _ report: KeyChangeReport, _ farewell: LogoutOutcome, in run: CommandRun
    ) async throws -> ExitCode {
        var change: JSONObject = [
            "profile": .string(report.profile.name), "action": .string(report.action.rawValue),
            "outcome": .string(report.outcome.name),
        ]
        // What was not seen is told as unknown, so that scripts find the same members.
        let seen =
            report.seen ?? TrustedAuthenticationState.Setting(place: report.place, isEnabled: nil, keys: [])
        let isRevealed = key.reveal && report.seen != nil
        if isRevealed { try await [seen].recordReveal(of: report.profile, in: run) }
        for member in seen.json(isRevealed: isRevealed).members { change[member.key] = member.value }
        let isSeen = report.seen != nil && report.exitCode == .done
        let code = farewell.finish(
            (report.exitCode == .done ? [MessageComposer.text(for: report)] : [])
                + (isSeen ? [seen].lines(isRevealed: isRevealed, isUTF8: run.output.isUTF8) : []),
            json: ["change": .object(change)], code: report.exitCode, in: run)
        if case .accepted(let reason) = report.outcome {
            run.output.warn("W_NOT_CHECKED", MessageComposer.message(for: reason).sentence)
        }
        if let message = MessageComposer.message(for: report) { run.output.fail(message) }
        return code
    }
}

extension KeyChangeReport.Outcome {
    fileprivate var name: String {
        switch self {
        case .verified: "verified"
        case .accepted: "accepted"
        case .contradicted: "not-changed"
        case .leftOff: "left-off"
        case .unknown: "unknown"
        }
    }
}

extension Confirmation {
    /// A change of trusted authentication: what it does to whom is told before it is asked for.
    func agree(to plan: KeyChangePlan) throws -> ConfirmedKeyChange {
        let heading: SafeText =
            """
            \(plan.what) of \(SafeText(outside: plan.place.wording, limit: 80)) on \(plan.profile.name) \
            (\(plan.profile.origin.description))
            """
        let question = PlanQuestion(
            lines: [heading] + MessageComposer.consequences(of: plan).map { "  \($0)" }, yes: "Continue?")
        return try plan.confirmed(by: answer(to: plan.consent, question))
    }
}
