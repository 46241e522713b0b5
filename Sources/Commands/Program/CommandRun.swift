import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// One run of one command: the world, the common options, the live objects, and the way to speak.
struct CommandRun: Sendable {
    let context: CommandContext
    let options: CommonOptions
    let live: LiveWorkspace
    let output: Output

    var workspace: Workspace { live.workspace }
    var now: Instant { context.now }

    /// Whether a person can be asked: there is a terminal, and `--json` was not given (fault H6).
    var mayAsk: Bool { !options.json && context.isTerminal(.input) && context.isTerminal(.error) }

    /// The profiles, after a word about what is unusual with their file.
    ///
    /// - Throws: for a script also when there is no place where they could be: nothing that can be read is no empty list.
    func profiles() async throws(OperationError) -> ProfileList {
        try requirePlace(live.locations.configuration)
        let list = try await ListProfiles().run(in: workspace)
        for warning in list.warnings {
            let advice = warning.advice.map { "; \($0)" } ?? ""
            output.warn("W_PROFILES", "\(warning.file): \(warning.detail)\(advice)")
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
    /// - Parameter isExact: the beginning of a name is not enough.
    func profile(_ argument: String?, isExact: Bool = false) async throws -> Profile {
        if let argument, let option = options.profile, argument != option {
            throw CommandProblem.usage("Two profiles named", hint: "leave out --profile")
        }
        let list = try await profiles()
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

    /// The profiles that `--profile` names, each once; the default one when it names none.
    func clusters() async throws -> [Profile] {
        if options.profiles.isEmpty { return [try await cluster(nil)] }
        let list = try await profiles()
        var named: [Profile] = []
        for name in options.profiles {
            let profile = try Self.find(name, in: list, isExact: false)
            if named.contains(where: { $0.id == profile.id }) { continue }
            warnAboutTrust(of: profile)
            named.append(profile)
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
