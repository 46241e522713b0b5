import DisplayText
import Operations
import ThoughtSpotSessions
import Toolkit

/// Asked before trusted authentication is changed.
struct KeyChangeQuestion: ConsentQuestion {
    private let plan: KeyChangePlan
    var dialog: Dialog<YesNo>

    init(_ plan: KeyChangePlan) {
        self.plan = plan
        let place = SafeText(outside: plan.place.wording, limit: 60)
        let (title, label): (SafeText, SafeText) =
            switch plan.action {
            case .enable: ("Enable trusted authentication of \(place)?", "Enable")
            case .disable: ("Disable trusted authentication of \(place)?", "Disable")
            case .rotate: ("Rotate the secret key of \(place)?", "Rotate")
            }
        dialog = Dialog(
            title, MessageComposer.consequences(of: plan).map { TextRun($0) } + .facts(of: plan.profile),
            on: plan.profile, yes: label, consent: plan.consent)
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        let verb = ChangeTrustedAuthentication(confirmed: try plan.confirmed(by: answer))
        return program.closeTop()
            + program.change(SecretKeysView.self) { view, _ in
                view.begin()
                return []
            } + [program.begin(verb)]
    }
}
