import ArgumentParser
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera journal left-open`.
struct JournalLeftOpen: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "left-open",
        abstract: "List what an earlier run left open: outcomes, sessions, tokens.",
        usage: "tessera journal left-open [--profile NAME] [options]",
        discussion: """
            Asks no cluster. The outcome of a change whose answer did not come is unknown: `tessera token validate` shows \
            whether its token still works, `tessera journal resume` revokes it again, `tessera journal dismiss` dismisses \
            the change with a reason. A revocation that was accepted and not validated is verified by `tessera token \
            validate`; a token that is STILL VALID is revoked again by `tessera token revoke`; both are dismissed by the \
            fingerprint where that is not possible. Exit code 13: an outcome is unknown; 12: none is, and a revocation \
            failed, was not attempted or is not verified.
            """)

    static let examples: [CommandExample] = [
        CommandExample("List what an earlier run left open", "tessera journal left-open")
    ]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, LocalWork>

    /// Prints `{"changes":[{"id","operation","action","state","profile","profileId","url","token","user","subjects",
    /// "startedAt","errorCode","stored"}],"sessions":[{"profile","url","user","startedAt"}],"tokensStillValid":[TOKEN],
    /// "tokensNotVerified":[TOKEN],"tokensNotStored":[TOKEN]}`; a state is `unknown`, `failed` or `not-attempted`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.namedProfile()
        try run.requirePlace(run.live.locations.state)
        await run.openVaultQuietly()
        let (list, report, isLocked) = try await run.leftOpen(on: profile)
        var table = TextTable("ID", "PROFILE", "WHAT", "TOKEN, USER", "SINCE", "STATE")
        for change in report.changes {
            table.add(
                SafeText(outside: change.id, limit: 80), SafeText(outside: change.line.profileName, limit: 64),
                change.act, change.subject, InstantText.utc(change.line.at.milliseconds), change.standing.text)
        }
        for login in report.logins {
            table.add(
                "-", SafeText(outside: login.profileName, limit: 64), "session",
                SafeText(outside: login.user ?? "-", limit: 80), InstantText.utc(login.at.milliseconds), "may be open")
        }
        for record in report.revocationsWithoutProof + report.notStored {
            let note: SafeText = list.heldIDs.contains(record.id) ? "" : ", not stored here"
            table.add(
                "-", SafeText(outside: record.profileName, limit: 64), "token", "\(record.fingerprint.text)",
                InstantText.utc((record.revokedAt ?? record.recordedAt).milliseconds),
                "\(MessageComposer.text(for: list.standing(of: record, at: run.now)))\(note)")
        }
        run.output.print(
            report.isEmpty
                ? [isLocked ? "Nothing else is known to be open." : "An earlier run left nothing open."]
                : table.lines(isUTF8: run.output.isUTF8),
            json: [
                "changes": .array(report.changes.map { .object(json(of: $0, in: list)) }),
                "sessions": .array(report.logins.map { .object(json(of: $0)) }),
                "tokensStillValid": list.json(of: report.stillValid, at: run.now),
                "tokensNotVerified": list.json(of: report.notVerified, at: run.now),
                "tokensNotStored": list.json(of: report.notStored, at: run.now),
            ])
        if isLocked {
            run.output.warn(
                "W_VAULT",
                "The vault is locked: sessions and tokens that it may keep are not listed. `tessera vault unlock` unlocks it"
            )
        }
        for line in report.advice(in: list, profiles: try await run.profiles().profiles) { run.output.note(line) }
        run.warnAboutDamage(list)
        return report.exitCode
    }

    private func json(of change: OpenChange, in list: TokenList) -> JSONObject {
        var object = change.json
        object["stored"] = .bool(list.holds(change))
        return object
    }

    private func json(of login: JournalEvent) -> JSONObject {
        [
            "profile": .string(login.profileName), "url": .string(login.origin), "user": .outside(login.user),
            "startedAt": .instant(login.at),
        ]
    }
}

/// `tessera journal resume`.
struct JournalResume: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Revoke the tokens that a bulk revocation did not reach, or whose outcome is unknown.",
        usage: "tessera journal resume ID ... | --all [--profile NAME] [options]",
        discussion: """
            The same plan, confirmation and validation as tessera token revoke, over all clusters. The tokens have to be \
            in the vault; any other token is revoked with tessera token revoke --token-stdin. With --all, what is open \
            still is named with the command that deals with it, and the exit code is that of tessera journal left-open.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Go on with a bulk revocation that was cut off", "tessera journal resume --all --profile prod-eu")
    ]

    @OptionGroup
    var choice: ChangeChoice

    @OptionGroup(title: "Vault options")
    var passphrase: PassphraseOptions

    @Option(help: ArgumentHelp("Repeat the profile name, or the number of tokens, to confirm.", valueName: "name"))
    var confirm: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    /// Prints what ``TokenRevoke`` prints; with `--all` also `"leftOpen":[CHANGE],"tokensNotVerified":[TOKEN]`, what is open
    /// still, as `tessera journal left-open` has it.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.namedProfile()
        let profiles = try await run.profiles().profiles
        if profiles.contains(where: { $0.secretSource == .vault && (profile == nil || $0.id == profile?.id) }) {
            try await run.openVault(passphrase)
        }
        let (list, report, _) = try await run.leftOpen(on: profile)
        let chosen = try choice.chosen(from: report, in: list).filter { !choice.all || $0.isRevocation }
        if let other = chosen.first(where: { !$0.isRevocation }) {
            throw CommandProblem.usage(
                "\(other.act) cannot be resumed", hint: other.commandInstead(in: list, profiles: profiles))
        }
        var targets: [RevocationTarget] = []
        for change in chosen {
            guard let fingerprint = change.fingerprint else { continue }
            guard list.holds(change), let place = change.profile(among: profiles) else {
                if !choice.all { throw OperationError.refused(.tokenNotHeld(fingerprint)) }
                continue
            }
            if targets.contains(where: { $0.fingerprint == fingerprint && $0.profile.id == place.id }) { continue }
            try run.workspace.requireWritable(place)
            run.warnAboutTrust(of: place)
            let user = list.record(of: change)?.facts.user
            targets.append(
                RevocationTarget(
                    profile: place, token: .held(fingerprint), user: user, isOwn: user != nil && user == place.username,
                    isInUse: false))
        }
        if targets.isEmpty, choice.all {
            let rest: SafeText = report.isEmpty ? "Nothing to resume." : "No token to revoke."
            run.output.print([rest], json: report.restJSON(in: list, at: run.now, with: ["items": .array([])]))
            for line in report.advice(in: list, profiles: profiles) { run.output.note(line) }
            return report.exitCode
        }
        let plan = try RevocationPlan(targets)
        let confirmed = try Confirmation(run: run, confirm: confirm).agree(to: plan)
        let items = await RevokeTokens(confirmed: confirmed).run(in: run.workspace)
        guard choice.all else { return RevocationOutcome(items: items).finish(LogoutOutcome(report: nil), in: run) }
        let (listAfter, rest, _) = try await run.leftOpen(on: profile)
        let code = RevocationOutcome(items: items).finish(
            LogoutOutcome(report: nil), adding: rest.restJSON(in: listAfter, at: run.now), in: run)
        for line in rest.advice(in: listAfter, profiles: profiles) { run.output.note(line) }
        // What the items tell comes first, but for an outcome that is unknown.
        return rest.exitCode == .outcomeUnknown || code == .done ? rest.exitCode : code
    }
}

/// `tessera journal dismiss`.
struct JournalDismiss: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss",
        abstract: "Dismiss what is left open of changes, with a reason.",
        usage: "tessera journal dismiss ID ... | --all --reason TEXT [--profile NAME] [options]",
        discussion: """
            Changes with unknown outcome, changes that were not done as planned, and revocations that are not proven, by \
            the fingerprint of the token. Nothing is sent, and the tokens keep their state. The journal keeps every line, and \
            the reason.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Dismiss a change, with the reason", "tessera journal dismiss 01KB2M8Z --reason 'cluster was rebuilt'")
    ]

    @OptionGroup
    var choice: ChangeChoice

    @Option(help: ArgumentHelp("Why, in one line.", valueName: "text"))
    var reason: String

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, NeverAsks, RecordKeeping>

    /// Prints `{"dismissed":[ID]}`; of a token the fingerprint.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.namedProfile()
        let (list, report, _) = try await run.leftOpen(on: profile)
        let (changes, revoked) = try choice.chosenWithRevoked(from: report, in: list)
        if !changes.isEmpty || !revoked.isEmpty {
            try await DismissChanges(changes, revoked: revoked, reason: reason).run(in: run.workspace)
        }
        run.output.print(
            ["Dismissed \(DismissChanges.words(changes: changes.count, revoked: revoked.count))."],
            json: ["dismissed": .array((changes.map(\.id) + revoked.map(\.fingerprint.text)).map(JSONValue.string))])
        return .done
    }
}

