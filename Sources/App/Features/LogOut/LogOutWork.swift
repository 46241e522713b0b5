import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension LogOut: Work {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "logging out of \(profile.name)" }
    var isChange: Bool { true }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> LogoutReport { try await run(in: tools.workspace) }

    func receive(_ answer: LogoutReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failSession(error, on: profile, id)
    }
}
