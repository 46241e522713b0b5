import DisplayText
import Operations
import Storage

extension WorkID {
    static func auditLog(_ profile: Profile.ID) -> WorkID { WorkID("audit-log", profile) }
}

extension ReadAuditLog: Work {
    var id: WorkID { .auditLog(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "reading the audit log of \(profile.name)" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> AuditReport { try await run(in: tools.workspace) }

    func receive(_ answer: AuditReport, in program: inout ProgramState) -> [Effect] {
        program.change(AuditLogView.self) { view, _ in
            view.receive(answer)
            return []
        }
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        program.endSession(error, of: profile.id)
        return program.change(AuditLogView.self) { view, _ in
            view.fail(message, of: profile.id)
            return []
        }
    }
}
