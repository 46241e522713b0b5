package import DisplayText
import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// A rule of ours that may stand against an act. A front end asks before it offers the act, the use case before it does
/// it: one answer for both.
package protocol Policy: Hashable, Sendable {
    /// What stands against the act; `nil` when nothing does.
    var refusal: Refusal? { get }
    /// The same in one clause, for a key or a choice that is not available.
    var reason: SafeText? { get }
}

extension Policy {
    /// Refuses the act when something stands against it.
    package func require() throws(OperationError) {
        if let refusal { throw .refused(refusal) }
    }
}

/// Nothing is changed on a cluster while the program or the profile is read-only. Your own session is opened and ended all the
/// same: to look takes one, and one that may be opened has to be ended.
package struct ReadOnlyPolicy: Policy {
    /// Absent for a change that concerns no cluster.
    package let profile: Profile?
    /// `--read-only`.
    package let isReadOnlyMode: Bool

    package init(_ profile: Profile?, isReadOnlyMode: Bool) {
        self.profile = profile
        self.isReadOnlyMode = isReadOnlyMode
    }

    package var refusal: Refusal? {
        if isReadOnlyMode { return .readOnly(profile: nil) }
        guard let profile, profile.isReadOnly else { return nil }
        return .readOnly(profile: profile.name)
    }

    package var reason: SafeText? {
        if isReadOnlyMode { return "read-only mode" }
        return refusal == nil ? nil : "profile is read-only"
    }
}

/// Nothing is sent that the profile's generation cannot do.
package struct AbilityPolicy: Policy {
    package let profile: Profile
    package let ability: Ability
    /// What a person may do instead, as sentences.
    package let alternatives: [String]

    package init(_ profile: Profile, _ ability: Ability, alternatives: [String] = []) {
        self.profile = profile
        self.ability = ability
        self.alternatives = alternatives
    }

    private var absence: String? {
        if case .absent(let reason) = profile.generation.capability(ability) { reason } else { nil }
    }

    package var refusal: Refusal? {
        absence.map {
            .notInGeneration(
                profile: profile.name, generation: profile.generation, reason: $0, alternatives: alternatives)
        }
    }

    package var reason: SafeText? { absence.map { "\($0)" } }
}

/// A trusted-authentication key, which can speak for anyone, travels encrypted and to a verified host only (promise P35).
package struct SecretKeyPolicy: Policy {
    package let profile: Profile

    package init(_ profile: Profile) { self.profile = profile }

    package var refusal: Refusal? {
        profile.connectionFault == nil ? nil : .insecureForSecretKey(profile: profile.name)
    }

    package var reason: SafeText? {
        profile.connectionFault.map { "a secret key is not sent over \($0)" }
    }
}

/// A credential goes into a URL, as beta-query puts it there, only where the profile accepts that and the connection is
/// encrypted and verified (faults D-q-1 and D-q-4). A bearer token goes in a header.
package struct URLSecretPolicy: Policy {
    package let profile: Profile
    package let credential: CredentialKind

    package init(_ profile: Profile, _ credential: CredentialKind) {
        self.profile = profile
        self.credential = credential
    }

    private var isInURL: Bool { profile.generation.traits.sendsSecretsInURL && credential != .bearer }

    package var refusal: Refusal? {
        guard isInURL else { return nil }
        if !profile.acceptsURLSecrets { return .urlSecrets(profile: profile.name) }
        return profile.connectionFault == nil ? nil : .insecureForURLSecrets(profile: profile.name)
    }

    package var reason: SafeText? {
        guard isInURL else { return nil }
        if !profile.acceptsURLSecrets { return "it would be in the URL, which this profile does not accept" }
        return profile.connectionFault.map { "a URL with a secret is not sent over \($0)" }
    }
}

extension Profile {
    /// Why a secret that can do much harm must not travel to this cluster: plain http is for localhost only, and a
    /// profile that is marked insecure is insecure wherever its cluster stands (fault C16).
    fileprivate var connectionFault: SafeText? {
        if trust == .insecure { return "an unverified connection" }
        return origin.scheme == .http && !origin.isLoopback ? "plain http" : nil
    }
}

extension Workspace {
    /// Refuses what changes a server while the program or the profile is read-only.
    package func requireWritable(_ profile: Profile?) throws(OperationError) {
        try ReadOnlyPolicy(profile, isReadOnlyMode: isReadOnly).require()
    }
}
