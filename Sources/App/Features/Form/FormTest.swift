import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    /// The test of the cluster a form is about.
    static let formTest = WorkID("form-test")
}

extension TestProfile: UseCase {
    var id: WorkID { .formTest }
    var label: SafeText { "testing \(profile.name)" }

    func receive(_ answer: ProfileTestReport, in program: inout ProgramState) -> [Effect] {
        for index in program.stack.indices {
            guard var form = program.stack[index].feature as? any FormFeature else { continue }
            form.receive(answer)
            form.settleAll(in: program)
            program.stack[index].feature = form
        }
        return []
    }
}

extension ProfileTestReport {
    /// `ThoughtSpot answered in 11 ms`, or what went wrong.
    var text: SafeText {
        switch status.state {
        case .reachable, .loggedIn, .sessionEnded:
            status.duration.map {
                "ThoughtSpot answered in \(DurationText.elapsed(milliseconds: Int64($0)))"
            } ?? "ThoughtSpot answered"
        case .failed(let error): MessageComposer.message(for: error).sentence
        }
    }
}
