import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    static let journal = WorkID("journal")
    static func validate(_ token: TokenRecord.ID) -> WorkID { WorkID("validate", token) }
}

extension ListTokens: UseCase {
    var id: WorkID { .journal }
    var label: SafeText { "reading the journal" }

    func receive(_ answer: TokenList, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        program.tokens.fail(message)
        return []
    }
}

extension ValidateToken: UseCase {
    var id: WorkID { .validate(TokenRecord.id(fingerprint, at: profile.origin.description)) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "validating \(fingerprint.text)" }

    func receive(_ answer: ValidationReport, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return [program.readJournal()]
    }

    private var fingerprint: Fingerprint { token.fingerprint }
}
