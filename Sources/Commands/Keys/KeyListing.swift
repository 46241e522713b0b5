import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera key list`.
struct KeyListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the scopes with trusted authentication, keys masked.",
        usage: "tessera key list [PROFILE] [--org NAME] [--reveal] [options]",
        discussion: "Logs in, reads the keys of the cluster and its Orgs, logs out. Recorded in the journal.",
        aliases: ["ls"]
    )

    static let examples: [CommandExample] = [
        CommandExample(
            "List the keys, masked",
            "tessera key list prod-eu")
    ]

    @OptionGroup
    var key: KeyOptions

    @OptionGroup
    var session: SessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints `{"profile","places":[{"place","org","enabled","keyCount"}],"checkedAt","logout"}`; with `--reveal` each
    /// place has `keys`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(key.name)
        let reading = ReadTrustedAuthentication(profile: profile, scope: key.place?.scope)
        try reading.check(in: run.workspace)
        let visit = session.visit(to: profile, in: run)
        let choice = try session.choice(on: profile, in: run)
        let (report, farewell) = try await visit.session(
            with: try await visit.entry(choice), org: profile.org
        ) { _ in try await reading.run(in: run.workspace) }
        let settings = try chosen(of: report)
        if key.reveal { try await settings.recordReveal(of: profile, in: run) }
        return farewell.finish(
            settings.isEmpty
                ? ["\(profile.name) reports no scope for trusted authentication."]
                : settings.lines(isRevealed: key.reveal, isUTF8: run.output.isUTF8),
            json: [
                "profile": .string(profile.name),
                "places": .array(settings.map { .object($0.json(isRevealed: key.reveal)) }),
                "checkedAt": .instant(report.checkedAt),
            ], in: run)
    }

    private func chosen(
        of report: TrustedAuthenticationReport
    ) throws(OperationError) -> [TrustedAuthenticationState.Setting] {
        guard let place = key.place else { return report.state.settings }
        guard let setting = report.state.setting(of: place) else {
            throw .refused(.noSecretKey(place: place.wording, profile: report.profile.name))
        }
        return [setting]
    }
}

/// What every command about keys takes: where, as whom, and whether a key may be seen.
struct KeyOptions: ParsableArguments, Sendable {
    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @Option(help: ArgumentHelp("The key of this Org instead of the cluster's.", valueName: "name|id"))
    var org: String?

    @Flag(help: "Print keys in clear text (recorded in the journal).")
    var reveal = false

    /// The Org that is named.
    var place: TrustedAuthenticationPlace? { org.map { .org(OrgReference(typed: $0)) } }
}

extension TrustedAuthenticationState.Setting {
    /// `{"place","org","enabled","keyCount"}`; with `isRevealed` also `keys`.
    ///
    /// `place` is `cluster` or `org`; `enabled` is null where the cluster words it in another way.
    func json(isRevealed: Bool) -> JSONObject {
        var members: JSONObject =
            switch place {
            case .cluster: ["place": "cluster", "org": .null]
            case .org(let org): ["place": "org", "org": .org(org)]
            }
        members["enabled"] = isEnabled.map { .bool($0) } ?? .null
        members["keyCount"] = .int(keys.count)
        if isRevealed { members["keys"] = .array(keys.map { .string($0.expose()) }) }
        return members
    }

    /// The keys of a row: masked, or on explicit wish in clear.
    func keyText(isRevealed: Bool) -> SafeText {
        if keys.isEmpty { return "-" }
        let texts = keys.map { isRevealed ? $0.expose() : $0.description }
        return SafeText(outside: texts.joined(separator: ", "))
    }
}

extension [TrustedAuthenticationState.Setting] {
    /// The places with their keys, one a line.
    func lines(isRevealed: Bool, isUTF8: Bool) -> [SafeText] {
        var table = TextTable("SCOPE", "STATE", "KEY")
        for setting in self {
            table.add(
                SafeText(outside: setting.place.wording, limit: 60), MessageComposer.text(for: setting),
                setting.keyText(isRevealed: isRevealed))
        }
        return table.lines(isUTF8: isUTF8)
    }

    /// Writes into the journal that these keys are about to be printed, and says so.
    func recordReveal(of profile: Profile, in run: CommandRun) async throws(OperationError) {
        for setting in self {
            guard let key = setting.keys.first else { continue }
            let reveal = RevealSecretKey(profile: profile, place: setting.place, key: key, way: .standardOutput)
            _ = try await reveal.run(in: run.workspace)
        }
        guard contains(where: { !$0.keys.isEmpty }) else { return }
        run.output.warn("W_KEY_PRINTED", "a secret key is printed; anyone with it can log in as any user")
    }
}
