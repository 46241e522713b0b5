import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera profile add NAME`.
struct ProfileAdd: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a cluster.",
        usage: "tessera profile add NAME --url https://HOST --username USER [options]",
        discussion: """
            A profile never holds a secret. The first profile becomes the default one. Without --generation the \
            cluster is asked what it speaks, without a credential, and the best answer is pinned.
            """)

    @Argument(help: "1 to 64 letters, digits, and . _ -")
    var name: String

    @OptionGroup(title: "Profile options")
    var fields: ProfileOptions

    @Flag(name: .customLong("no-probe"), help: "Do not ask the cluster what it speaks; assume v2.0.")
    var noProbe = false

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    /// Prints `{"profile":{...},"generationBy":"option"}`; `generationBy` is `option`, `probe` or `default`.
    func run(in run: CommandRun) async throws -> ExitCode {
        var draft = ProfileDraft()
        draft[.name] = name
        draft[.generation] = Generation.v2.rawValue
        try fields.apply(to: &draft)
        let known = try run.profiles()
        var profile = try draft.profile(id: UUIDText.random(from: run.context.randomBytes))
        let isProbed = fields.generation == nil && !noProbe && !known.profiles.contains { $0.name == profile.name }
        let found = isProbed ? try await GenerationProposal.asked(of: profile, in: run) : nil
        if let found { profile.generation = found }
        let saved = try await SaveProfile(profile: profile, replacing: nil).run(in: run.workspace)
        run.warnAboutTrust(of: profile)
        run.output.print(
            ["Added \(profile.name), \(profile.origin.description), \(profile.generation.rawValue)."],
            json: [
                "profile": profile.json(isDefault: saved.isDefault),
                "generationBy": .string(fields.generation != nil ? "option" : found != nil ? "probe" : "default"),
            ])
        run.output.note("Try it: tessera profile test \(profile.name)")
        return .done
    }
}

/// A random UUID of version 4.
enum UUIDText {
    static func random(from randomBytes: (Int) -> [UInt8]) -> String {
        var bytes = randomBytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        return text
    }
}
