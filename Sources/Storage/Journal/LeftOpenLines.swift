import ASCIIText
import Moments
import ThoughtSpotSessions

// What one line says of what is left open.

extension JournalEvent.Action {
    /// Whether it leaves something behind on a cluster.
    var isChange: Bool {
        switch self {
        case .logIn, .logOut, .issueToken, .revokeToken, .switchOrg, .forceLogout, .deactivateUser,
            .enableTrustedAuthentication, .disableTrustedAuthentication:
            true
        case .importToken, .validateToken, .removeToken, .restoreToken, .readSecretKeys, .revealSecretKey,
            .readClock, .acceptDamage, .planRevocation, .planForceLogout, .planUserRevocation, .planDeactivation,
            .dismissOutcome, .other:
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

    /// The cluster's own error for a credential that it does not accept.
    var isRefusedCredential: Bool {
        outcome == .refused && evidence.map { [10_097, 10_003].contains($0.serverCode) } ?? false
    }

    /// Whether the cluster does not know the user of a logout: nothing else in such a request can be wrong but its size and
    /// its form. A deactivation carries an address, too, which may be what was refused.
    var saysNoSuchUser: Bool {
        phase == .result && action == .forceLogout && outcome == .refused && isOfOneUser
            && errorCode == SessionError.Code.badRequest.rawValue
            && ![413, 414, 415, 431].contains(evidence?.status)
    }

    /// Whether a revocation was refused because its token, which presents itself, had ended: by what, or whether the answer
    /// is to be trusted, the validation tells that follows.
    var asksForValidation: Bool {
        phase == .result && action == .revokeToken && token?.fingerprint != nil && isRefusedCredential
    }

    /// What it makes of a planned act on a user in whole, if it is one of that user; nil when it says nothing of it.
    func item(of planned: JournalEvent) -> LeftOpen.Item? {
        guard origin == planned.origin, token?.fingerprint == nil, isAbout(planned) else { return nil }
        // A name that the cluster does not know has nothing there that could be ended.
        if saysNoSuchUser { return .done }
        guard action == planned.action.planned else { return nil }
        return switch (phase, outcome) {
        case (.intent, _), (.result, .unknown): .begun
        case (.result, .ok): .done
        case (.result, .refused), (.result, .failed), (.result, .cancelled): .failed
        default: nil
        }
    }

    /// What it makes of the token's place in a plan; nil when it says nothing of it.
    var item: LeftOpen.Item? {
        if asksForValidation { return .begun }
        return switch (phase, action, outcome) {
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

    /// Whether it is about all users of another line. One that names a user by name and GUID says that both are the same:
    /// it is about the user whom the other line has by either.
    private func isAbout(_ other: JournalEvent) -> Bool {
        let own = Set(subjects.map { $0.lowercased() })
        return Set(other.people.map { $0.lowercased() }).isSubset(of: own)
            || isOfOneUser && other.isOfOneUser && !own.isDisjoint(with: other.subjects.map { $0.lowercased() })
    }

    private var isOfOneUser: Bool {
        subjects.count == 1 || subjects.count == 2 && subjects.count(where: UUIDText.isWellFormed) == 1
    }

    /// Whether both are plans of one act on the same user of a cluster.
    func plansTheSame(as other: JournalEvent) -> Bool {
        origin == other.origin && action == other.action && isAbout(other)
    }

    /// Whether it tells what came of a change that is open.
    func settles(_ open: JournalEvent) -> Bool {
        guard origin == open.origin else { return false }
        switch open.action {
        case .revokeToken:
            // Without a token it is about all tokens of a user.
            return [.revokeToken, .validateToken].contains(action) && token?.fingerprint == open.token?.fingerprint
                && (token?.fingerprint != nil || isAbout(open))
        case .switchOrg: return action == .switchOrg && profileID == open.profileID && user == open.user
        case .enableTrustedAuthentication, .disableTrustedAuthentication:
            return [.enableTrustedAuthentication, .disableTrustedAuthentication].contains(action)
                && subjects == open.subjects
        case .forceLogout, .deactivateUser:
            return action == open.action && isAbout(open)
        case .logIn: return action == .forceLogout && wasDone(toUserOf: open)
        case .logOut:
            return action == .forceLogout && wasDone(toUserOf: open) || isAboutSession(of: open)
        case .issueToken:
            return action == .revokeToken && token?.fingerprint == nil && wasDone(toUserOf: open)
        default: return false
        }
    }

    /// Whether it was accepted of the user of another line, and was sent after that line was written: what began before it
    /// may have been done after it.
    private func wasDone(toUserOf other: JournalEvent) -> Bool {
        guard outcome == .ok, let evidence, let user = other.token?.user ?? other.user else { return false }
        return subjects.contains { $0.lowercased() == user.lowercased() }
            && at.milliseconds - Int64(evidence.duration) >= other.at.milliseconds
    }

    /// Whether it tells that the session is over which another line wanted to end: both say when that was opened.
    private func isAboutSession(of other: JournalEvent) -> Bool {
        action == .logOut && [.ok, .refused].contains(outcome) && profileID == other.profileID && !subjects.isEmpty
            && subjects == other.subjects
    }
}
