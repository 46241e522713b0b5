import HTTPExchange
package import StrictJSON
import ThoughtSpotSessions

/// One field of a profile: how it stands in the profile file, and how a person sees and changes it.
///
/// ``all`` is the only list of the fields. The reader and the writer of the file, the draft of an editor, the commands,
/// their JSON output and the form go through it: a new field is a property of ``Profile``, a row here, and an option.
package struct ProfileField: Identifiable, Sendable {
    package enum ID: String, Hashable, Sendable, CaseIterable {
        case name, url, generation, acceptsURLSecrets, username, org, tag, isProtected, isReadOnly, caFile, isInsecure,
            proxy, timeouts, secretSource, secretCommand, commandKind, commandFormat, commandInteractive,
            commandTime, owner, note
    }

    package let id: ID
    /// Its member of the file: `tls.caFile`.
    package let key: String
    package let label: String
    package let help: String
    /// What an empty text stands for.
    package let placeholder: String
    /// A value that may be typed where an empty text stands for nothing.
    package let example: String
    /// The name of its option, without dashes; absent when the file alone has it.
    package let option: String?
    package let editor: ProfileEditor
    package let isRequired: Bool
    /// Its member of JSON output.
    package let jsonName: String

    let read: @Sendable (JSONValue, inout Profile) throws(ProfileMemberError) -> Void
    let written: @Sendable (Profile, JSONValue?) -> JSONValue?
    let isSame: @Sendable (Profile, Profile) -> Bool
    private let shown: @Sendable (Profile) -> ProfileInput
    private let transfer: @Sendable (Profile, inout Profile) -> Void
    private let accept: @Sendable (ProfileInput, inout Profile) throws(ProfileInputError) -> Void
    private let output: @Sendable (Profile) -> JSONValue
    private let line: @Sendable (Profile) -> String?
    private let markOf: @Sendable (Profile) -> String?

    private init<Value: Hashable & Sendable>(
        _ id: ID, _ key: String, _ path: any WritableKeyPath<Profile, Value> & Sendable,
        _ notation: ProfileNotation<Value>, label: String, help: String, placeholder: String = "",
        example: String = "", option: String? = nil, isRequired: Bool = false,
        jsonName: String? = nil,
        output: (@Sendable (Profile) -> JSONValue)? = nil, line: (@Sendable (Profile) -> String?)? = nil,
        mark: (@Sendable (Profile) -> String?)? = nil
    ) {
        self.id = id
        self.key = key
        self.label = label
        self.help = help
        self.placeholder = placeholder
        self.example = example
        self.option = option
        self.isRequired = isRequired
        self.jsonName = jsonName ?? key
        editor = notation.editor
        read = { member, profile throws(ProfileMemberError) in
            if let value = try notation.read(member) {
                profile[keyPath: path] = value
            } else if isRequired {
                throw ProfileMemberError("it is missing")
            }
        }
        written = { profile, old in notation.written(profile[keyPath: path], old) }
        isSame = { $0[keyPath: path] == $1[keyPath: path] }
        shown = { notation.shown($0[keyPath: path]) }
        transfer = { $1[keyPath: path] = $0[keyPath: path] }
        accept = { input, profile throws(ProfileInputError) in profile[keyPath: path] = try notation.accepted(input) }
        self.output = output ?? { notation.output($0[keyPath: path]) }
        self.line = line ?? { notation.line($0[keyPath: path]) }
        markOf = mark ?? { _ in nil }
    }

    /// What an editor shows of it.
    package func input(of profile: Profile) -> ProfileInput { shown(profile) }

    /// Checks what was typed and puts it into `profile`; a field of the file alone stays as it is.
    package func put(_ input: ProfileInput, into profile: inout Profile) throws(ProfileInputError) {
        if editor != .file { try accept(input, &profile) }
    }

    /// Puts what `profile` says into `other`.
    package func copy(from profile: Profile, to other: inout Profile) { transfer(profile, &other) }

    /// Its value in JSON output; `null` when it says nothing.
    package func json(of profile: Profile) -> JSONValue { output(profile) }

    /// Its value in a line of its own, nil when there is nothing to say.
    package func text(of profile: Profile) -> String? { line(profile) }

    /// A word for a column of what is special about the profile.
    package func mark(of profile: Profile) -> String? { markOf(profile) }

    /// Whether it tells about the secret command, and so counts only where the secret source is one.
    package var isOfSecretCommand: Bool { key.hasPrefix("secretCommand.") }

    /// The field of that name.
    package static subscript(id: ID) -> ProfileField { byID[id] ?? all[0] }

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    /// In the order of the form.
    package static let all: [ProfileField] = [
        ProfileField(
            .name, "name", \.name, .name, label: "Name", help: "1 to 64 letters, digits, and . _ -", option: "name",
            isRequired: true),
        ProfileField(
            .url, "url", \.origin, .origin, label: "URL", help: "https://HOST or https://HOST:PORT.",
            example: "https://ts.example.com", option: "url", isRequired: true),
        ProfileField(
            .generation, "generation", \.generation, .generation, label: "Generation",
            help: "v2.0, v1, beta-tspublic, beta-api or beta-query.", option: "generation"),
        ProfileField(
            .acceptsURLSecrets, "acceptUrlSecrets", \.acceptsURLSecrets, .flag, label: "URL secrets",
            help: "Allow the password or key in URLs (beta-query): proxies and access logs keep it.",
            option: "accept-url-secrets", mark: { $0.acceptsURLSecrets ? "URL secrets" : nil }),
        ProfileField(
            .username, "username", \.username, .text, label: "User", help: "The user to log in as.", option: "username"),
        ProfileField(
            .org, "org", \.org, .org, label: "Org", help: "The Org to log in to.", placeholder: "cluster default",
            option: "org"),
        ProfileField(
            .tag, "tag", \.tag, .text, label: "Environment", help: "production, staging, or a word of your own.",
            option: "tag", mark: { $0.tag }),
        ProfileField(
            .isProtected, "protected", \.isProtected, .flag, label: "Protected",
            help: "Changes need the profile's name typed.", option: "protected",
            mark: { $0.isProtected ? "protected" : nil }),
        ProfileField(
            .isReadOnly, "readOnly", \.isReadOnly, .flag, label: "Read-only", help: "Changes are refused.",
            option: "changes", mark: { $0.isReadOnly ? "read-only" : nil }),
        ProfileField(
            .caFile, "tls.caFile", \.caFile, .caFile, label: "CA file", help: "PEM file with the CA of this cluster.",
            placeholder: "system CA store", option: "ca-file", jsonName: "caFile",
            line: { $0.caFile ?? ($0.isInsecure ? nil : "system CA store") }),
        ProfileField(
            .isInsecure, "tls.insecure", \.isInsecure, .flag, label: "Insecure", help: "Skip certificate verification.",
            option: "insecure-host", jsonName: "trust", output: { .string($0.trust.name) },
            line: { $0.isInsecure ? "the certificate is NOT VERIFIED" : nil },
            mark: { $0.isInsecure ? "INSECURE" : nil }),
        ProfileField(
            .proxy, "proxy", \.proxy, .proxy, label: "Proxy", help: "http://HOST:PORT, or direct for none.",
            placeholder: "from the environment", option: "proxy"),
        ProfileField(
            .timeouts, "timeouts", \.deadlines, .timeouts, label: "Timeouts", help: "In milliseconds, each 1 to 600000."
        ),
        ProfileField(
            .secretSource, "secretSource", \.secretSource, .secretSource, label: "Secrets",
            help: "memory (asked for, kept until exit), vault, or command (a program prints the secret).",
            option: "secret-source"),
        ProfileField(
            .secretCommand, "secretCommand.argv", \.secretCommand.arguments, .command, label: "Command",
            help: "Prints the secret; no shell. {profile}, {host}, {username} are filled in.",
            example: "/usr/bin/pass show {profile}", option: "secret-command",
            jsonName: "secretCommand"),
        ProfileField(
            .commandKind, "secretCommand.kind", \.secretCommand.kind, .word(usual: .password), label: "Kind",
            help: "What the command prints: password or secret-key.", option: "secret-command-kind",
            jsonName: "secretCommandKind"),
        ProfileField(
            .commandFormat, "secretCommand.format", \.secretCommand.format, .word(usual: .raw), label: "Format",
            help: "Of its output. raw: one line. json: an object with version, secret, expires_at.",
            option: "secret-command-format", jsonName: "secretCommandFormat"),
        ProfileField(
            .commandInteractive, "secretCommand.interactive", \.secretCommand.isInteractive, .flag,
            label: "Interactive", help: "The command asks at the terminal.", option: "secret-command-interactive",
            jsonName: "secretCommandInteractive"),
        ProfileField(
            .commandTime, "secretCommand.timeout_s", \.secretCommand.seconds, .seconds, label: "Time limit",
            help: "Of the secret command in seconds, 1 to 120.", jsonName: "secretCommandTime"),
        ProfileField(
            .owner, "owner", \.owner, .text, label: "Owner", help: "Whom to ask before a change: a person or a team.",
            option: "owner"),
        ProfileField(.note, "note", \.note, .text, label: "Note", help: "Free-text note.", option: "note"),
    ]
}
