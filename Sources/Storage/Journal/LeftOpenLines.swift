import ASCIIText

// What one line says of what is left open.

extension JournalEvent.Action {
    /// Whether it leaves something behind on a cluster.
    var isChange: Bool {
        switch self {
        case .logIn, .logOut, .issueToken, .revokeToken, .switchOrg, .forceLogout, .deactivateUser,
            .enableTrustedAuthentication, .disableTrustedAuthentication:
            true
        case .importToken, .validateToken, .removeToken, .restoreToken, .readSecretKeys, .revealSecretKey,
            .acceptDamage, .planRevocation, .dismissOutcome, .other:
            false
        }
    }
}

extension JournalEvent {
    /// Whether a note tells how its cluster answered for the token.
    var saysHowTheTokenStands: Bool {
        switch (action, outcome) {
        case (.validateToken, .ok), (.validateToken, .refused), (.validateToken, .verified),
            (.validateToken, .stillValid), (.revokeToken, .verified), (.revokeToken, .stillValid):
            true
        default: false
        }
    }

    /// What it makes of the token's place in a plan; nil when it says nothing of it.
    var item: LeftOpen.Plan.Item? {
        switch (phase, action, outcome) {
        case (.intent, .revokeToken, _), (.result, .revokeToken, .unknown): .begun
        case (_, .revokeToken, .ok), (_, .revokeToken, .verified), (_, .validateToken, .refused): .done
        case (_, .revokeToken, .refused), (_, .revokeToken, .failed), (_, .revokeToken, .cancelled),
            (_, .revokeToken, .stillValid), (_, .validateToken, .ok), (_, .validateToken, .stillValid):
            .failed
        default: nil
        }
    }

    /// The users whom it names; a GUID beside a name is the same user.
    package var people: [String] {
        let names = subjects.filter { !UUIDText.isWellFormed($0) }
        return names.isEmpty ? subjects : names
    }

    private func isAbout(_ people: [String]) -> Bool {
        Set(people.map { $0.lowercased() }).isSubset(of: subjects.map { $0.lowercased() })
    }

    /// Whether it tells what came of a change that is open.
    func settles(_ open: JournalEvent) -> Bool {
        guard origin == open.origin else { return false }
        switch open.action {
        case .revokeToken:
            // Without a token it is about all tokens of a user.
            return [.revokeToken, .validateToken].contains(action) && token?.fingerprint == open.token?.fingerprint
                && (token?.fingerprint != nil || isAbout(open.people))
        case .switchOrg: return action == .switchOrg && profileID == open.profileID && user == open.user
        case .enableTrustedAuthentication, .disableTrustedAuthentication:
            return [.enableTrustedAuthentication, .disableTrustedAuthentication].contains(action)
                && subjects == open.subjects
        case .forceLogout, .deactivateUser:
            return action == open.action && isAbout(open.people)
        default: return false
        }
    }
}
