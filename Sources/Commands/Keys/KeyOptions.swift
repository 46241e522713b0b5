import ArgumentParser
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// What every command about keys takes: where, as whom, and whether a key may be seen.
struct KeyOptions: ParsableArguments, Sendable {
    @Argument(help: "The profile; the default one otherwise.")
    var name: String?

    @Option(help: ArgumentHelp("The key of this Org instead of the cluster's.", valueName: "name|id"))
    var org: String?

    @Flag(help: "Print keys in clear; the journal keeps that.")
    var reveal = false

    /// The Org that is named.
    var place: TrustedAuthenticationPlace? { org.map { .org(OrgReference(typed: $0)) } }
}

extension TrustedAuthenticationState.Setting {
    /// `{"place","org","enabled","keyCount"}`; with `isRevealed` also `keys`.
    ///
    /// `place` is `cluster` or `org`; `enabled` is null where the cluster words it in another way.
    func json(isRevealed: Bool) -> JSONObject {
        var members: JSONObject =
            switch place {
            case .cluster: ["place": "cluster", "org": .null]
            case .org(let org): ["place": "org", "org": .org(org)]
            }
        members["enabled"] = isEnabled.map { .bool($0) } ?? .null
        members["keyCount"] = .int(keys.count)
        if isRevealed { members["keys"] = .array(keys.map { .string($0.expose()) }) }
        return members
    }

    /// The keys of a row: masked, or on explicit wish in clear.
    func keyText(isRevealed: Bool) -> SafeText {
        if keys.isEmpty { return "-" }
        let texts = keys.map { isRevealed ? $0.expose() : $0.description }
        return SafeText(outside: texts.joined(separator: ", "))
    }
}

extension [TrustedAuthenticationState.Setting] {
    /// The places with their keys, one a line.
    func lines(isRevealed: Bool, isUTF8: Bool) -> [SafeText] {
        var table = TextTable("PLACE", "STATE", "KEY")
        for setting in self {
            table.add(
                SafeText(outside: setting.place.wording, limit: 60), MessageComposer.text(for: setting),
                setting.keyText(isRevealed: isRevealed))
        }
        return table.lines(isUTF8: isUTF8)
    }

    /// Writes into the journal that these keys are about to be printed, and says so.
    func recordReveal(of profile: Profile, in run: CommandRun) async throws(OperationError) {
        for setting in self {
            guard let key = setting.keys.first else { continue }
            let reveal = RevealSecretKey(profile: profile, place: setting.place, key: key, way: .standardOutput)
            _ = try await reveal.run(in: run.workspace)
        }
        guard contains(where: { !$0.keys.isEmpty }) else { return }
        run.output.warn("W_KEY_PRINTED", "a secret key is printed; whoever has it can log in as anybody")
    }
}
