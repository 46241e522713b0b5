import ArgumentParser
import DisplayText
import ThoughtSpotSessions

/// Creating or changing the user of a token at the mint.
struct ProvisioningOptions: ParsableArguments, Sendable {
    @Flag(
        name: .customLong("create-user"),
        help: "Create the user; one who exists is overwritten. With a secret key only.")
    var createUser = false

    @Option(help: ArgumentHelp("The user's e-mail address.", valueName: "address"))
    var email: String?

    @Option(name: .customLong("display-name"), help: ArgumentHelp("The user's name for people.", valueName: "name"))
    var displayName: String?

    @Option(
        help: ArgumentHelp("A group of the user; may be repeated. All other groups are lost.", valueName: "name"))
    var group: [String] = []

    @Flag(name: .customLong("no-groups"), help: "Remove all groups of the user.")
    var noGroups = false

    @Flag(name: .customLong("accept-provisioning"), help: "Agree to what --create-user does to a user who exists.")
    var acceptProvisioning = false

    /// What was asked for; nothing when nobody is to be created or changed.
    func provisioning() throws(CommandProblem) -> Provisioning? {
        guard createUser else {
            if let given { throw .usage("\(given) goes with --create-user", hint: nil) }
            return nil
        }
        if noGroups, !group.isEmpty { throw .usage("--no-groups and --group exclude each other", hint: nil) }
        return Provisioning(
            email: email, displayName: displayName, groups: noGroups ? [] : group.isEmpty ? nil : group)
    }

    /// The first option that was given.
    var given: String? {
        if createUser { return "--create-user" }
        if email != nil { return "--email" }
        if displayName != nil { return "--display-name" }
        if !group.isEmpty { return "--group" }
        if noGroups { return "--no-groups" }
        return acceptProvisioning ? "--accept-provisioning" : nil
    }
}
