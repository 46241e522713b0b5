import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form for the reason with which changes, and revocations that are not verified, are dismissed.
struct DismissForm: FormFeature {
    enum Field: Hashable, Sendable {
        case reason
    }

    private let changes: [OpenChange]
    private let revoked: [TokenRecord]
    var form = Form<FormPart<Field>>(
        [
            .text(
                .field(.reason), "Reason", help: "One line; the journal keeps it.", isRequired: true)
        ], buttons: [])
    var status = FormStatus()

    init(_ changes: [OpenChange], revoked: [TokenRecord]) {
        self.changes = changes
        self.revoked = revoked
    }

    static let sendLabel: SafeText = "Dismiss"
    static let canTest = false
    var profile: Profile? { nil }
    var title: SafeText { "Dismiss \(DismissChanges.words(changes: changes.count, revoked: revoked.count))" }
    var facts: [TextRun] { [TextRun("nothing is sent, and the tokens keep their state", .dim)] }
    var workID: WorkID { .dismissal }

    mutating func settle(in program: ProgramState) {}

    func problem(with field: Field) -> SafeText? {
        DismissChanges.problem(with: text(.reason)).map { "it \($0)" }
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        do throws(OperationError) {
            let verb = try DismissChanges(changes, revoked: revoked, reason: text(.reason))
            status.isSending = true
            return [program.begin(verb)]
        } catch {
            program.say(error)
            return [.bell]
        }
    }
}

extension WorkID {
    static let dismissal = WorkID("dismissal")
}

extension DismissChanges: SubmittedUseCase {
    var id: WorkID { .dismissal }
    var label: SafeText { "dismissing \(words)" }
    var isChange: Bool { true }

    func receive(_ answer: [OpenChange], in program: inout ProgramState) -> [Effect] {
        program.say(.good, "dismissed \(words)")
        return program.closeSubmission(of: id) + program.readJournalAgain()
    }
}
