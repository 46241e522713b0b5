import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// One run of one command: the world, the common options, the live objects, and the way to speak.
struct CommandRun: Sendable {
    let context: CommandContext
    let options: CommonValues
    let live: LiveWorkspace
    let output: Output

    var workspace: Workspace { live.workspace }
    var now: Instant { context.now }

    /// Whether a person can be asked: there is a terminal, and `--json` was not given (fault H6).
    var mayAsk: Bool { !options.json && context.isTerminal(.input) && context.isTerminal(.error) }

    /// The profiles, after a word about what is unusual with their file.
    ///
    /// - Throws: for a script also when there is no place where they could be: nothing that can be read is no empty list.
    /// - Parameter toChange: to change the file: where nothing can be saved to it, that is the error, and no warning before it.
    func profiles(toChange: Bool = false) async throws(OperationError) -> ProfileList {
        try requirePlace(live.locations.configuration)
        let list = try await ListProfiles().run(in: workspace)
        if toChange, let reason = list.readOnlyReason { throw .storage(reason) }
        for warning in list.warnings {
            output.warn("W_PROFILES", MessageComposer.text(for: warning))
        }
        if let reason = list.readOnlyReason {
            output.warn(reason.code.rawValue, MessageComposer.message(for: .storage(reason)).sentence)
        }
        return list
    }

    /// For a script, refuses to answer from a place that there is not; a person is told beside the answer.
    func requirePlace(_ directory: String?) throws(OperationError) {
        if output.isJSON, directory == nil { throw .storage(Locations.noHome) }
    }

    /// The profile that is meant: by the argument, by `--profile`, the default one, or the only one there is.
    ///
    /// - Parameters:
    ///   - isExact: the beginning of a name is not enough.
    ///   - toChange: see ``profiles(toChange:)``.
    func profile(_ argument: String?, isExact: Bool = false, toChange: Bool = false) async throws -> Profile {
        try requireOneName(argument)
        return try profile(argument, in: try await profiles(toChange: toChange), isExact: isExact)
    }

    private func requireOneName(_ argument: String?) throws {
        guard let argument, let option = options.profile, argument != option else { return }
        throw CommandProblem.usage("Two profiles named", hint: "leave out --profile")
    }

    /// The same among profiles that have been read.
    func profile(_ argument: String?, in list: ProfileList, isExact: Bool = false) throws -> Profile {
        try requireOneName(argument)
        guard let name = argument ?? options.profile ?? list.defaultName else {
            guard list.profiles.count == 1, list.unusable.isEmpty, let only = list.profiles.first else {
                throw CommandProblem.profileNeeded
            }
            return only
        }
        return try Self.find(name, in: list, isExact: isExact)
    }

    /// The profile that `--profile` names, for a command that works on all profiles without it.
    func namedProfile() async throws -> Profile? {
        guard let name = options.profile else { return nil }
        return try Self.find(name, in: try await profiles(), isExact: false)
    }

    /// The profile that is meant, for a command that connects: says so on every call when its certificate is not verified.
    func cluster(_ argument: String?) async throws -> Profile {
        let profile = try await profile(argument)
        warnAboutTrust(of: profile)
        return profile
    }

    /// The profiles that arguments and `--profile` name, each once; the default one when they name none.
    func clusters(_ arguments: [String] = []) async throws -> [Profile] {
        guard let named = try await named(arguments) else { return [try await cluster(nil)] }
        for profile in named { warnAboutTrust(of: profile) }
        return named
    }

    /// The profiles that arguments and `--profile` name, each once; nil when they name none.
    func named(_ arguments: [String]) async throws -> [Profile]? {
        let names = arguments + options.profiles
        if names.isEmpty { return nil }
        let list = try await profiles()
        var named: [Profile] = []
        for name in names {
            let profile = try Self.find(name, in: list, isExact: false)
            if !named.contains(where: { $0.id == profile.id }) { named.append(profile) }
        }
        return named
    }

    /// Promise P35.
    func warnAboutTrust(of profile: Profile) {
        guard profile.trust == .insecure else { return }
        output.warn(
            "W_INSECURE", "INSECURE: the certificate of \(profile.origin.description) is not verified (\(profile.name))"
        )
    }

