import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    static let profiles = WorkID("profiles")
    static func check(_ profile: Profile.ID) -> WorkID { WorkID("check", profile) }
    /// What may be under way for a cluster and its session.
    static func ofCluster(_ profile: Profile.ID) -> [WorkID] { [.check(profile), .session(profile)] }
}

extension ListProfiles: UseCase {
    var id: WorkID { .profiles }
    var label: SafeText { "reading the profiles" }

    func receive(_ answer: ProfileList, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.profiles.error = program.say(error)
        return []
    }
}

extension CheckCluster: UseCase {
    var id: WorkID { .check(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "checking \(profile.name)" }

    func receive(_ answer: ClusterStatus, in program: inout ProgramState) -> [Effect] { program.receive(answer) }
}
