import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension LogIn: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "logging in to \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: SessionReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer)
        program.say(.good, "logged in to \(profile.name) as \(answer.info.userName)")
        // A login by secret key issues a token, and the journal has it.
        return program.closeSubmission(of: id) + [program.readJournal()]
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.questionInstead(of: error, id, credential.secret)
            ?? program.failSession(error, on: profile, id, returning: credential.secret)
    }

    func stop(in program: inout ProgramState) -> [Effect] {
        program.stopSubmission(of: id, returning: credential.secret)
    }
}

extension Credential {
    /// The secret of it.
    fileprivate var secret: Secret {
        switch self {
        case .password(_, let secret), .secretKey(_, let secret), .bearer(let secret): secret
        }
    }
}
