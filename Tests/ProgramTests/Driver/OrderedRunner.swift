import App
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// Runs work in the order in which `update` began it, one piece at a time, so that a script gives the same log, the
/// same numbers and the same picture every time.
struct OrderedRunner: WorkRunner {
    let next: any WorkRunner
    let turns: Turns

    func run(_ work: Work, progress: @escaping @Sendable (WorkProgress) async -> Void) async -> EffectResult {
        await turns.wait(for: work)
        return await next.run(work, progress: progress)
    }
}

/// Whose turn it is: that of the oldest piece of work under way.
@MainActor
final class Turns {
    private var inFlight: [EffectID: InFlight] = [:]
    private var bells: [AsyncStream<Void>.Continuation] = []

    /// To be called with every state that is drawn.
    func follow(_ state: AppState) {
        inFlight = state.inFlight
        for bell in bells { bell.yield() }
    }

    /// Returns when no older work is under way, or when the task is cancelled.
    func wait(for work: Work) async {
        let (stream, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        bells.append(bell)
        // The work is begun before its state is drawn, so the first look waits for a drawing, too.
        if isTurn(of: work) { bell.finish() }
        for await _ in stream where isTurn(of: work) { bell.finish() }
    }

    private func isTurn(of work: Work) -> Bool {
        guard let mine = inFlight.filter({ Self.isEffect($0.key, of: work) }).values.map(\.stamp).min() else {
            return false
        }
        return !inFlight.values.contains { $0.stamp < mine }
    }

    private static func isEffect(_ id: EffectID, of work: Work) -> Bool {
        switch work {
        case .listProfiles: return id == .profiles
        case .listTokens: return id == .journal
        case .checkCluster(let profile): return id == .check(profile.id) || id == .formTest
        case .testProfile: return id == .formTest
        case .diagnose: return id == .diagnosis
        case .logIn(let verb): return id == .session(verb.profile.id)
        case .logOut(let profile): return id == .session(profile.id)
        case .issueToken(let verb): return id == .issue(verb.profile.id)
        case .issueSessionToken(let verb): return id == .issue(verb.profile.id)
        case .importToken(let verb): return id == .issue(verb.profile.id)
        case .validateToken(let profile, let fingerprint):
            return id == .validate(TokenRecord.id(fingerprint, at: profile.origin.description))
        case .revokeTokens, .endUser: return id == .revocation
        case .readAuditLog(let verb): return id == .auditLog(verb.profile.id)
        case .findOrgs(let profile): return id == .orgs(profile.id)
        case .switchOrg(let verb): return id == .session(verb.profile.id)
        case .forgetTokens, .restoreTokens: return id == .forget
        case .readTimeline: return id == .timeline
        case .writeReport: return id == .report
        case .dropSession(let profile): return id == .session(profile.id)
        case .saveProfile, .restoreProfile, .removeProfile, .setDefaultProfile:
            if case .profile = id { return true }
            return false
        case .copyTokens: return id == .copy
        case .revealToken, .revealKey: return id == .reveal
        case .copyKey: return id == .copy
        case .readKeys(let profile): return id == .keys(profile.id)
        case .changeKeys(let confirmed): return id == .keys(confirmed.plan.profile.id)
        }
    }
}
