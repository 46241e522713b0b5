import DisplayText
import Operations
import Storage

extension WorkID {
    /// One diagnosis at a time.
    static let diagnosis = WorkID("diagnosis")
}

/// The diagnosis of the connection to a cluster, step by step, with the session that is open there.
struct Diagnose: Work {
    let profile: Profile

    init(_ profile: Profile) { self.profile = profile }

    var id: WorkID { .diagnosis }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "diagnosing \(profile.name)" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (DoctorFinding) async -> Void
    ) async throws(OperationError) -> Diagnosis {
        await DiagnoseCluster(profile: profile).run(in: tools.workspace, progress: tell)
    }

    func receive(step: DoctorFinding, in program: inout ProgramState) -> [Effect] {
        program.change(DoctorView.self) { view, _ in
            view.receive(step)
            return []
        }
    }

    func receive(_ answer: Diagnosis, in program: inout ProgramState) -> [Effect] {
        program.change(DoctorView.self) { view, _ in
            view.receive(answer)
            return []
        }
        let name = answer.profile.name
        if let failed = answer.findings.first(where: { $0.verdict == .failed }) {
            program.say(.failure, "\(name): \(failed.step.title) failed; \(answer.summary)")
        } else {
            program.say(answer.isClean ? .good : .warning, "\(name): \(answer.summary)")
        }
        return []
    }
}
