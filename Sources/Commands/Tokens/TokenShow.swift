import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera token show FINGERPRINT`.
struct TokenShow: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is known of a token; never the token itself.",
        usage: "tessera token show FINGERPRINT [--profile NAME] [options]")

    @Argument(help: "At least 4 digits of it.")
    var fingerprint: String

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"token":{...}}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        try TokenChoice.check(fingerprint)
        let list = try await ListTokens().run(in: run.workspace)
        let profile = try run.namedProfile()
        let records = list.records.filter { profile == nil || $0.isOf(profile) }
        let record = try FindToken.find(typed: fingerprint, in: records)
        run.output.print(
            record.lines(at: run.now),
            json: ["token": .object(record.json(at: run.now, isHeld: list.heldIDs.contains(record.id)))])
        return .done
    }
}

extension TokenRecord {
    /// Whether the token belongs to that profile, by its id or by the name it had when the token was recorded.
    func isOf(_ profile: Profile?) -> Bool { profileID == profile?.id || profileName == profile?.name }
}
