package import Storage
package import ThoughtSpotSessions

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
