import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    /// Login, logout and a switch of the Org.
    static func session(_ profile: Profile.ID) -> WorkID { WorkID("session", profile) }
}

extension DropSession: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "dropping the session of \(profile.name)" }

    func receive(_ answer: Profile, in program: inout ProgramState) -> [Effect] {
        // The profile may be there still, at another address.
        program.profiles[profile.id].map { [program.check($0)] } ?? []
    }
}

extension ProgramState {
    /// A change of a session failed: the cluster tells it, and so does the form that asked for it.
    ///
    /// - Parameter secret: what was presented.
    mutating func failSession(
        _ error: OperationError, on profile: Profile, _ id: WorkID, returning secret: Secret? = nil
    ) -> [Effect] {
        let message = say(error)
        // What was wrong with the input says nothing of the cluster.
        if profiles[profile.id] != nil, case .session = error {
            clusters[profile.id, default: ClusterRow()].error = message
            endSession(error, of: profile.id)
        }
        var effects = failSubmission(of: id, error, message, returning: secret)
        // A refusal counts, and the journal counts them.
        effects.append(readJournal())
        // A session that is still held was to be moved to another Org: where it is, the server knows.
        if isLoggedIn(profile.id), let profile = profiles[profile.id] { effects.append(check(profile)) }
        return effects
    }

    /// An answer that says that the session is over says so of the cluster, too.
    mutating func noteSessionEnd(_ error: OperationError, of profile: Profile) {
        guard error.isSessionEnd, profiles[profile.id] != nil else { return }
        clusters[profile.id, default: ClusterRow()].error = MessageComposer.message(for: error)
        clusters[profile.id]?.session = nil
    }

    /// The credential goes with an answer that says that the session is over.
    mutating func endSession(_ error: OperationError, of profile: Profile.ID) {
        if error.isSessionEnd { clusters[profile]?.session = nil }
    }
}

extension OperationError {
    fileprivate var isSessionEnd: Bool {
        if case .session(let cause, _) = self { cause.code == .sessionEnded } else { false }
    }
}
