import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension LogOut: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "logging out of \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: LogoutReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failSession(error, on: profile, id)
    }
}
