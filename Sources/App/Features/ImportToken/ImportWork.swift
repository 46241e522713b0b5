import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension ImportToken: UseCase {
    var id: WorkID { .issue(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "importing a token for \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: TokenReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer, id, "imported")
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failIssuing(error, on: profile, id, returning: token)
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.stopSubmission(of: id, returning: token) }
}
