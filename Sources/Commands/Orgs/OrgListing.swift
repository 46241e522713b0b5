import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera org`.
struct OrgCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "org",
        abstract: "List the Orgs of a cluster.",
        usage: "tessera org <command> ...",
        subcommands: [OrgListing.self], aliases: ["orgs"])
}

/// `tessera org list`.
struct OrgListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the Orgs of a cluster that the user can see.",
        usage: "tessera org list [PROFILE] [--password-stdin ...] [options]",
        discussion: """
            Logs in, reads the Orgs, logs out again. Every --org accepts the number; a name is looked up first. \
            To work in another Org, name it with --org: a command's session is never switched.
            """, aliases: ["ls"])

    static let examples: [CommandExample] = [
        CommandExample(
            "List the Orgs that the profile's user can see",
            "tessera org list prod-eu --password-file ~/.prod-eu")
    ]

    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints `{"orgs":[{"id","name","isCurrent"}],"repeatedIds","via","logout"}`; `repeatedIds` are the numbers that the
    /// cluster lists more than once, `via` is the operation of a neighbour, where one was used.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(name)
        let visit = session.visit(to: profile, in: run)
        let choice = try session.choice(on: profile, in: run)
        let ((orgs, current), farewell) = try await visit.session(
            with: try await visit.entry(choice), org: profile.org
        ) { report in
            (try await FindOrgs(profile: profile).run(in: run.workspace), report.info.currentOrg)
        }
        if let note = MessageComposer.neighbourNote(.searchOrgs, on: profile) { run.output.note(note) }
        if let warning = MessageComposer.warning(about: orgs) { run.output.warn("W_ORG_REPEATED", warning) }
        if orgs.isEmpty { run.output.note("The cluster lists no Org for this user.") }
        let json: JSONObject = [
            "orgs": .array(orgs.map { Self.json($0, isCurrent: current?.agrees(with: $0) == true) }),
            "repeatedIds": .array(orgs.repeatedIDs.map { .int($0) }),
            "via": .outside(profile.generation.capability(.searchOrgs).neighbour),
        ]
        return farewell.finish(lines(orgs, current, isUTF8: run.output.isUTF8), json: json, in: run)
    }

    private func lines(_ orgs: [OrgReference], _ current: OrgReference?, isUTF8: Bool) -> [SafeText] {
        var table = TextTable([.init(title: "ID", alignment: .trailing), .init(title: "NAME"), .init(title: "")])
        for org in orgs {
            table.add(
                org.id.map { "\($0)" } ?? "-", SafeText(outside: org.name ?? "-", limit: 80),
                current?.agrees(with: org) == true ? "this session's" : "")
        }
        return table.lines(isUTF8: isUTF8)
    }

    private static func json(_ org: OrgReference, isCurrent: Bool) -> JSONValue {
        ["id": org.id.map { .int($0) } ?? .null, "name": .outside(org.name), "isCurrent": .bool(isCurrent)]
    }
}
