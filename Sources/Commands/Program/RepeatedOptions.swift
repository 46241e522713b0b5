import ArgumentParser
import ThoughtSpotSessions

/// Options that take one value and are given two: the parser would take the last without a word (fault H3).
enum RepeatedOptions {
    /// The first option that contradicts itself; the same value twice does not.
    static func contradiction(in arguments: [String], of command: any TesseraCommand.Type) -> String? {
        var values: [String: String] = [:]
        var suspects: [String] = []
        let options = Array(arguments.prefix { $0 != "--" })
        for (index, argument) in options.enumerated() where argument.hasPrefix("--") {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let next = index + 1 < options.count ? options[index + 1] : ""
            let value = parts.count == 2 ? parts[1] : next
            if let before = values.updateValue(value, forKey: parts[0]), before != value { suspects.append(parts[0]) }
        }
        if suspects.isEmpty { return nil }
        let single = singleValued(of: command)
        return suspects.first { single.contains($0) }
    }

    /// What the parser itself says of the command's options. It takes a while, and is asked on suspicion only.
    private static func singleValued(of command: any TesseraCommand.Type) -> Set<String> {
        let described = try? JSONValue.parse(Array(command._dumpHelp().utf8))
        let arguments = described?["command"]?["arguments"]?.arrayValue ?? []
        let single = arguments.filter { $0["kind"] == "option" && $0["isRepeating"]?.boolValue == false }
        return Set(
            single.flatMap { $0["names"]?.arrayValue ?? [] }.compactMap { $0["name"]?.stringValue.map { "--" + $0 } })
    }
}
