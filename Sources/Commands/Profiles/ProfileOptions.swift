import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage

/// The fields of a profile, as options. What is not given stays as it is; an empty text takes a field out.
struct ProfileOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The cluster: https://HOST.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The user to log in as.", valueName: "user"))
    var username: String?

    @Option(help: ArgumentHelp("v2.0, v1, beta-tspublic, beta-api or beta-query.", valueName: "name"))
    var generation: String?

    @Option(help: ArgumentHelp("The Org to land in.", valueName: "name|id"))
    var org: String?

    @Option(help: ArgumentHelp("The kind of environment: production, staging, ...", valueName: "word"))
    var tag: String?

    @Option(name: .customLong("ca-file"), help: ArgumentHelp("PEM file of a company's authority.", valueName: "file"))
    var caFile: String?

    @Option(
        name: .customLong("insecure-host"),
        help: ArgumentHelp(
            "Do not verify the certificate. Type the host of the URL, so that it is meant; empty verifies again.",
            valueName: "host"))
    var insecureHost: String?

    @Option(help: ArgumentHelp("http://HOST:PORT, or direct.", valueName: "url"))
    var proxy: String?

    @Option(
        name: .customLong("secret-source"),
        help: ArgumentHelp("memory; others come with a later release.", valueName: "word"))
    var secretSource: String?

    @Option(help: ArgumentHelp("A word to yourself.", valueName: "text"))
    var note: String?

    @Flag(
        name: .customLong("accept-url-secrets"), inversion: .prefixedNo, exclusivity: .exclusive,
        help: "beta-query: the password or key may be in the URL, where proxies and access logs keep it.")
    var acceptURLSecrets: Bool?

    @Flag(inversion: .prefixedNo, exclusivity: .exclusive, help: "Changes want the profile's name typed.")
    var protected: Bool?

    @Flag(
        name: .customLong("changes"), inversion: .prefixedNo, exclusivity: .exclusive,
        help: "Whether changes on this cluster are possible at all.")
    var changes: Bool?

    /// Whether any field is given.
    var isEmpty: Bool {
        [url, username, generation, org, tag, caFile, insecureHost, proxy, secretSource, note].allSatisfy { $0 == nil }
            && protected == nil && changes == nil && acceptURLSecrets == nil
    }

    /// Puts what is given into `draft`.
    func apply(to draft: inout ProfileDraft) throws(CommandProblem) {
        if let url { draft.url = url }
        if let username { draft.username = username }
        if let generation { draft.generation = generation }
        if let org { draft.org = org }
        if let tag { draft.tag = tag }
        if let caFile { draft.caFile = caFile }
        if let proxy { draft.proxy = proxy }
        if let secretSource { draft.secretSource = secretSource }
        if let note { draft.note = note }
        if let acceptURLSecrets { draft.acceptsURLSecrets = acceptURLSecrets }
        if let protected { draft.isProtected = protected }
        if let changes { draft.isReadOnly = !changes }
        if let insecureHost { try applyTrust(insecureHost, to: &draft) }
    }

    /// The host is typed once more, so that nobody turns the verification off in passing (promise P35).
    private func applyTrust(_ host: String, to draft: inout ProfileDraft) throws(CommandProblem) {
        if host.isEmpty {
            draft.isInsecure = false
            return
        }
        guard let origin = try? draft.profile(id: "check").origin, origin.host == host.lowercased() else {
            throw .usage(
                "--insecure-host is not the host of the profile's URL",
                hint: "type the host name of the URL, without scheme and port")
        }
        draft.isInsecure = true
    }
}
