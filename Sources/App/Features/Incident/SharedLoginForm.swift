import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// One secret for several clusters, one try on each: what an incident needs before it can log a user out.
struct SharedLoginForm: FormFeature {
    enum Field: Hashable, Sendable {
        case credential, user, password, secretKey
    }

    private let targets: [Profile]
    var form: Form<FormPart<Field>>
    var status = FormStatus()

    init(_ targets: [Profile]) {
        self.targets = targets
        let credentials = Choice([
            Choice.Answer(CredentialKind.password, "password"),
            Choice.Answer(.secretKey, "secret key (trusted authentication)"),
        ])
        form = Form(
            [
                .choice(.field(.credential), "Credential", credentials, help: "The same on each cluster."),
                .text(
                    .field(.user), "User", placeholder: "the user of each profile",
                    help: "Empty means the user that each profile names."),
                .secret(.field(.password), "Password", isRequired: true),
                .secret(.field(.secretKey), "Secret key", isRequired: true),
            ], buttons: [], focus: .field(.password))
    }

    static let sendLabel: SafeText = "Log in"
    static let canTest = false

    var isSentByEnter: Bool {
        if case .secret? = form.focused.flatMap({ form.field($0)?.content }) { true } else { false }
    }

    var profile: Profile? { nil }
    var title: SafeText { targets.count == 1 ? "Log in to 1 cluster" : "Log in to \(targets.count) clusters" }
    var facts: [SafeText] {
        let names = targets.prefix(8).map(\.name).joined(separator: ", ")
        let more: SafeText = targets.count > 8 ? " and \(targets.count - 8) more" : ""
        return ["\(SafeText(outside: names, limit: 300))\(more)", "one try on each cluster"]
    }
    /// It is closed as soon as it is sent: each login has an id of its own.
    var workID: WorkID { WorkID("shared login") }

    private var credential: CredentialKind? { form.choice(.field(.credential), as: CredentialKind.self) }

    mutating func settle(in program: ProgramState) {
        let notUsed: SafeText = "not used with this credential"
        form.setDisabled(.field(.password), credential == .password ? nil : notUsed)
        form.setDisabled(.field(.secretKey), credential == .secretKey ? nil : notUsed)
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        let secret = credential == .secretKey ? take(.secretKey) : take(.password)
        var effects: [Effect] = []
        for target in targets {
            guard let user = filled(.user) ?? target.username, !program.isSessionBusy(target.id) else {
                program.say(.warning, "no user named for \(target.name)")
                continue
            }
            let credential: Credential =
                credential == .secretKey
                ? .secretKey(username: user, key: secret) : .password(username: user, password: secret)
            effects.append(program.begin(LogIn(profile: target, credential: credential, org: target.org)))
        }
        return program.closeTop() + effects
    }
}
