import ArgumentParser

/// What the common options of a command line say; the default where the command does not offer one.
struct CommonValues: Hashable, Sendable {
    var home: String?
    var json = false
    var profiles: [String] = []
    var yes = false
    var readOnly = false
    var isVerbose = false

    /// The one profile that is named; commands with ``SeveralProfiles`` look at all.
    var profile: String? { profiles.first }
}

/// The common options that a command declares: those that mean something to it, which its help, its completion and its
/// manual page offer. All others are unknown to it.
protocol CommonOptionSet: ParsableArguments, Sendable {
    var values: CommonValues { get }
}

/// For a command that prints a text of the program, whatever the home.
struct NoCommonOptions: CommonOptionSet {
    var values: CommonValues { CommonValues() }
}

/// `--home` and `--json`, and what a command declares beside: how many profiles `--profile` names, whether it asks, what it
/// does on a cluster.
struct CommonOptions<Profiles: CommonOptionPart, Consent: CommonOptionPart, Work: CommonOptionPart>: CommonOptionSet {
    @Option(help: ArgumentHelp("Keep all files in this directory.", valueName: "dir"), completion: .directory)
    private var home: String?

    @Flag(help: "Print one JSON object; never ask.")
    private var json = false

    @OptionGroup
    private var profiles: Profiles

    @OptionGroup
    private var consent: Consent

    @OptionGroup
    private var work: Work

    var values: CommonValues {
        var values = CommonValues(home: home, json: json)
        profiles.add(to: &values)
        consent.add(to: &values)
        work.add(to: &values)
        return values
    }
}

/// Common options that mean one thing together.
protocol CommonOptionPart: ParsableArguments, Sendable {
    func add(to values: inout CommonValues)
}

/// The command works on no profile, on all, or on those of its arguments.
struct NoProfile: CommonOptionPart {
    func add(to values: inout CommonValues) {}
}

/// `--profile`, once.
struct OneProfile: CommonOptionPart {
    @Option(help: ArgumentHelp("The profile to work on.", valueName: "name"), completion: .profiles)
    private var profile: String?

    func add(to values: inout CommonValues) { values.profiles = profile.map { [$0] } ?? [] }
}

/// `--profile`, as often as there are profiles.
struct SeveralProfiles: CommonOptionPart {
    @Option(
        name: .customLong("profile"), parsing: .singleValue,
        help: ArgumentHelp("The profile to work on; may be repeated.", valueName: "name"), completion: .profiles)
    private var profiles: [String] = []

    func add(to values: inout CommonValues) { values.profiles = profiles }
}

/// The command asks for no confirmation.
struct NeverAsks: CommonOptionPart {
    func add(to values: inout CommonValues) {}
}

/// `--yes`: the command can ask for a ``Confirmation``.
struct Asks: CommonOptionPart {
    @Flag(help: "Answer simple confirmations with yes.")
    private var yes = false

    func add(to values: inout CommonValues) { values.yes = yes }
}

/// The command sends no request, and changes nothing that read-only mode keeps.
struct LocalWork: CommonOptionPart {
    func add(to values: inout CommonValues) {}
}

/// `--read-only`: the command sends nothing, and is refused in read-only mode.
struct RecordKeeping: CommonOptionPart {
    @Flag(name: .customLong("read-only"), help: "Refuse to change anything.")
    private var readOnly = false

    func add(to values: inout CommonValues) { values.readOnly = readOnly }
}

/// `--verbose`: the command may read from a cluster, and changes nothing there.
struct ClusterReading: CommonOptionPart {
    @OptionGroup
    private var log: RequestLogOption

    func add(to values: inout CommonValues) { values.isVerbose = log.isOn }
}

/// `--read-only` and `--verbose`: the command works on a cluster.
struct ClusterWork: CommonOptionPart {
    @Flag(name: .customLong("read-only"), help: "Refuse to change anything on a cluster.")
    private var readOnly = false

    @OptionGroup
    private var log: RequestLogOption

    func add(to values: inout CommonValues) {
        values.readOnly = readOnly
        values.isVerbose = log.isOn
    }
}

/// `--verbose`.
struct RequestLogOption: ParsableArguments, Sendable {
    @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Print every request to standard error.")
    private var verbose: Int

    var isOn: Bool { verbose > 0 }
}
