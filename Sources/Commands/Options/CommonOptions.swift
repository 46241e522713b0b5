import ArgumentParser

/// What every command understands, before its name and after it.
struct CommonOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("Keep all files in this directory.", valueName: "dir"), completion: .directory)
    var home: String?

    @Flag(help: "Print one JSON object; never ask.")
    var json = false

    @Option(
        name: .customLong("profile"), parsing: .singleValue,
        help: ArgumentHelp("The profile to work on.", valueName: "name"), completion: .profiles)
    var profiles: [String] = []

    /// The one profile that is named; see ``TesseraCommand/takesSeveralProfiles``.
    var profile: String? { profiles.first }

    @Flag(name: .customLong("read-only"), help: "Refuse to change anything on a cluster.")
    var readOnly = false

    @Flag(help: "Answer simple confirmations with yes.")
    var yes = false

    @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Print every request to standard error.")
    var verbose: Int
}
