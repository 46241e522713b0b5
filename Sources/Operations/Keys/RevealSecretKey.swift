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
    package var way: Way

    package init(profile: Profile, place: TrustedAuthenticationPlace, way: Way) {
        self.profile = profile
        self.place = place
        self.way = way
    }

    /// Writes the line. Whoever calls this shows the key afterwards, and not when this throws.
    package func run(in workspace: Workspace) async throws(OperationError) {
        let user = await workspace.held.session(of: profile)?.username
        var line = workspace.event(
            .note, .revealSecretKey, on: profile, user: user, subjects: [place.subject, way.rawValue])
        line.outcome = .ok
        try await workspace.append(line)
    }
}
