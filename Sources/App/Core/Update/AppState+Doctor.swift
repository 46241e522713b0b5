import DisplayText
import Operations
import Storage

/// The look at a cluster, step by step.
extension AppState {
    mutating func openDoctor() -> [Effect] {
        guard let profile else { return [] }
        return push(.doctor(Examination(of: profile))) + [examine(profile)]
    }

    private mutating func examine(_ profile: Profile) -> Effect {
        begin(
            .diagnose(profile), id: .diagnosis, profile: profile.id, label: "looking at \(profile.name), step by step")
    }

    mutating func obeyInDoctor(_ command: AppCommand, _ examination: Examination) -> [Effect]? {
        switch command {
        case .submit, .open: return obeyInLayer(.cancel)
        case .cancelRequest:
            let effects = cancel([.diagnosis])
            endExamination()
            return effects
        case .refresh, .diagnose:
            guard !examination.isRunning else { return [] }
            // The profile may have been edited since.
            let profile = profiles[examination.profile.id] ?? examination.profile
            layers[layers.count - 1] = .doctor(Examination(of: profile))
            return [examine(profile)]
        default: return nil
        }
    }

    /// Something fell on the way of a piece of work that is still under way.
    mutating func take(_ progress: WorkProgress, of id: EffectID, stamp: Int) -> [Effect] {
        guard inFlight[id]?.stamp == stamp else { return [] }
        switch progress {
        case .revocation(let item): return take(item, stamp: stamp)
        case .endUser(let item): return take(item, stamp: stamp)
        case .diagnosis(let finding): changeExamination { $0.take(finding) }
        }
        return []
    }

    mutating func take(_ diagnosis: Diagnosis) -> [Effect] {
        changeExamination { if $0.profile.id == diagnosis.profile.id { $0.end(with: diagnosis) } }
        if let failed = diagnosis.findings.first(where: { $0.verdict == .failed }) {
            say(.failure, "\(diagnosis.profile.name): \(failed.step.title) failed; \(diagnosis.summary)")
        } else {
            say(diagnosis.isClean ? .good : .warning, "\(diagnosis.profile.name): \(diagnosis.summary)")
        }
        return []
    }

    /// What was found stays; what is missing was not looked at.
    mutating func endExamination() { changeExamination { $0.stop() } }

    private mutating func changeExamination(_ change: (inout Examination) -> Void) {
        for index in layers.indices {
            guard case .doctor(var examination) = layers[index] else { continue }
            change(&examination)
            layers[index] = .doctor(examination)
        }
    }
}
