import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension EndUser: Work {
    var id: WorkID { .revocation }
    var profileID: Profile.ID? { confirmed.parts.first?.target.profile.id }
    var isChange: Bool { true }
    var label: SafeText { "logging out \(confirmed.parts.first?.target.user.text ?? "the user")" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Item) async -> Void
    ) async throws(OperationError) -> Report { await run(in: tools.workspace, progress: tell) }

    func receive(step: Item, in program: inout ProgramState) -> [Effect] {
        switch step {
        case .token(let item): return program.receive(item)
        case .sessions(let item):
            program.say(item)
            return program.change(RevocationResults.self) { results, _ in
                results.receive(item)
                return []
            }
        }
    }

    func receive(_ answer: Report, in program: inout ProgramState) -> [Effect] {
        program.change(RevocationResults.self) { results, _ in
            for item in answer.sessions { results.receive(item) }
            return []
        }
        let effects = program.revoked(answer.tokens)
        if !effects.isEmpty { return effects }
        let ours = answer.sessions.map(\.target).filter { $0.isOurselves && program.isLoggedIn($0.profile.id) }
        return [program.readJournal()] + ours.map { program.check($0.profile) }
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.revoked([]) }
}

extension ProgramState {
    fileprivate mutating func say(_ item: ForceLogoutItem) {
        let name: SafeText = "sessions of \(item.target.user.text) on \(item.target.profile.name)"
        let text: SafeText = "\(name): \(MessageComposer.text(for: item.verdict))"
        switch item.verdict {
        case .accepted: say(.good, text)
        case .notAttempted: say(.warning, text)
        case .failed(let error), .unknown(let error):
            say(.failure, text, message: MessageComposer.message(for: error))
        }
    }
}
