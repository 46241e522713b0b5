package import StrictJSON

/// Profiles as a file for another person or another machine.
///
/// What runs a program stays here: a secret command (promise P26), and the secret source that names it. Only fields that this
/// version knows are in the file, so that nothing is in it which a person wrote into `profiles.json` by mistake (P20).
package struct ProfileExport: Hashable, Sendable {
    /// Of the form of `profiles.json`, without ids: they belong to the home.
    package let document: JSONObject
    /// The names of the profiles whose secret command is left out.
    package let withoutCommand: [String]

    package init(_ profiles: [Profile]) {
        document = ["version": 1, "profiles": .array(profiles.map { .object(Self.entry(of: $0)) })]
        withoutCommand = profiles.filter { $0.secretSource == .command || !$0.secretCommand.arguments.isEmpty }
            .map(\.name)
    }

    private static func entry(of profile: Profile) -> JSONObject {
        var shared = profile
        shared.secretCommand = SecretCommand()
        var object = JSONObject()
        shared.merge(into: &object, replacing: nil)
        object["id"] = nil
        if ![.memory, .vault].contains(profile.secretSource) { object["secretSource"] = nil }
        return object
    }
}
