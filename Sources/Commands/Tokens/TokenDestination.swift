import DisplayText
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// Where an issued token goes: what has no destination is not issued.
enum TokenDestination: Sendable {
    /// With the rest of the output, as `--show-token` asks.
    case shown
    /// Alone, into the pipe or the file that standard output is.
    case piped
    /// `--out FILE`, and nowhere else.
    case file(NewFile)
    /// Into the vault alone, where a profile's secrets are kept.
    case vault

    /// Decides, and makes the file, before a secret is asked for.
    init(showsToken: Bool, file: String?, of profile: Profile, in run: CommandRun) throws {
        if let file {
            guard !showsToken else {
                throw CommandProblem.usage(
                    "--show-token and --out cannot be used together", hint: "choose one destination")
            }
            self = .file(try run.workspace.files.newFile(at: file))
        } else if showsToken, run.context.outputKind() != .discarding {
            self = .shown
        } else if !showsToken, !run.output.isJSON, run.context.outputKind() == .keeping {
            self = .piped
        } else if profile.secretSource == .vault {
            self = .vault
        } else {
            throw CommandProblem.noDestination
        }
    }

    /// Hands over a token alone, whose other facts are not what was asked for.
    ///
    /// - Returns: whether it arrived.
    func takes(_ token: Secret, fingerprint: String, in run: CommandRun) -> Bool {
        switch self {
        case .file(let file):
            return (try? file.write(token)) != nil
        case .shown where run.output.isJSON:
            run.output.printJSON(["token": ["fingerprint": .string(fingerprint), "value": .string(token.expose())]])
        case .shown, .piped: run.output.printSecret(token)
        case .vault: break
        }
        return run.context.deliveryFailure() == nil
    }

    /// Takes back what was made for a token that then was not issued.
    func discard() {
        if case .file(let file) = self { file.discard() }
    }
}

extension TokenKeeping {
    /// Where a command keeps a token besides its destination: a file that is named is the only place.
    ///
    /// - Parameter out: `--out`.
    init(out: String?) { self = out == nil ? .secretSource : .memory }
}

/// An issued token on its way to its destination, and what becomes of it when it does not arrive.
struct TokenDelivery: Sendable {
    let report: TokenReport
    let destination: TokenDestination
    let run: CommandRun

    /// Prints the result and hands the token over.
    ///
    /// A token that does not arrive is revoked, and the verdict told.
    ///
    /// - Throws: `E_OUTPUT` with that verdict.
    func finish(_ farewell: LogoutOutcome) async throws(CommandProblem) -> ExitCode {
        let clocks = await run.workspace.clocks()
        // What is in memory alone ends with this command.
        let kept = await run.workspace.held.keptTokenIDs()
        var list = TokenList(records: [report.record], heldIDs: kept, clocks: clocks)
        list.keptIDs = kept
        let listed = ListedToken(report.record, in: list, at: run.now)
        var token = listed.json
        var lines: [SafeText] = ["Issued on \(report.profile.name):"] + listed.lines
        if let doubt = report.expiryDoubt { run.output.warn("W_EXPIRY", MessageComposer.text(for: doubt)) }
        switch destination {
        case .shown:
            token["value"] = .string(report.token.expose())
        case .piped:
            for line in lines { run.output.note(line) }
            lines = []
        case .file(let file):
            do throws(OperationError) { try file.write(report.token) } catch {
                throw await undelivered(
                    to: SafeText(outside: file.path, limit: 200), MessageComposer.message(for: error).why)
            }
            token["file"] = .string(file.path)
            lines.append("Written to \(SafeText(outside: file.path, limit: 200)) (mode 0600), and kept nowhere else.")
        case .vault:
            if let failure = await run.workspace.held.takeFailure() {
                throw await undelivered(to: "the vault", MessageComposer.message(for: .storage(failure)).sentence)
            }
            lines.append("Kept in the vault.")
        }
        let code = farewell.finish(lines, json: ["token": .object(token)], in: run)
        run.warnAboutClock(clocks.skew(of: report.record.origin, at: run.now), of: "\(report.profile.name)")
        switch destination {
        case .file(let file):
            try requireTold(
                in: "\(SafeText(outside: file.path, limit: 200))",
                orRevokeBy: "--token-file \(SafeText(shellWord: file.path))")
            return code
        case .vault:
            try requireTold(in: "the vault", orRevokeBy: "\(report.record.fingerprint.text)")
            return code
        case .shown, .piped: break
        }
        if !run.output.isJSON { run.output.printSecret(report.token) }
        if let failure = run.context.deliveryFailure() {
            throw await undelivered(to: "standard output", SafeText(outside: failure))
        }
        if !run.context.isTerminal(.output) {
            run.warnTokenIsPrinted()
        }
        return code
    }

    /// The token has arrived, and nothing that was printed tells of it.
    ///
    /// - Parameter selection: what `token revoke` takes it by.
    /// - Throws: `E_OUTPUT`, which names it.
    private func requireTold(in place: SafeText, orRevokeBy selection: SafeText) throws(CommandProblem) {
        guard let failure = run.context.deliveryFailure() else { return }
        let name = SafeText(shellWord: report.profile.name)
        throw .tokenUntold(
            fingerprint: "\(report.record.fingerprint.text)", profile: "\(report.profile.name)", place: place,
            why: SafeText(outside: failure),
            revocation: "tessera token revoke --profile \(name) \(selection)")
    }

    private func undelivered(to place: SafeText, _ why: SafeText?) async -> CommandProblem {
        let item = await RevokeTokens.revokeOurOwn(report.token, of: report.profile, in: run.workspace)
        return .tokenUndelivered(
            fingerprint: "\(report.record.fingerprint.text)", place: place, why: why,
            verdict: item?.told ?? "not revoked",
            ways: item?.exitCode == .done ? [] : waysToRevoke, exitCode: item?.exitCode ?? .internalError)
    }

    /// The token itself is out of reach, so it is ended by what is known of it.
    private var waysToRevoke: [SafeText] {
        let profile = report.profile
        guard !profile.generation.traits.issuingSupersedesTokens else {
            return ["issue another token with the same secret key: on v1 it ends this one within 5 minutes"]
        }
        let user = SafeText(outside: report.record.facts.user ?? "USER", limit: 80)
        return [
            "the token may be valid until it expires: `tessera user logout --profile \(profile.name) \(user)` logs \(user) out"
        ]
    }
}
