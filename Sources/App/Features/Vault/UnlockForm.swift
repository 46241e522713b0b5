import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form that unlocks the vault.
struct UnlockForm: FormFeature {
    enum Field: Hashable, Sendable {
        case passphrase, time
    }

    /// How long the kernel is to keep the key.
    private enum Time: String, Hashable, Sendable {
        case none, hour, day

        var seconds: Int? {
            switch self {
            case .none: nil
            case .hour: 3_600
            case .day: 8 * 3_600
            }
        }
    }

    var form: Form<FormPart<Field>>
    var status = FormStatus()

    let facts: [TextRun]

    init(_ program: ProgramState) {
        let idle = Lifetime.text(seconds: program.vault.idleLock)
        let end: SafeText = "\(program.key(.unlockVault)) locks it or \(idle) pass without \(program.typingWord)"
        facts = [TextRun("unlocked until \(end)", .dim)]
        form = Form(
            [
                .secret(.field(.passphrase), "Passphrase", isRequired: true),
                .choice(
                    .field(.time), "Later commands",
                    Choice([
                        Choice.Answer(Time.none, "ask for the passphrase"),
                        Choice.Answer(.hour, "ask nothing for 1 hour"), Choice.Answer(.day, "ask nothing for 8 hours"),
                    ]), help: "The kernel keeps the key for your later logins; other users cannot read it."),
            ], buttons: [], focus: .field(.passphrase))
    }

    static let sendLabel: SafeText = "Unlock"
    static let canTest = false
    var isSentByEnter: Bool { true }
    var profile: Profile? { nil }
    var title: SafeText { "Unlock the vault" }
    var workID: WorkID { .vault }

    mutating func settle(in program: ProgramState) {}

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        let time = form.choice(.field(.time), as: Time.self) ?? .none
        return [program.begin(UnlockVault(passphrase: take(.passphrase), seconds: time.seconds))]
    }

    func field(of error: OperationError) -> Field? { error.isAboutPassphrase ? .passphrase : nil }
}

/// The form that makes the vault.
struct CreateVaultForm: FormFeature {
    enum Field: Hashable, Sendable {
        case passphrase, repeated
    }

    var form = Form<FormPart<Field>>(
        [
            .secret(
                .field(.passphrase), "Passphrase",
                help: "\(VaultStore.shortestPassphrase) characters or more. A lost passphrase cannot be recovered.",
                isRequired: true),
            .secret(.field(.repeated), "Repeat", isRequired: true),
        ], buttons: [], focus: .field(.passphrase))
    var status = FormStatus()

    static let sendLabel: SafeText = "Create"
    static let canTest = false
    var profile: Profile? { nil }
    var title: SafeText { "Create the vault" }
    var facts: [TextRun] { [TextRun("The vault stores the secrets of all profiles with Secrets set to vault.", .dim)] }
    var workID: WorkID { .vault }

    mutating func settle(in program: ProgramState) {}

    func problem(with field: Field) -> SafeText? {
        guard field == .repeated, let first = form.secret(.field(.passphrase)),
            let second = form.secret(.field(.repeated))
        else { return nil }
        let isSame = first.look { first in second.look { second in first == second } }
        return isSame ? nil : "differs from the passphrase above"
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        _ = take(.repeated)
        return [program.begin(CreateVault(passphrase: take(.passphrase)))]
    }

    func field(of error: OperationError) -> Field? { error.isAboutPassphrase ? .passphrase : nil }
}

extension OperationError {
    fileprivate var isAboutPassphrase: Bool {
        if case .storage(let cause) = self { [.passphrase, .weakPassphrase].contains(cause.code) } else { false }
    }
}
