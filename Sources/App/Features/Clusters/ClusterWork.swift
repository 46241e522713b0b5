import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    static let profiles = WorkID("profiles")
    static func check(_ profile: Profile.ID) -> WorkID { WorkID("check", profile) }
}

extension ListProfiles: Work {
    var id: WorkID { .profiles }
    var label: SafeText { "reading the profiles" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> ProfileList { try await run(in: tools.workspace) }

    func receive(_ answer: ProfileList, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        program.profiles.error = MessageComposer.message(for: error)
        return []
    }
}

extension CheckCluster: Work {
    var id: WorkID { .check(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "checking \(profile.name)" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> ClusterStatus { await run(in: tools.workspace) }

    func receive(_ answer: ClusterStatus, in program: inout ProgramState) -> [Effect] { program.receive(answer) }
}
