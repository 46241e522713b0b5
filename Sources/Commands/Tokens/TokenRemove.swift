import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token remove`.
struct TokenRemove: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove tokens from the list (does not revoke).",
        usage: "tessera token remove FINGERPRINT ... [--profile NAME] [options]",
        discussion: "Nothing is changed on the cluster: a valid token stays valid.", aliases: ["forget"])

    @Argument(help: "Fingerprints, at least 4 digits of each.")
    var fingerprints: [String]

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"removed":[FINGERPRINT,...]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        for typed in fingerprints { try TokenChoice.check(typed) }
        let profile = try await run.namedProfile()
        let list = try await ListTokens().run(in: run.workspace)
        let known = list.records(of: profile)
        var records: [TokenRecord] = []
        for typed in fingerprints {
            let record = try FindToken.find(typed: typed, in: known)
            if !records.contains(record) { records.append(record) }
        }
        let valid = records.count { list.standing(of: $0, at: run.now).mayBeValid }
        if valid > 0 {
            let consent = Consent(.key, to: "Removing a token that may be valid", on: [])
            let question: SafeText = "\(valid) of \(records.count) may be valid and will stay so. Remove from the list?"
            let confirmation = Confirmation(run: run, confirm: nil)
            try consent.judge(confirmation.answer(to: consent, .init(lines: [], yes: question)))
        }
        let count = try await RemoveTokens(records: records).run(in: run.workspace).count
        run.output.print(
            [
                "Removed \(count == 1 ? "1 token" : "\(count) tokens") from the list\(valid > 0 ? ", \(valid) may still be valid" : "")."
            ],
            json: ["removed": .array(records.map { .string($0.fingerprint.text) })])
        return .done
    }
}
