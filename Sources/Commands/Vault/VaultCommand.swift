import ArgumentParser
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera vault`.
struct VaultCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "The sealed file that keeps sessions, tokens, passwords, secret keys and activation links.",
        usage: "tessera vault <command> ...",
        discussion: """
            A profile uses it when its secret source is the vault: tessera profile edit NAME --secret-source vault
            """,
        subcommands: [
            VaultCreate.self, VaultUnlock.self, VaultLock.self, VaultStatusCommand.self, VaultListing.self,
            VaultExport.self, VaultRemove.self, VaultPassphrase.self, VaultRekey.self,
        ])
}

/// `tessera vault status`.
struct VaultStatusCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show whether there is a vault, and whether it is unlocked.",
        usage: "tessera vault status [options]")

    static let examples: [CommandExample] = [
        CommandExample(
            "Show whether the vault is unlocked",
            "tessera vault status --json")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Prints `{"vault":{"file","exists","unlocked","unlockedUntil","generation","logN","profiles":[NAME],"keeps"}}`;
    /// `profiles` are those whose secrets it keeps, `keeps` is `{KIND:COUNT}`, null while it is locked.
    func run(in run: CommandRun) async throws -> ExitCode {
        let status = try await run.workspace.vaultStatus()
        run.tell(status.warning)
        let users = try await run.profiles().profiles.filter { $0.secretSource == .vault }.map(\.name)
        var fields = FieldList()
        fields.add("File", outside: status.file)
        fields.add(
            "State",
            !status.exists
                ? "there is none: \(await wayBack(in: run))"
                : status.isUnlockedUntil == nil ? "locked" : "unlocked")
        if let until = status.isUnlockedUntil {
            fields.add("Until", InstantText.utc(until.milliseconds))
        }
        if status.exists { fields.add("Saves", "\(status.generation)") }
        fields.add("Profiles", outside: users.isEmpty ? "none keeps its secrets here" : users.joined(separator: ", "))
        _ = try? await UnlockVault(passphrase: nil, readsEndedTokens: false).run(in: run.workspace)
        let kept = (try? await run.vaultEntries()).map { KeptSecrets($0) }
        if let kept { fields.add("Keeps", kept.isEmpty ? "nothing yet" : kept.wording) }
        run.output.print(
            fields.lines,
            json: [
                "vault": [
                    "file": .string(status.file), "exists": .bool(status.exists),
                    "unlocked": .bool(status.isUnlockedUntil != nil),
                    "unlockedUntil": status.isUnlockedUntil.map { .instant($0) } ?? .null,
                    "generation": .int(status.generation), "logN": .int(status.logN),
                    "profiles": .array(users.map { .string($0) }), "keeps": kept?.json ?? .null,
                ]
            ])
        return .done
    }

    /// What there is to do where there is no vault: the last good copy is put back, or one is made.
    private func wayBack(in run: CommandRun) async -> SafeText {
        do throws(OperationError) { _ = try await run.workspace.requireVault() } catch {
            if let hint = MessageComposer.message(for: error).hints.first { return hint }
        }
        return "`tessera vault create` makes it"
    }
}

/// `tessera vault list`.
struct VaultListing: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what the vault keeps: kinds, names and ages, never a value.",
        usage: "tessera vault list [--profile NAME] [options]",
        discussion: """
            What is kept for a profile that was removed is listed under the profile's id, which `tessera vault export \
            --profile ID` and `tessera vault remove ID` accept.
            """, aliases: ["ls"])

    static let examples: [CommandExample] = [
        CommandExample(
            "List what the vault keeps",
            "tessera vault list")
    ]

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"entries":[{"profile","profileId","kind","name","url","createdAt","expiresAt","state"}]}`; `state` is that of a
    /// token, as `tessera token list` has it.
    func run(in run: CommandRun) async throws -> ExitCode {
        try await run.openVault(passphrase)
        let profiles = try await run.profiles()
        let all = try await run.vaultEntries()
        let only = run.options.profile == nil ? nil : try run.vaultOwner(nil, among: profiles, all).id
        let entries = all.filter { only == nil || $0.place.profile == only }
        let names = Dictionary(profiles.profiles.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let tokens = try await ListTokens(.everyToken).run(in: run.workspace)
        var table = TextTable("PROFILE", "KIND", "NAME", "KEPT", "STATUS", "URL")
        for entry in entries {
            table.add(
                SafeText(outside: names[entry.place.profile] ?? "\(entry.place.profile) (removed)", limit: 64),
                "\(entry.place.kind.rawValue)",
                SafeText(outside: entry.place.name.isEmpty ? "-" : entry.place.name, limit: 60),
                age(of: entry, at: run.now), status(of: entry, in: tokens, at: run.now), "\(entry.origin.description)")
        }
        if entries.isEmpty { run.output.note("The vault keeps nothing yet. `tessera login PROFILE` keeps a session.") }
        let json = entries.map { entry in
            JSONValue.object([
                "profile": .outside(names[entry.place.profile]), "profileId": .string(entry.place.profile),
                "kind": .string(entry.place.kind.rawValue),
                "name": entry.place.name.isEmpty ? .null : .string(entry.place.name),
                "url": .string(entry.origin.description), "createdAt": .instant(entry.created),
                "expiresAt": entry.expires.map { .instant($0) } ?? .null,
                "state": token(of: entry, in: tokens, at: run.now).map { .string($0.standing.rawValue) } ?? .null,
            ])
        }
        run.output.print(table.lines(isUTF8: run.output.isUTF8), json: ["entries": .array(json)])
        return .done
    }

    private func age(of entry: VaultEntry, at now: Instant) -> SafeText {
        "\(DurationText.rough(milliseconds: now.milliseconds - entry.created.milliseconds)) ago"
    }

    /// The words of the list of tokens and of the session, so that one thing is said in one way.
    private func status(of entry: VaultEntry, in list: TokenList, at now: Instant) -> SafeText {
        let serverNow = list.clocks.now(of: entry.origin.description, at: now)
        if let session = entry.session {
            let isOurs = if case .estimated = session.expiry { true } else { false }
            return MessageComposer.text(forSession: session.expiry(at: now), at: isOurs ? now : serverNow)
        }
        if case .text(let status, _)? = token(of: entry, in: list, at: now)?.status { return status }
        guard let end = entry.expires else { return "-" }
        return MessageComposer.text(for: .at(end), at: serverNow)
    }

    /// The token of an entry, as the journal has it.
    private func token(of entry: VaultEntry, in list: TokenList, at now: Instant) -> ListedToken? {
        guard entry.place.kind == .token else { return nil }
        let id = TokenRecord.id(Fingerprint(of: entry.secret), at: entry.origin.description)
        return list.records.first { $0.id == id }.map { ListedToken($0, in: list, at: now) }
    }
}

extension CommandRun {
    /// Whose secrets of the open vault are meant: by the argument or by `--profile`, which name a profile or are the id of
    /// one that was removed; else the default profile.
    func vaultOwner(_ argument: String?) async throws -> VaultOwner {
        let entries = try await vaultEntries()
        return try vaultOwner(argument, among: try await profiles(), entries)
    }

    /// The same by what has been read.
    func vaultOwner(_ argument: String?, among list: ProfileList, _ entries: [VaultEntry]) throws -> VaultOwner {
        let isContradiction = argument != nil && options.profile != nil && argument != options.profile
        if !isContradiction, let id = argument ?? options.profile, entries.contains(where: { $0.place.profile == id }) {
            return list.profiles.first { $0.id == id }.map { .profile($0) } ?? .removed(id)
        }
        return .profile(try profile(argument, in: list))
    }

    /// What the open vault keeps.
    func vaultEntries() async throws(OperationError) -> [VaultEntry] {
        let vault = try workspace.requireVaultStore()
        do throws(StorageError) { return try await vault.entries() } catch { throw .storage(error) }
    }
}
