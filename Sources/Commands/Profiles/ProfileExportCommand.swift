import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON

/// `tessera profile export [NAME ...]`.
struct ProfileExportCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export profiles, without secrets and commands.",
        usage: "tessera profile export [NAME ...] [--out FILE] [options]",
        discussion: """
            Prints the profiles, or writes them to a new file of mode 0600, in the form of profiles.json. Without a name: all \
            profiles. A secret command is not exported. `tessera profile import` reads the file.
            """)

    static let examples: [CommandExample] = [
        CommandExample("Export every profile to a file", "tessera profile export --out team.json"),
        CommandExample(
            "Copy a profile to another machine",
            "tessera profile export prod-eu | ssh bastion tessera profile import -"),
    ]

    @Argument(help: "Profiles (default: all).", completion: .profiles)
    var names: [String] = []

    @Option(help: ArgumentHelp("Write them to this new file.", valueName: "file"), completion: .file())
    var out: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<SeveralProfiles, NeverAsks, LocalWork>

    /// Prints `{"profiles":[...]}`, each as in profiles.json; with `--out` `{"file","profiles":[NAME,...]}`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let chosen = if let named = try await run.named(names) { named } else { try await run.profiles().profiles }
        let export = ProfileExport(chosen)
        for name in export.withoutCommand {
            run.output.warn(
                "W_COMMAND_NOT_EXPORTED", "the secret command of \(name) is not exported: commands are never imported")
        }
        guard let out else {
            if run.output.isJSON {
                run.output.printJSON(export.document)
            } else {
                run.context.write(.output, String(decoding: export.bytes, as: UTF8.self))
            }
            return .done
        }
        let file = try await ExportProfiles(profiles: chosen, path: out).run(in: run.workspace)
        run.output.print(
            [
                """
                Exported \(chosen.count) profile\(chosen.count == 1 ? "" : "s") to \
                \(SafeText(outside: file, limit: 300)) (mode 0600).
                """
            ],
            json: [
                "file": .outside(file), "profiles": .array(chosen.map { .string($0.name) }),
            ])
        return .done
    }
}
