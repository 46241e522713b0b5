import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage

/// The fields of a profile, as options. What is not given stays as it is; an empty text takes a field out.
struct ProfileOptions: ParsableArguments, Sendable {
    @Option(.url, valueName: "url") var url: String?
    @Option(.username, valueName: "user") var username: String?
    @Option(.generation, valueName: "name", completion: .generations) var generation: String?
    @Option(.org, valueName: "name|id") var org: String?
    @Option(.tag, valueName: "word") var tag: String?
    @Option(.caFile, valueName: "file", completion: .file()) var caFile: String?
    @Option(
        .isInsecure, valueName: "host",
        help: "Skip certificate verification; repeat the host of the URL to confirm. Empty: verify again.")
    var insecureHost: String?
    @Option(.proxy, valueName: "url") var proxy: String?
    @Option(.secretSource, valueName: "word", completion: .list(["memory", "vault", "command"]))
    var secretSource: String?
    @Option(
        .secretCommand, valueName: "text",
        help: "Program and arguments that print the secret: one text, or a JSON array. Implies the source command.")
    var secretCommand: String?
    @Option(.commandKind, valueName: "word") var secretCommandKind: String?
    @Option(.commandFormat, valueName: "word") var secretCommandFormat: String?
    @Flag(.commandInteractive) var secretCommandInteractive: Bool?
    @Option(.owner, valueName: "who") var owner: String?
    @Option(.note, valueName: "text") var note: String?
    @Flag(.acceptsURLSecrets) var acceptURLSecrets: Bool?
    @Flag(.isProtected) var protected: Bool?
    @Flag(.isReadOnly, help: "Allow or refuse changes on this cluster.") var changes: Bool?

    /// What is given, by field; the host of an unverified connection is no input of a field.
    private var given: [(id: ProfileField.ID, input: ProfileInput)] {
        let texts: [(ProfileField.ID, String?)] = [
            (.url, url), (.username, username), (.generation, generation), (.org, org), (.tag, tag), (.caFile, caFile),
            (.proxy, proxy), (.secretSource, secretSource ?? impliedSource), (.secretCommand, secretCommand),
            (.commandKind, secretCommandKind), (.commandFormat, secretCommandFormat), (.owner, owner), (.note, note),
        ]
        let toggles: [(ProfileField.ID, Bool?)] = [
            (.acceptsURLSecrets, acceptURLSecrets), (.isProtected, protected), (.isReadOnly, changes.map { !$0 }),
            (.commandInteractive, secretCommandInteractive),
        ]
        return texts.compactMap { id, text in text.map { (id, .text($0)) } }
            + toggles.compactMap { id, isOn in isOn.map { (id, .toggle($0)) } }
    }

    private var impliedSource: String? {
        secretCommand.flatMap { $0.isEmpty ? nil : Profile.SecretSource.command.rawValue }
    }

    /// Whether any field is given.
    var isEmpty: Bool { given.isEmpty && insecureHost == nil }

    /// Puts what is given into `draft`.
    func apply(to draft: inout ProfileDraft) throws(CommandProblem) {
        for (id, input) in given { draft[input: id] = input }
        if let insecureHost { try applyTrust(insecureHost, to: &draft) }
    }

    /// The host is typed once more, so that the verification is not turned off in passing (promise P35).
    private func applyTrust(_ host: String, to draft: inout ProfileDraft) throws(CommandProblem) {
        if host.isEmpty {
            draft[isOn: .isInsecure] = false
            return
        }
        guard let origin = try? draft.profile(id: "check").origin, origin.host == host.lowercased() else {
            throw .usage(
                "--insecure-host is not the host of the profile's URL",
                hint: "type the host name of the URL, without scheme and port")
        }
        draft[isOn: .isInsecure] = true
    }
}

extension Option where Value == String? {
    /// The option of a field, with its help unless another one is given.
    fileprivate init(_ id: ProfileField.ID, valueName: String, help: String? = nil, completion: CompletionKind? = nil) {
        let field = ProfileField[id]
        self.init(
            name: .customLong(field.option ?? field.key),
            help: ArgumentHelp(help ?? field.help, valueName: valueName), completion: completion)
    }
}

extension Flag where Value == Bool? {
    /// `--NAME` and `--no-NAME` of a field.
    fileprivate init(_ id: ProfileField.ID, help: String? = nil) {
        let field = ProfileField[id]
        self.init(
            name: .customLong(field.option ?? field.key), inversion: .prefixedNo, exclusivity: .exclusive,
            help: ArgumentHelp(help ?? field.help))
    }
}
