import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    /// Removing tokens from the list, and restoring them.
    static let removal = WorkID("removal")
}

extension RemoveTokens: UseCase {
    var id: WorkID { .removal }
    var label: SafeText { records.count == 1 ? "removing 1 token" : "removing \(records.count) tokens" }
    var isChange: Bool { true }

    func receive(_ answer: [TokenRecord], in program: inout ProgramState) -> [Effect] { program.removed(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return [program.readJournal()]
    }
}

extension RestoreTokens: UseCase {
    var id: WorkID { .removal }
    var label: SafeText { records.count == 1 ? "restoring 1 token" : "restoring \(records.count) tokens" }
    var isChange: Bool { true }

    func receive(_ answer: [TokenRecord], in program: inout ProgramState) -> [Effect] { program.restored(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return [program.readJournal()]
    }
}
