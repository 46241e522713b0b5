import Storage
import ThoughtSpotSessions

/// The logins, logouts and mints of our own journal, to be found again in a cluster's audit log.
///
/// The log names no session and no token, so all that can be compared is who, what and when: a match is likely, and no
/// more. Each line of the journal stands for one event of a type at most.
struct OwnActs {
    /// How far the two clocks may differ after the skew is taken out, and the request has taken its time: milliseconds.
    private static let tolerance: Int64 = 10_000

    private struct Act {
        /// What the log has not told of it yet.
        var types: [AuditEventType]
        let at: Int64
    }

    /// By user, in lower case.
    private var acts: [String: [Act]] = [:]

    /// - Parameter since: lines well before this are not looked at.
    init(at origin: String, since: Instant, in events: [JournalEvent]) {
        for event in events where event.origin == origin && event.phase == .result {
            let types = Self.types(of: event)
            guard let user = event.token?.user ?? event.user, !types.isEmpty,
                event.at.milliseconds(since: since) > -AuditWindow.longest
            else { continue }
            acts[user.lowercased(), default: []].append(Act(types: types, at: event.at.milliseconds))
        }
    }

    /// Whether a line of ours tells of this event; it then tells of no other one like it.
    ///
    /// - Parameter skew: the server's clock less ours, in milliseconds.
    mutating func take(_ event: AuditEvent, skew: Int64) -> Bool {
        guard let user = event.username?.lowercased(), let at = event.at,
            let type = event.type.flatMap(AuditEventType.init(rawValue:)), let own = acts[user]
        else { return false }
        let ourTime = at.milliseconds - skew
        let place = own.firstIndex { act in
            act.types.contains(type) && abs(act.at - ourTime) <= Self.tolerance
        }
        guard let place else { return false }
        acts[user]?[place].types.removeAll { $0 == type }
        return true
    }

    /// What a cluster may write for a line of ours. A login by secret key is a mint, and on v1 a login behind it.
    private static func types(of event: JournalEvent) -> [AuditEventType] {
        let isDone = event.outcome == .ok || event.outcome == .verified
        let isByKey = event.credential == .secretKey
        return switch event.action {
        case .logIn where isDone: isByKey ? [.tokenCreated, .loginSuccessful] : [.loginSuccessful]
        case .logIn: isByKey ? [.tokenRefused] : [.loginFailed]
        case .logOut: isDone ? [.logoutSuccessful] : [.logoutFailed]
        case .issueToken: isDone ? [.tokenCreated] : [.tokenRefused]
        default: []
        }
    }
}
