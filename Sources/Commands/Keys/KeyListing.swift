import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera key list`.
struct KeyListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show where trusted authentication is on, keys masked.",
        usage: "tessera key list [PROFILE] [--org NAME] [--reveal] [options]",
        discussion: "Logs in, reads the keys of the cluster and its Orgs, logs out. The journal keeps that it was done."
    )

    @OptionGroup
    var key: KeyOptions

    @OptionGroup(title: "Credential options")
    var credential: CredentialOptions

    @OptionGroup(title: "Credential options")
    var token: TokenInputOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profile","places":[{"place","org","enabled","keyCount"}],"checkedAt","logout"}`; with `--reveal` each
    /// place has `keys`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try run.cluster(key.name)
        let reading = ReadTrustedAuthentication(profile: profile, scope: key.place?.scope)
        try reading.check(in: run.workspace)
        let visit = Visit(profile: profile, options: credential, run: run)
        let choice = try credential.choice(or: token, on: profile, in: run)
        let (report, farewell) = try await visit.session(
            with: try await visit.credential(choice), org: profile.org
        ) { _ in try await reading.run(in: run.workspace) }
        let settings = try chosen(of: report)
        if key.reveal { try await settings.recordReveal(of: profile, in: run) }
        return farewell.finish(
            settings.isEmpty
                ? ["\(profile.name) tells of no place for trusted authentication."]
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
