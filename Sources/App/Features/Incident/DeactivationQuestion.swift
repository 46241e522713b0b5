import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// Asked before an incident that closes accounts as well: a confirmation of its own, with the user's name typed.
struct DeactivationQuestion: ConsentQuestion {
    private let plan: DeactivationPlan
    private let incident: ConfirmedIncident
    var dialog: Dialog<YesNo>

    init(_ plan: DeactivationPlan, of incident: ConfirmedIncident) {
        self.plan = plan
        self.incident = incident
        let profiles = plan.targets.map(\.profile)
        let user = SafeText(outside: incident.plan.user.text, limit: 40)
        let place: SafeText =
            switch incident.verb.linksPlace {
            case .file(let path): "\(SafeText(outside: path, limit: 200)), readable only by you"
            case .vault: "the vault"
            }
        dialog = Dialog(
            "Deactivate the account of \(user) too?",
            [
                TextRun("The user cannot log in until an administrator activates the account."),
                TextRun(
                    """
                    Each cluster deactivates the account after the user is logged out and all tokens of the plan are \
                    revoked.
                    """),
                TextRun("The activation links, valid for 14 days, are written only to \(place)."),
                TextRun(""),
            ] + .clusters(profiles) { "cluster  \($0.name)" },
            on: profiles.first, yes: "Deactivate", consent: plan.consent)
        dialog.heading = TextRun.heading(of: profiles)
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        var incident = incident
        incident.verb.deactivations = try plan.confirmed(by: answer)
        return incident.begin(in: &program)
    }
}

/// What was agreed to in the plan of an incident, before it is begun.
struct ConfirmedIncident: Hashable, Sendable {
    var verb: EndUser
    let plan: IncidentPlan
    let choice: IncidentChoice
    let elsewhere: [Profile.ID: IncidentView.Reading]
    /// The token with which it began.
    let leaked: Fingerprint?

    /// Beside the report; a name that is new for each run.
    static func linksFile(for user: UserIdentifier, at now: Instant) -> ActivationLinks.Place {
        .file(WriteIncident.path("tessera-activation-links", of: user, at: now) + ".txt")
    }

    func begin(in program: inout ProgramState) -> [Effect] {
        let results = IncidentResults(of: self, in: program)
        return program.close(IncidentView.self) + program.open(results) + [program.begin(verb)]
    }
}
