import ArgumentParser

/// A command line that a command's help and its manual page show.
struct CommandExample: Hashable, Sendable {
    /// What it does: an imperative of a few words, without a full stop.
    let purpose: String
    /// A whole line, which a shell understands.
    let line: String

    init(_ purpose: String, _ line: String) {
        self.purpose = purpose
        self.line = line
    }

    /// The line, continued as a shell continues it where it is wider than that; two columns in.
    func lines(columns: Int) -> [String] {
        var lines = [" "]
        for word in line.split(separator: " ") {
            let last = lines.count - 1
            if lines[last].count + 1 + word.count <= columns {
                lines[last] += " \(word)"
            } else {
                lines[last] += " \\"
                lines.append("      \(word)")
            }
        }
        return lines
    }
}

/// The part of a command's help that the parser does not write.
enum ExampleSection {
    /// The help with the examples of the command that the arguments name; as it is where the command has none.
    static func appended(to help: String, for arguments: [String]) -> String {
        let path = CommandPath(arguments)
        guard let command = path.command as? any TesseraCommand.Type else { return help }
        let lines = command.examples.flatMap { ["  # \($0.purpose)"] + $0.lines(columns: UsageFailure.columns - 2) }
        return ([help, "", "EXAMPLES:"] + lines).joined(separator: "\n")
    }
}
