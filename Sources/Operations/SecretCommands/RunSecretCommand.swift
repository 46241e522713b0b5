import DisplayText
import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// What secret commands are run with.
package struct SecretCommands: Sendable {
    package let confirmed: ConfirmedCommands
    let userID: UInt32
    let environment: @Sendable () -> [String: String]
    /// Whether a command can have our terminal, to ask at it.
    let lendsTerminal: Bool
    let run: @Sendable (ChildCall) async -> ChildEnding

    package init(
        confirmed: ConfirmedCommands, userID: UInt32, environment: @escaping @Sendable () -> [String: String],
        lendsTerminal: Bool, run: @escaping @Sendable (ChildCall) async -> ChildEnding
    ) {
        self.confirmed = confirmed
        self.userID = userID
        self.environment = environment
        self.lendsTerminal = lendsTerminal
        self.run = run
    }

    /// Variables that a command gets; no other, and none of ours (promise P2).
    private static let passed: Set<String> = [
        "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
        "XDG_STATE_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "GNUPGHOME",
        "PASSWORD_STORE_DIR", "VAULT_ADDR", "VAULT_NAMESPACE", "VAULT_CACERT",
    ]
    /// Those with which it finds the terminal, for one that asks.
    private static let passedToAsk: Set<String> = ["TERM", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"]
    private static let usualPath = "/usr/local/bin:/usr/bin:/bin"

    /// `PATH` keeps the directories in which others can replace nothing. Reads directories.
    func environment(asks: Bool) -> [String: String] {
        let ours = environment()
        var passed = ours.filter { name, _ in
            Self.passed.contains(name) || name.hasPrefix("LC_") || asks && Self.passedToAsk.contains(name)
        }
        let path = TrustedProgram.safeDirectories(of: ours["PATH"] ?? Self.usualPath, userID: userID)
        passed["PATH"] = path.isEmpty ? Self.usualPath : path.joined(separator: ":")
        return passed
    }
}

/// Gets the password or the secret key of a profile from its secret command (promises P26, P27).
///
/// It runs only if this user has confirmed it on this machine, by its full path, without a shell, with an environment of
/// its own, and in bounded time and size. What it prints is never shown.
package struct RunSecretCommand: Hashable, Sendable {
    package var profile: Profile
    /// Whose secret it is; the profile's user when absent.
    package var user: String?
    /// What is of use.
    package var kinds: [CredentialKind]
    /// ``SecretCommandView/digest`` of the command that a person has just agreed to.
    package var confirming: String?

    package init(
        profile: Profile, user: String? = nil, kinds: [CredentialKind] = [.password, .secretKey],
        confirming: String? = nil
    ) {
        self.profile = profile
        self.user = user
        self.kinds = kinds
        self.confirming = confirming
    }

    private var command: SecretCommand { profile.secretCommand }

    /// - Throws: `E_HELPER_UNSAFE`, `E_HELPER_MISSING`, `E_COMMAND_UNCONFIRMED`, `E_HELPER_NO_TTY`: it was not run;
    ///   `E_HELPER`, `E_COMMAND_OUTPUT`: it gave no secret; `E_INVALID_INPUT` for a command that cannot be run.
    package func run(in workspace: Workspace) async throws(OperationError) -> Credential {
        let user = user ?? profile.username
        try requireFit(user)
        let arguments: [String]
        do throws(SecretCommand.Unfilled) { arguments = try command.filled(for: profile, user: user) } catch {
            throw failure(.unfit(why: error.words))
        }
        let (commands, program) = try await requireRunnable(in: workspace)
        let asks = command.isInteractive
        if asks, !commands.lendsTerminal { throw failure(.noTerminal) }
        let environment = await FileExecutor.run { () throws(Never) in commands.environment(asks: asks) }
        var ending = await commands.run(
            ChildCall(
                program: program, name: command.arguments[0], arguments: arguments, environment: environment,
                limit: command.timeLimit * 1_000, outputLimit: CommandOutput.limit, hasTerminal: asks))
        defer { for place in ending.output.indices { ending.output[place] = 0 } }
        if ending.cause == .cancelled {
            throw .session(
                SessionError(.cancelled, operation: "secret command", origin: profile.origin), profile: profile.name)
        }
        do throws(SecretCommandFailure) {
            try ending.requireSuccess(limit: command.timeLimit)
            let secret = try CommandOutput.secret(in: ending.output, format: command.format, now: workspace.now())
            return command.kind == .secretKey
                ? .secretKey(username: user ?? "", key: secret) : .password(username: user ?? "", password: secret)
        } catch { throw failure(error) }
    }

    /// Everything but the run: whether the command can be run, and whether it is confirmed.
    ///
    /// - Returns: what it is run with, and the program, free of links.
    @discardableResult
    package func requireRunnable(
        in workspace: Workspace
    ) async throws(OperationError) -> (SecretCommands, TrustedProgram) {
        let program = try await requireSafe(in: workspace)
        guard let commands = workspace.secretCommands else { throw failure(.failed(why: "no command is run here")) }
        let standing: ConfirmedCommands.Standing
        do throws(StorageError) { standing = try await commands.confirmed.standing(of: profile) } catch {
            throw .storage(error)
        }
        if standing != .confirmed {
            let view = SecretCommandView(profile, isChanged: standing == .changed)
            guard confirming == view.digest else { throw failure(.unconfirmed(view)) }
            // Where it cannot be saved, it counts for this run, and the next one asks again.
            try? await commands.confirmed.confirm(profile)
        }
        return (commands, program)
    }

    /// Whether the command may run as it stands.
    package func isConfirmed(in workspace: Workspace) async throws(OperationError) -> Bool {
        do throws(StorageError) {
            return try await workspace.secretCommands?.confirmed.standing(of: profile) == .confirmed
        } catch { throw .storage(error) }
    }

    /// Looks at the program's file, and at every directory and link on the way to it.
    ///
    /// - Returns: the program, free of links.
    package func requireSafe(in workspace: Workspace) async throws(OperationError) -> TrustedProgram {
        do throws(SecretCommandProblem) { try command.requireUsable() } catch {
            throw .refused(.invalidProfile(ProfileInputError(.secretCommand(error))))
        }
        let program = command.arguments[0]
        let userID = workspace.secretCommands?.userID
        do throws(TrustedProgram.Problem) {
            return try await FileExecutor.run { () throws(TrustedProgram.Problem) in
                guard let userID else { return try TrustedProgram(at: program) }
                return try TrustedProgram(at: program, userID: userID)
            }
        } catch {
            switch error {
            case .unsafe(let why): throw failure(.unsafe(program: program, why: why))
            case .missing(let why): throw failure(.missing(program: program, why: why))
            }
        }
    }

    /// A password is one user's: a command that does not ask for the user by name prints the password of the profile's.
    private func requireFit(_ user: String?) throws(OperationError) {
        let kind = command.kind.credential
        guard kinds.contains(kind) else {
            throw failure(.unfit(why: "it prints a \(MessageComposer.text(for: kind)), which is of no use here"))
        }
        guard command.kind == .password, !command.namesUser, let own = profile.username, let user,
            own.lowercased() != user.lowercased()
        else { return }
        throw failure(
            .unfit(
                why: """
                    it prints the password of \(SafeText(outside: own, limit: 80)), not of \
                    \(SafeText(outside: user, limit: 80)); {username} in it would name the user
                    """))
    }

    private func failure(_ failure: SecretCommandFailure) -> OperationError {
        .refused(.secretCommand(profile: profile.name, failure))
    }
}

extension SecretCommandFailure: Error {}

extension ChildEnding {
    fileprivate func requireSuccess(limit: Int) throws(SecretCommandFailure) {
        let said = CommandComplaint.text(of: error, output: output)
        switch cause {
        case .exited(0): return
        case .exited(let code): throw .failed(why: "it ended with exit status \(code)", said: said)
        case .signal(let number): throw .failed(why: "it was ended by signal \(number)", said: said)
        case .overTime: throw .failed(why: "it did not end within \(limit) s", said: said)
        case .overSize: throw .failed(why: "it printed more than 64 KiB")
        case .cancelled: throw .failed(why: "it was cancelled")
        case .notStarted(let why): throw .failed(why: SafeText(outside: why, limit: 200))
        }
    }
}

extension SecretCommand.Unfilled {
    fileprivate var words: SafeText {
        switch self {
        case .noUser: "{username} stands in it, and no user is named"
        case .unusualUser: "the user's name has signs that are not put into a command"
        }
    }
}

/// Takes note that the user has read and confirmed the secret command of a profile.
package struct ConfirmSecretCommand: Hashable, Sendable {
    package var profile: Profile

    package init(profile: Profile) { self.profile = profile }

    /// - Throws: what ``RunSecretCommand/requireSafe(in:)`` throws, and what saving throws.
    package func run(in workspace: Workspace) async throws(OperationError) {
        _ = try await RunSecretCommand(profile: profile).requireSafe(in: workspace)
        guard let commands = workspace.secretCommands else { return }
        do throws(StorageError) { try await commands.confirmed.confirm(profile) } catch { throw .storage(error) }
    }
}
