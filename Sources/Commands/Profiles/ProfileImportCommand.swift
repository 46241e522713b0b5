import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import StrictJSON

/// `tessera profile import FILE ...`.
struct ProfileImportCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import profiles from a file.",
        usage: "tessera profile import FILE ... [--dry-run] [--replace] [options]",
        discussion: """
            Reads what `tessera profile export` writes, a profiles.json of another home, and a cluster of cs_tools as JSON \
            (its TOML is answered with the command that turns it into JSON); - reads standard input. Secrets, \
            secret commands, unverified connections and secrets in URLs are not imported: each is named. A profile \
            whose name is taken is skipped (exit code 12), unless --replace or --rename says otherwise. With --replace the \
            fields that the file names change and the others stay; protection, read-only and the tag of production are never \
            taken away. Everything is saved, or nothing.
            """)

    static let examples: [CommandExample] = [
        CommandExample("Show what an import would do", "tessera profile import team.json --dry-run"),
        CommandExample(
            "Import beside a profile of the same name", "tessera profile import team.json --rename prod-eu=prod-eu-2"),
    ]

    @Argument(help: "Files of profiles; - for standard input.", completion: .file())
    var files: [String]

    @Flag(name: .customLong("dry-run"), help: "Show what would happen; save nothing.")
    var isDryRun = false

    @Flag(help: "Replace profiles of the same name.")
    var replace = false

    @Option(parsing: .singleValue, help: ArgumentHelp("Another name for a profile of the file.", valueName: "old=new"))
    var rename: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Repeat the name of a protected profile that is replaced.", valueName: "name"),
        completion: .profiles)
    var confirm: [String] = []

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, Asks, LocalWork>

    /// Prints `{"dryRun","profiles":[{"file","originalName","action","profile":{...},"replaced":{...}|null,
    /// "omitted":[{"member","reason"}],"kept":[NAME]}]}`; `action` is `add`, `replace`, `unchanged` or `skip`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let names = try names()
        try run.requirePlace(run.live.locations.configuration)
        _ = try await run.profiles(toChange: !isDryRun)
        let imports = try read(names, in: run)
        var plan = try await PlanProfileImport(files: imports, replaces: replace).run(in: run.workspace)
        var defaultName: String?
        if !isDryRun {
            let consents = try consents(for: plan, in: run)
            (plan, defaultName) = try await ImportProfiles(plan: plan, consents: consents).run(in: run.workspace)
        }
        for item in plan.items { warn(about: item, in: run) }
        run.output.print(
            lines(of: plan, isUTF8: run.output.isUTF8),
            json: [
                "dryRun": .bool(isDryRun),
                "profiles": .array(plan.items.map { .object($0.json(defaultName: defaultName)) }),
            ])
        if isDryRun { run.output.note("Nothing was saved.") }
        let skipped = plan.skipped
        guard !skipped.isEmpty else { return .done }
        run.output.fail(
            CommandProblem.someFailed(
                what: "\(skipped.count) of \(plan.items.count) profiles \(skipped.count == 1 ? "is" : "are") skipped",
                which: SafeText(
                    outside: skipped.map { "\($0.profile.name): the name is taken" }.joined(separator: ", "),
                    limit: 1_000), exitCode: .someFailed
            ).message)
        run.output.note("hint: --replace changes the profile of that name, --rename OLD=NEW imports beside it")
        return .someFailed
    }

    private func names() throws -> [String: String] {
        var names: [String: String] = [:]
        for pair in rename {
            guard let mark = pair.lastIndex(of: "="), mark != pair.startIndex else {
                throw CommandProblem.usage("--rename is invalid", hint: "--rename OLD=NEW")
            }
            let (old, new) = (String(pair[..<mark]), String(pair[pair.index(after: mark)...]))
            do throws(ProfileInputError) { names[old] = try ProfileName.checked(new) } catch {
                throw OperationError.refused(.invalidProfile(error))
            }
        }
        return names
    }

    private func read(_ names: [String: String], in run: CommandRun) throws -> [ProfileImport] {
        guard files.count(where: { $0 == "-" }) < 2 else { throw CommandProblem.standardInputTwice }
        var imports: [ProfileImport] = []
        for path in files {
            let file =
                path == "-"
                ? CommandContext.FileBytes(bytes: try run.context.readInput(ProfileImport.limit), mode: nil)
                : try run.context.readFile(path, ProfileImport.limit)
            let name = path == "-" ? "standard input" : path
            do throws(StorageError) {
                imports.append(try ProfileImport(file.bytes, file: name, names: names))
            } catch {
                throw OperationError.storage(error)
            }
            if imports.last?.isExposed(mode: file.mode) == true {
                run.output.warn(
                    "W_SECRET_FILE",
                    "others can read \(SafeText(outside: path, limit: 200)), which holds a secret: rotate it, and delete the file"
                )
            }
        }
        for old in names.keys.sorted()
        where !imports.contains(where: { $0.entries.contains { $0.originalName == old } }) {
            throw CommandProblem.usage(
                "--rename: no profile of the file is named \(SafeText(outside: old, limit: 64))", hint: nil)
        }
        return imports
    }

    /// A name typed for each profile that wants it.
    private func consents(for plan: ProfileImportPlan, in run: CommandRun) throws -> [Profile.ID: ConsentAnswer] {
        var consents: [Profile.ID: ConsentAnswer] = [:]
        for profile in plan.protected {
            let name = confirm.first { $0 == profile.name } ?? confirm.first
            consents[profile.id] = try Confirmation(run: run, confirm: name).answer(
                toChange: profile, ProfileImportPlan.act(on: profile),
                "Replace the profile \(profile.name) (\(profile.origin.description))")
        }
        return consents
    }

    private func lines(of plan: ProfileImportPlan, isUTF8: Bool) -> [SafeText] {
        var table = TextTable([""] + Profile.titles)
        for item in plan.items {
            table.add([isDryRun ? item.action.intention : item.action.result] + item.profile.cells)
        }
        return table.lines(isUTF8: isUTF8)
    }

    private func warn(about item: ProfileImportPlan.Item, in run: CommandRun) {
        guard item.action != .skip else { return }
        for detour in item.detours { run.output.warn("W_IMPORTED_ROUTE", detour) }
        for omission in item.omissions {
            run.output.warn("W_NOT_IMPORTED", omission.text(on: item.profile))
        }
        for mark in item.keptMarks {
            run.output.warn(
                "W_MARK_KEPT", "\(item.profile.name): \(ProfileField[mark].key) stays, which the file does not have")
        }
    }
}

extension ProfileImportPlan.Action {
    fileprivate var intention: SafeText { "\(rawValue)" }

    fileprivate var result: SafeText {
        switch self {
        case .add: "added"
        case .replace: "replaced"
        case .unchanged: "unchanged"
        case .skip: "skipped"
        }
    }
}

extension ProfileImportPlan.Item {
    fileprivate func json(defaultName: String?) -> JSONObject {
        [
            "file": .outside(file), "originalName": .outside(originalName), "action": .string(action.rawValue),
            "profile": profile.json(isDefault: profile.name == defaultName),
            "replaced": action == .replace ? existing?.json(isDefault: false) ?? .null : .null,
            "omitted": .array(
                omissions.map { ["member": .outside($0.member), "reason": .string($0.reason.rawValue)] }),
            "kept": .array(keptMarks.map { .string(ProfileField[$0].key) }),
        ]
    }
}