extension CommandRun {
    /// The profiles whose secrets are in a vault that is locked.
    private func lockedProfiles() async throws -> Set<Profile.ID> {
        if await workspace.vault?.isUnlocked == true { return [] }
        return Set(
            try await ListProfiles().run(in: workspace).profiles.filter { $0.secretSource == .vault }.map(\.id))
    }

    /// The token list, what earlier runs left open on a profile, or on all of them, and whether a locked vault may keep more.
    fileprivate func leftOpen(on profile: Profile?) async throws -> (TokenList, LeftOpenReport, isVaultLocked: Bool) {
        let list = try await ListTokens(.current).run(in: workspace)
        let locked = try await lockedProfiles()
        var report = list.leftOpen(at: now, lockedProfiles: locked)
        if let profile { report.keep(only: profile.origin.description) }
        return (list, report, !locked.isEmpty)
    }
}

extension TokenList {
    fileprivate func json(of records: [TokenRecord], at now: Instant) -> JSONValue {
        .array(records.map { .object(ListedToken($0, in: self, at: now).json) })
    }

    fileprivate func record(of change: OpenChange) -> TokenRecord? {
        change.tokenID.flatMap { id in records.first { $0.id == id } }
    }

    /// Whose token a change is about.
    fileprivate func owner(of change: OpenChange) -> String? { record(of: change)?.facts.user }

