import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form that writes an activation link of the vault into a new file: whose it is, and where it goes.
struct ActivationLinkForm: FormFeature {
    enum Field: Hashable, Sendable {
        case user, path
    }

    private let target: Profile
    var form = Form<FormPart<Field>>(
        [
            .text(
                .field(.user), "User", help: "Whose account was deactivated; the link activates it again.",
                isRequired: true
            ),
            .text(
                .field(.path), "File", example: "~/link.txt",
                help: "A new file, readable only by you; an existing file is never overwritten.", isRequired: true),
        ], buttons: [])
    var status = FormStatus()

    init(_ profile: Profile) { target = profile }

    static let sendLabel: SafeText = "Write the link"
    static let canTest = false
    var profile: Profile? { target }
    var title: SafeText { "Activation link of a user of \(target.name)" }
    var facts: [TextRun] { [TextRun("the link is valid for 14 days from when it came", .dim)] }
    var workID: WorkID { .activationLink }

    mutating func settle(in program: ProgramState) {}

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        return [program.begin(ExportActivationLink(profile: target, user: text(.user), path: text(.path)))]
    }

    func field(of error: OperationError) -> Field? {
        switch error {
        case .refused(.activationLink): .user
        case .storage(let cause): cause.isAboutNewFile ? .path : nil
        default: nil
        }
    }
}

extension ProgramState {
    var reasonAgainstExportingLink: SafeText? { profile == nil ? noProfile : reasonAgainstVault }

    mutating func openActivationLink() -> [Effect] { profile.map { open(form: ActivationLinkForm($0)) } ?? [] }
}

extension WorkID {
    static let activationLink = WorkID("activation-link")
}

extension ExportActivationLink: SubmittedUseCase {
    var id: WorkID { .activationLink }
    var profileID: Profile.ID? { owner.id }
    var label: SafeText { "writing \(SafeText(outside: path, limit: 100))" }
    var isChange: Bool { true }

    func receive(_ answer: String, in program: inout ProgramState) -> [Effect] {
        let (user, place) = (SafeText(outside: user, limit: 80), SafeText(outside: answer, limit: 300))
        program.say(.good, "the activation link of \(user) is in \(place), readable only by you")
        return program.closeSubmission(of: id)
    }
}
