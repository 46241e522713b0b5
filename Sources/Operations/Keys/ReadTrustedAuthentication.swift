package import Moments
package import Storage
package import ThoughtSpotSessions

/// Reads how trusted authentication stands, with its keys in clear (<doc:V2>).
///
/// Only for a person who asked for just that, never by the way (promise P68); the journal keeps that it was done.
package struct ReadTrustedAuthentication: Hashable, Sendable {
    package var profile: Profile
    /// Cluster and Orgs when absent.
    package var scope: TrustedAuthenticationScope?

    package init(profile: Profile, scope: TrustedAuthenticationScope? = nil) {
        self.profile = profile
        self.scope = scope
    }

    /// Refuses what cannot be done anyway, before a person is asked for a credential.
    package func check(in workspace: Workspace) throws(OperationError) {
        _ = try workspace.client(for: profile)
        try AbilityPolicy(profile, .trustedAuthenticationKeys).require()
        try SecretKeyPolicy(profile).require()
    }

    /// Reads the state with the held session, over a connection that keys may travel on (promise P35).
    package func run(in workspace: Workspace) async throws(OperationError) -> TrustedAuthenticationReport {
        try check(in: workspace)
        let client = try workspace.client(for: profile)
        let session = try await workspace.session(of: profile)
        var line = workspace.event(
            .note, .readSecretKeys, on: profile, user: session.username, subjects: subjects)
        let reply: Reply<TrustedAuthenticationState>
        do throws(SessionError) {
            reply = try await client.trustedAuthentication(scope, as: session.authentication)
        } catch {
            line.outcome = error.journalOutcome
            line.errorCode = error.code.rawValue
            line.evidence = error.evidence
            await workspace.record(line)
            await workspace.drop(session, of: profile, after: error)
            throw .session(error, profile: profile.name)
        }
        line.outcome = .ok
        line.evidence = reply.evidence
        // Before anybody gets to see them: what the journal cannot keep was not read.
        try await workspace.append(line)
        return TrustedAuthenticationReport(
            profile: profile, state: reply.value, checkedAt: workspace.now(), duration: reply.duration)
    }

    private var subjects: [String] {
        switch scope {
        case .cluster: ["cluster"]
        case .org: ["Orgs"]
        case nil: ["cluster", "Orgs"]
        }
    }
}

/// Hands out a key in clear, after the journal has kept that (fault D-2-12).
package struct RevealSecretKey: Hashable, Sendable {
    /// Where the key goes.
    package enum Way: String, Hashable, Sendable {
        case screen, clipboard
        case standardOutput = "standard output"
    }

    package var profile: Profile
    package var place: TrustedAuthenticationPlace
    package var key: Secret
    package var way: Way

    package init(profile: Profile, place: TrustedAuthenticationPlace, key: Secret, way: Way) {
        self.profile = profile
        self.place = place
        self.key = key
        self.way = way
    }

    /// Writes the line, then returns the key. Throws what writing the journal throws; the key is not shown then.
    package func run(in workspace: Workspace) async throws(OperationError) -> Secret {
        let user = await workspace.held.session(of: profile)?.username
        var line = workspace.event(
            .note, .revealSecretKey, on: profile, user: user, subjects: [place.subject, way.rawValue])
        line.outcome = .ok
        try await workspace.append(line)
        return key
    }
}

/// How trusted authentication stands on a cluster, its keys included: to be shown masked, and let go of soon.
package struct TrustedAuthenticationReport: Hashable, Sendable {
    package let profile: Profile
    /// Cluster and Orgs as the server told them.
    package let state: TrustedAuthenticationState
    package let checkedAt: Instant
    /// Milliseconds of the exchange.
    package let duration: Int

    package init(profile: Profile, state: TrustedAuthenticationState, checkedAt: Instant, duration: Int) {
        self.profile = profile
        self.state = state
        self.checkedAt = checkedAt
        self.duration = duration
    }

    /// The report with one place as it was seen later.
    package func replacing(
        _ setting: TrustedAuthenticationState.Setting, at moment: Instant
    ) -> TrustedAuthenticationReport {
        let settings = state.settings.map { $0.place.agrees(with: setting.place) ? setting : $0 }
        return TrustedAuthenticationReport(
            profile: profile, state: TrustedAuthenticationState(settings: settings), checkedAt: moment,
            duration: duration)
    }
}

extension TrustedAuthenticationState {
    /// The setting of one place, when the answer tells it.
    package func setting(of place: TrustedAuthenticationPlace) -> Setting? {
        settings.first { $0.place.agrees(with: place) }
    }
}

extension TrustedAuthenticationState.Setting {
    /// Whether logins by key are possible here, as far as the answer says.
    package var isOn: Bool { isEnabled == true && !keys.isEmpty }
    /// Whether nothing can be opened by a key here, as far as the answer says.
    package var isOff: Bool { isEnabled == false && keys.isEmpty }
}

extension TrustedAuthenticationPlace {
    /// Whether both are the same place: an Org counts as another's equal by what is known of both.
    package func agrees(with other: TrustedAuthenticationPlace) -> Bool {
        switch (self, other) {
        case (.cluster, .cluster): true
        case (.org(let org), .org(let otherOrg)): org.agrees(with: otherOrg)
        case (.cluster, .org), (.org, .cluster): false
        }
    }

    /// The part of the state that tells this place.
    package var scope: TrustedAuthenticationScope {
        switch self {
        case .cluster: .cluster
        case .org: .org
        }
    }

    /// `cluster`, or the Org: for records. The name of an Org is text from outside.
    package var subject: String {
        switch self {
        case .cluster: "cluster"
        case .org(let org): org.wording
        }
    }

    /// `the cluster`, `Org Sales (1)`: for sentences. The name of an Org is text from outside.
    package var wording: String {
        switch self {
        case .cluster: "the cluster"
        case .org(let org): org.name == nil ? org.wording : "Org \(org.wording)"
        }
    }
}