    private static func find(_ name: String, in list: ProfileList, isExact: Bool) throws -> Profile {
        do throws(ProfileInputError) { _ = try ProfileName.checked(name) } catch {
            throw OperationError.refused(.invalidProfile(error))
        }
        do throws(OperationError) {
            let found = try FindProfile.find(named: name, in: list)
            if !isExact || found.name == name { return found }
            throw .refused(.noSuchProfile(name: name, similar: [found.name]))
        } catch {
            if case .refused(.noSuchProfile) = error, !SecretLook.isHarmless(name) {
                throw OperationError.refused(.noSuchProfile(name: "(not repeated)", similar: []))
            }
            throw error
        }
    }
}

extension CommandRun {
    /// Says once for each cluster whose clock differs from ours by more than 30 seconds that times are told by its clock,
    /// as it was read.
    func warnAboutClocks(of records: some Collection<TokenRecord>, in list: TokenList) {
        var told: Set<String> = []
        for record in records where told.insert(record.origin).inserted {
            let name = SafeText(outside: record.profileName, limit: 64)
            let skew = list.clocks.skew(of: record.origin, at: now)
            guard list.clocks.isInDoubt(record.origin, at: now), let skew else {
                warnAboutClock(skew, of: name)
                continue
            }
            output.warn(
                "W_CLOCK_SKEW",
                """
                the clock of \(name) was \(DurationText.lead(skew, of: "ours")) when it was read; times are told by its \
                clock, and `tessera status \(name)` reads it again
                """)
        }
    }

    /// Says by how much the clock of a cluster differs from ours, when it is more than 30 seconds.
    func warnAboutClock(_ skew: Int64?, of name: SafeText) {
        guard let skew, ServerClocks.isNotable(skew) else { return }
        output.warn(
            "W_CLOCK_SKEW",
            "the clock of \(name) is \(DurationText.lead(skew, of: "ours")); times are told by its clock")
    }

    func warnTokenIsPrinted() {
        output.warn("W_TOKEN_PRINTED", "the token is printed; anyone with it has this user's access until it expires")
    }

    /// Says that the journal is not what was written, and what follows.
    func warnAboutDamage(_ list: TokenList) {
        if let damage = MessageComposer.damage(of: list) { output.warn("W_JOURNAL_DAMAGED", damage) }
    }

    /// Says what could not be written to the journal after it had happened.
    ///
    /// - Returns: what the run ends with for that reason.
    func tellUnrecorded() async -> ExitCode {
        let (lines, cause) = await workspace.ledger.unrecorded()
        guard !lines.isEmpty else { return .done }
        if let message = MessageComposer.unrecorded(lines, cause: cause) {
            output.fail(message)
            return message.exitCode
        }
        let why: SafeText = cause.map { MessageComposer.message(for: .storage($0)).why ?? "" } ?? ""
        let what = lines.map { "\($0.action.name)\($0.outcome.map { " \($0.name)" } ?? "")" }.joined(separator: ", ")
        let next: SafeText = lines.contains { $0.phase == .result } ? "" : "; no later run will know of it"
        output.warn(
            "W_NOT_RECORDED",
            """
            what is reported here is not recorded in the journal (\(SafeText(outside: what, limit: 200))): \(why)\(next)
            """)
        return .done
    }
}

/// A word about refused credentials before the account is locked (promise P72).
extension CommandRun {
    /// Before a secret is asked for: says when the try to come is the last one before the guard.
    func warnAboutLockout(of user: String?, on profile: Profile) async throws(OperationError) {
        let risk = try await workspace.lockoutRisk(of: user, on: profile)
        guard let text = LockoutPolicy(profile, risk).warning() else { return }
        output.warn("W_LOCKOUT", text)
    }

    /// Presents a credential by `attempt`; when that was the second refusal, says so beside the error.
    func watchingLockout<Value: Sendable>(
        of user: String?, on profile: Profile, _ attempt: () async throws(OperationError) -> Value
    ) async throws(OperationError) -> Value {
        do throws(OperationError) {
            return try await attempt()
        } catch {
            // The error of the attempt is the one to tell, whatever becomes of the remark.
            if case .session(let cause, _) = error, LockoutCount.counts(cause.code),
                let risk = try? await workspace.lockoutRisk(of: user, on: profile), risk.level == .guarded,
                let text = LockoutPolicy(profile, risk).warning()
            {
                output.warn("W_LOCKOUT", text)
            }
            throw error
        }
    }
}

extension Credential {
    /// One of `kind`; a bearer token has no user.
    init(_ kind: CredentialKind, of user: String, _ secret: Secret) {
        self =
            switch kind {
            case .password: .password(username: user, password: secret)
            case .secretKey: .secretKey(username: user, key: secret)
            case .bearer: .bearer(token: secret)
            }
    }
}
