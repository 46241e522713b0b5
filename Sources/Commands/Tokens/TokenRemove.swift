import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token forget`.
struct TokenForget: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Take tokens off the list, without ending them.",
        usage: "tessera token forget FINGERPRINT ... [--profile NAME] [options]",
        discussion: "Nothing is changed on the cluster: a token that is alive stays alive.")

    @Argument(help: "At least 4 digits of each.")
    var fingerprints: [String]

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"forgotten":[FINGERPRINT,...]}`.
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
        let alive = records.filter { list.standing(of: $0, at: run.now).mayBeValid }
        if !alive.isEmpty, !common.yes {
            guard run.mayAsk else {
                throw OperationError.refused(.confirmationNeeded(what: "Forgetting a token that may be alive"))
            }
            let question: SafeText = "\(alive.count) of them may be alive and will stay so. Forget? [y/N] "
            let answer = try run.context.promptLine(question.string)?.lowercased()
            guard answer == "y" || answer == "yes" else { throw CommandProblem.declined }
        }
        let count = try await ForgetTokens(records: records).run(in: run.workspace).count
        run.output.print(
            [
                count == 1
                    ? "Forgot 1 token here. Nothing was ended." : "Forgot \(count) tokens here. Nothing was ended."
            ],
            json: ["forgotten": .array(records.map { .string($0.fingerprint.text) })])
        return .done
    }
}
