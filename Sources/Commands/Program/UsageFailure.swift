import ArgumentParser
import DisplayText

/// What the parser says, in our form. No value that may be a secret is repeated (fault H2).
enum UsageFailure {
    /// How parsing ended, when it did not give a command to run.
    enum Ending {
        /// Help or the version: for standard output.
        case answer(String)
        case problem(CommandProblem)
    }

    /// No help is wider; terminals of this width are still about.
    static let columns = 80

    static func ending(of error: any Error, arguments: [String]) -> Ending {
        if TesseraRoot.exitCode(for: error) == .success {
            return .answer(TesseraRoot.fullMessage(for: error, columns: columns))
        }
        let text = hidingValues(in: TesseraRoot.message(for: error), arguments: arguments)
        let sentence = text.split(separator: "\n").first.map(String.init) ?? "The command line cannot be understood"
        let plain = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return .problem(.usage(SafeText(outside: plain, limit: 400), hint: "\(command(in: error)) --help"))
    }

    /// `tessera token issue`, as far as the parser came.
    private static func command(in error: any Error) -> SafeText {
        let text = TesseraRoot.fullMessage(for: error, columns: columns)
        guard let line = text.split(separator: "\n").last(where: { $0.contains("See '") }) else { return "tessera" }
        let quoted = line.split(separator: "'")
        guard quoted.count > 1 else { return "tessera" }
        return SafeText(outside: String(quoted[1]).replacing(" --help", with: "").replacing(" -h", with: ""))
    }

    /// The parser quotes what it did not understand. What may be a secret, by its look or by its place behind an option
    /// about secrets, is taken out.
    private static func hidingValues(in message: String, arguments: [String]) -> String {
        var result = message
        for (index, argument) in arguments.enumerated() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let isBehindSecret = index > 0 && isAboutSecrets(arguments[index - 1])
            let isOption = argument.hasPrefix("-")
            var hidden: [String] = []
            if parts.count == 2, isOption { hidden.append(parts[1]) }
            if isOption ? !SecretLook.isHarmless(parts[0]) : isBehindSecret || !SecretLook.isHarmless(argument) {
                hidden.append(argument)
            }
            for value in hidden where !value.isEmpty {
                result = result.replacing("'\(value)'", with: "(not repeated)")
            }
        }
        return result
    }

    private static func isAboutSecrets(_ option: String) -> Bool {
        option.hasPrefix("--password") || option.hasPrefix("--secret") || option.hasPrefix("--token")
    }
}
