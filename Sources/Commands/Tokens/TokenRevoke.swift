import ArgumentParser
import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera token revoke`.
struct TokenRevoke: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke tokens and validate each afterwards.",
        usage: "tessera token revoke FINGERPRINT ... | --token-stdin [options]",
        discussion: """
            A token is revoked by presenting it to its own cluster; no other session is touched. A token that the journal \
            does not know is validated first. Exit code 0: every token is revoked (verified). On a protected or production \
            profile --yes is not enough: add --confirm NAME; for several of them their number of tokens and a word, as in \
            --confirm 5-production.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Revoke two tokens that the vault keeps",
            "tessera token revoke 9f00e1aa 631c99ce --profile prod-eu"),
        CommandExample(
            "Revoke a token that leaked",
            "tessera token revoke --profile prod-eu --token-file leaked.txt --yes"),
    ]

    @OptionGroup
    var tokens: GivenTokenOptions

    @Option(help: ArgumentHelp("Repeat the profile name to confirm.", valueName: "name"), completion: .profiles)
    var confirm: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<OneProfile, Asks, ClusterWork>

    /// Prints `{"items":[{"fingerprint","profile","user","verdict","explanation","evidence","error"}]}`; a verdict is
    /// `revoked-verified`, `revoked-not-verified`, `already-invalid`, `not-recognized`, `still-valid`, `unknown`, `failed`,
    /// `cancelled` or `not-attempted`.
    func run(in run: CommandRun) async throws -> ExitCode {
        let profile = try await run.cluster(nil)
        let credential = try tokens.credentialChoice()
        try run.workspace.requireWritable(profile)
        let chosen = try await tokens.chosen(on: profile, in: run)
        let plan = try RevocationPlan(
            chosen.map { token in
                RevocationTarget(
                    profile: profile, token: token.selector, user: token.record?.facts.user,
                    isOwn: token.record?.facts.user != nil && token.record?.facts.user == profile.username,
                    isInUse: false)
            })
        let confirmed = try Confirmation(run: run, confirm: confirm).agree(to: plan)
        let (items, farewell) = try await tokens.run(with: credential, on: profile, in: run) {
            await RevokeTokens(confirmed: confirmed).run(in: run.workspace)
        }
        return RevocationOutcome(items: items).finish(farewell, in: run)
    }
}

/// What became of the tokens that were to be revoked, as output and exit code.
struct RevocationOutcome {
    let items: [RevocationItem]

    /// - Parameter json: what is told to scripts beside the items.
    func finish(_ farewell: LogoutOutcome, adding json: JSONObject = [:], in run: CommandRun) -> ExitCode {
        let codes = items.map(\.exitCode)
        let code = ExitCode.combined(codes)
        var members: JSONObject = ["items": .array(items.map(\.json))]
        for member in json.members { members[member.key] = member.value }
        let result = farewell.finish(lines(isUTF8: run.output.isUTF8), json: members, code: code, in: run)
        let message = items.failure(code) { undone in
            "Not revoked (verified): \(undone) of \(items.count) token\(items.count == 1 ? "" : "s")"
        }
        if let message { run.output.fail(message.adding(hint)) }
        for item in items {
            guard let text = MessageComposer.explanation(of: item.verdict, on: item.profile) else { continue }
            run.output.note("\(item.fingerprint.text): \(text)")
        }
        return result
    }

    /// Where a bulk has stopped: what goes on with it.
    var hint: SafeText? {
        guard items.contains(where: { $0.verdict == .notAttempted || $0.error?.isCancellation == true }) else {
            return nil
        }
        return "`tessera journal resume --all` goes on with the rest, as far as it is stored here"
    }

    private func lines(isUTF8: Bool) -> [SafeText] {
        var table = TextTable("TOKEN", "PROFILE", "USER", "VERDICT")
        for item in items {
            table.add(
                "\(item.fingerprint.text)", "\(item.profile.name)", SafeText(outside: item.user ?? "-", limit: 40),
                item.told)
        }
        return table.lines(isUTF8: isUTF8)
    }
}

extension RevocationItem: VerdictItem {
    var subject: String { fingerprint.text }

    var told: SafeText { MessageComposer.text(for: verdict, withCode: true) }

    var exitCode: ExitCode {
        switch verdict {
        case .revokedVerified: .done
        case .accepted, .alreadyInvalid, .notRecognized, .stillValid, .notAttempted: .someFailed
        case .unknown: .outcomeUnknown
        case .failed(let error): MessageComposer.message(for: error).exitCode
        }
    }
}
