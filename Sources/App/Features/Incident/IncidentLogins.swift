import DisplayText
import Operations
import Storage
import Toolkit

/// Logins to the chosen clusters, which go on while the plan is read.
extension IncidentView {
    /// The chosen clusters on which nothing can be done before the login that is under way has ended.
    func loggingIn(in program: ProgramState) -> [Profile] {
        (incident?.clusters ?? []).filter { cluster in
            clusters.contains(cluster.id) && cluster.obstacle?.isRemovedByLogin == true
                && program.isSessionBusy(cluster.id)
        }.map(\.profile)
    }

    /// `logging in to prod-us, staging`.
    func loggingInWords(in program: ProgramState) -> SafeText? {
        let profiles = loggingIn(in: program)
        return profiles.isEmpty ? nil : "logging in to \(profiles.fewNames)"
    }

    /// A plan is not agreed to without a cluster by accident: what it takes is one more key.
    mutating func waitForLogins(in program: ProgramState) -> [Effect]? {
        let profiles = loggingIn(in: program)
        guard !goOn(without: Set(profiles.map(\.id))), let words = loggingInWords(in: program) else {
            return nil
        }
        let key = program.key(.open, in: Self.layer)
        return refuse("\(words): \(key) again goes on without \(profiles.count == 1 ? "it" : "them")")
    }
}

/// The logins under way that concern a plan, and those that it may go on without.
struct PendingLogins: Hashable, Sendable {
    private var underWay: Set<Profile.ID> = []
    private var dispensable: Set<Profile.ID> = []

    /// Whether these are others than before. What was said of one that has ended is not said of its next login.
    mutating func follow(_ ids: Set<Profile.ID>) -> Bool {
        defer { underWay = ids }
        dispensable.formIntersection(ids)
        return ids != underWay
    }

    /// Whether that was said before of all of them.
    mutating func goOn(without ids: Set<Profile.ID>) -> Bool {
        if ids.isSubset(of: dispensable) { return true }
        dispensable = ids
        return false
    }
}