    /// Whether the token that a change is about is at hand.
    fileprivate func holds(_ change: OpenChange) -> Bool {
        change.tokenID.map(heldIDs.contains) ?? false
    }
}

extension OpenChange {
    /// What deals with it where nothing can be resumed.
    fileprivate func commandInstead(in list: TokenList, profiles: [Profile]) -> SafeText {
        commands(on: place(among: profiles), of: list.owner(of: self), isHeld: list.holds(self)).first
            ?? "tessera journal dismiss \(SafeText(outside: id, limit: 80)) --reason TEXT"
    }

    /// What its cluster is called now.
    fileprivate func place(among profiles: [Profile]) -> String { profile(among: profiles)?.name ?? line.profileName }

    /// The profile that has its address now.
    fileprivate func profile(among profiles: [Profile]) -> Profile? {
        profiles.profile(at: line.origin, preferring: line.profileID)
    }
}

extension LeftOpenReport {
    /// What is open still, beside what was done.
    fileprivate func restJSON(in list: TokenList, at now: Instant, with members: JSONObject = [:]) -> JSONObject {
        var object = members
        object["leftOpen"] = .array(changes.map { .object($0.json) })
        object["tokensStillValid"] = list.json(of: stillValid, at: now)
        object["tokensNotVerified"] = list.json(of: notVerified, at: now)
        return object
    }

    /// What deals with each change, and with what is not verified, with its command: one line for all tokens that can be
    /// revoked.
    fileprivate func advice(in list: TokenList, profiles: [Profile]) -> [SafeText] {
        let told = changes.filter { $0.standing == .unknown || !$0.isRevocation || !list.holds($0) }
        let rest = changes.count - told.count
        var lines = told.map { change -> SafeText in
            let place = change.place(among: profiles)
            let advice = change.advice(on: place, of: list.owner(of: change), isHeld: list.holds(change))
            return "\(change.subject) on \(SafeText(outside: place, limit: 64)): \(advice)"
        }
        if rest > 0 {
            lines.append("\(rest == 1 ? "1 token" : "\(rest) tokens") not revoked: `tessera journal resume --all`")
        }
        return lines + list.commandsToRevoke(stillValid).map { "STILL VALID after a revocation: `\($0)`" }
            + list.commandsToValidate(notVerified).map { "Revoked and not validated: `\($0)`" }
    }
}
