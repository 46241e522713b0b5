import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form for an existing token.
struct ImportTokenForm: FormFeature {
    enum Field: Hashable, Sendable {
        case token, user, label, validate
    }

    let target: Profile
    var form: Form<FormPart<Field>>
    var status = FormStatus()
    /// What the cluster has accepted before is a token, whatever it looks like.
    private var known = KnownTokens()

    init(_ profile: Profile) {
        target = profile
        form = Form(
            [
                .secret(.field(.token), "Token", help: "Paste the token; line breaks are removed.", isRequired: true),
                .text(
                    .field(.user), "User", placeholder: "as the cluster reports",
                    help: "The user of the token. Leave empty to ask the cluster."),
                .text(.field(.label), "Label", help: "Free-text label; kept here, never sent."),
                .toggle(.field(.validate), "Validate now", isOn: true, help: "Asks the cluster whether it is valid."),
            ], buttons: [], focus: .field(.token))
    }

    static let sendLabel: SafeText = "Import"
    var profile: Profile? { target }
    var title: SafeText { "Import a token for \(target.name)" }
    var facts: [TextRun] {
        let place: SafeText =
            target.secretSource == .vault ? "is kept in the vault" : "stays in memory until Tessera exits"
        return target.formFacts + [TextRun("The token \(place). The journal stores only the fingerprint.", .dim)]
    }
    var workID: WorkID { .issue(target.id) }

    mutating func settle(in program: ProgramState) { known = program.tokens }

    func problem(with field: Field) -> SafeText? {
        guard field == .token else { return nil }
        return form.secret(.field(.token))?.look { bytes in
            let token = Secret(String(decoding: copy bytes, as: UTF8.self))
            guard let fault = BearerForm.fault(of: token) else { return nil }
            let id = TokenRecord.id(Fingerprint(of: token), at: target.origin.description)
            return known[id]?.acceptedAt == nil ? "not a bearer token: \(SafeText(outside: fault, limit: 200))" : nil
        }
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        return [
            program.begin(
                ImportToken(
                    profile: target, token: take(.token), user: filled(.user), label: filled(.label),
                    isChecked: isOn(.validate)))
        ]
    }

    func field(of error: OperationError) -> Field? {
        switch error {
        case .refused(.notAToken), .refused(.originBound): .token
        case .session(let cause, _):
            [.badToken, .emptyToken, .credentialsRefused].contains(cause.code) ? .token : nil
        default: nil
        }
    }

    mutating func settle(_ conflict: ProfileConflict, withFile: Bool, in program: ProgramState) {
        guard let current = conflict.current else { return }
        var fresh = ImportTokenForm(current)
        carryOver(to: &fresh)
        self = fresh
    }
}

extension ProgramState {
    var reasonAgainstImporting: SafeText? {
        guard let profile else { return noProfile }
        return inFlight[.issue(profile.id)] != nil ? "a token is being issued or imported" : nil
    }

    mutating func openImport() -> [Effect] { profile.map { open(form: ImportTokenForm($0)) } ?? [] }
}

extension ImportToken: UseCase {
    var id: WorkID { .issue(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "importing a token for \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: TokenReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer, id, "imported")
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failIssuing(error, on: profile, id, returning: token)
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.stopSubmission(of: id, returning: token) }
}
