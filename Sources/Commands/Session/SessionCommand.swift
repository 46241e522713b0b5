import ArgumentParser
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera session [PROFILE]`.
struct SessionCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Show the session a credential opens: user, privileges, Org.",
        usage: "tessera session [PROFILE] [--password-stdin ...] [options]",
        discussion: "Reads the session that the vault keeps; otherwise logs in, reads the session, and logs out again.",
        aliases: ["whoami"])

    static let examples: [CommandExample] = [
        CommandExample(
            "Show who is logged in",
            "tessera session prod-eu")
    ]

    @Argument(help: "Profile (default: the default profile).", completion: .profiles)
    var name: String?

    @Option(help: ArgumentHelp("Org to log in to (default: the profile's).", valueName: "name|id"))
    var org: String?

    @Flag(name: .customLong("remember-me"), help: "Ask the cluster for a longer session (cookie sessions only).")
    var rememberMe = false

    @OptionGroup
    var session: SupersedingSessionOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, ClusterWork>

    /// Prints `{"session":{...},"logout":"ended"}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(name)
        var visit = session.visit(to: profile, in: run)
        visit.rememberMe = rememberMe
        let org = org.map(OrgReference.init(typed:)) ?? profile.org
        let presented = try await visit.entry(try session.choice(on: profile, in: run), org: org)
        let (report, farewell) = try await visit.session(with: presented, org: org) { report in report }
        return farewell.finish(report.lines(at: run.now), json: ["session": report.json], in: run)
    }
}

extension SessionReport {
    /// Members of `session`: `profile`, `url`, `generation`, `user`, `userId`, `displayName`, `email`, `org`, `orgs`,
    /// `privileges`, `orgPrivileges`, `groups`, `inheritedGroups`, `variableValues`, `userParameters`,
    /// `accessControlProperties` (JSON values of the server, or `null`), `canChangePassword`, `systemUser`, `accountType`,
    /// `accountStatus`, `release`, `clusterId`, `clusterName`, `credential`,
    /// `carrier` (`cookies` or `bearer`), `openedAt`, `expiresAt`, `expiry`, `checkedAt`, `clockSkewMs`, `durationMs`.
    var json: JSONValue {
        var members: JSONObject = [
            "profile": .string(profile.name), "url": .string(profile.origin.description),
            "generation": .string(profile.generation.rawValue), "user": .string(info.userName),
            "userId": .outside(info.userID), "displayName": .outside(info.displayName), "email": .outside(info.email),
            "org": .org(info.currentOrg), "orgs": .array(info.orgs.map { .org($0) }),
            "privileges": .array(info.privileges.map { .string($0) }),
            "groups": .array(info.groups.map { .string($0) }), "accountType": .outside(info.accountType),
            "accountStatus": .outside(info.accountStatus), "release": .outside(info.releaseVersion),
            "clusterId": .outside(info.clusterID), "clusterName": .outside(info.clusterName),
            "credential": .string(credential.rawValue), "carrier": .string(isCookieSession ? "cookies" : "bearer"),
            "openedAt": .instant(openedAt),
        ]
        members["inheritedGroups"] = .array(info.inheritedGroups.map { .string($0) })
        members["orgPrivileges"] = Self.value(info.orgPrivileges)
        members["variableValues"] = Self.value(info.variableValues)
        members["userParameters"] = Self.value(info.userParameters)
        members["accessControlProperties"] = Self.value(info.accessControlProperties)
        members["canChangePassword"] = info.canChangePassword.map { .bool($0) } ?? .null
        members["systemUser"] = info.isSystemUser.map { .bool($0) } ?? .null
        members.appendExpiry(expiry)
        members["checkedAt"] = .instant(checkedAt)
        members["clockSkewMs"] = .whole(clockSkew)
        members["durationMs"] = .int(duration)
        return .object(members)
    }

    /// One field a line.
    func lines(at now: Instant) -> [SafeText] {
        var fields = FieldList()
        fields.add("Profile", "\(profile.name) (\(profile.origin.description))")
        fields.add("User", outside: info.userName)
        fields.add("Name", outside: info.displayName)
        fields.add("User GUID", outside: info.userID)
        fields.add("E-mail", outside: info.email)
        fields.add("Org", outside: info.currentOrg?.wording)
        fields.add("Orgs", outside: list(info.orgs.map(\.wording)))
        fields.add("Privileges", outside: list(info.privileges))
        fields.add("Org privileges", outside: info.orgPrivileges)
        fields.add("Groups", outside: list(info.groups))
        fields.add("Inherited", outside: list(info.inheritedGroups))
        fields.add("Variables", outside: info.variableValues)
        fields.add("Parameters", outside: info.userParameters)
        fields.add("Access", outside: info.accessControlProperties)
        fields.add("Account", outside: list([info.accountType, info.accountStatus].compactMap { $0 }))
        fields.add("Release", outside: info.releaseVersion)
        fields.add("Credential", MessageComposer.text(for: credential))
        fields.add("Session", isCookieSession ? "session cookies" : "bearer token")
        fields.add("Ends", MessageComposer.text(forSession: expiry, at: time(at: now)))
        if let skew = clockSkew, ServerClocks.isNotable(skew) {
            fields.add("Clock", "the server is \(DurationText.lead(skew))")
        }
        fields.add("Checked", InstantText.utc(checkedAt.milliseconds))
        return fields.lines
    }

    /// A value of the server as it is; its text where a mask has left no JSON of it.
    private static func value(_ text: String?) -> JSONValue {
        text.map { JSONValue.parse(text: $0) ?? .string($0) } ?? .null
    }

    private func list(_ texts: [String]) -> String? { texts.isEmpty ? nil : texts.joined(separator: ", ") }
}
