import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form for a file of profiles that is to be imported: its path. What it would do is read then, and asked about.
struct ProfileImportForm: FormFeature {
    enum Field: Hashable, Sendable {
        case path
    }

    var form = Form<FormPart<Field>>(
        [
            .text(
                .field(.path), "File", example: "~/team.json",
                help: "Reads a file of `tessera profile export`, a profiles.json, or a cs_tools cluster file in JSON.",
                isRequired: true)
        ], buttons: [])
    var status = FormStatus()

    static let sendLabel: SafeText = "Read the file"
    static let canTest = false
    var profile: Profile? { nil }
    var title: SafeText { "Import profiles" }
    var facts: [TextRun] {
        [TextRun("Secrets and secret commands are not imported. You confirm before anything is saved.", .dim)]
    }
    var workID: WorkID { .profileFile }
    var isSentByEnter: Bool { true }

    mutating func settle(in program: ProgramState) {}

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        return [program.begin(ReadProfileFile(path: text(.path)))]
    }

    func field(of error: OperationError) -> Field? { if case .storage = error { .path } else { nil } }
}

/// The form for a new file of profiles: of the selected one, or of all.
struct ProfileExportForm: FormFeature {
    enum Field: Hashable, Sendable {
        case which, path
    }

    enum Which: String, Sendable {
        case all, selected
    }

    private let all: [Profile]
    private let selected: Profile?
    var form: Form<FormPart<Field>>
    var status = FormStatus()

    init(_ all: [Profile], selected: Profile?) {
        self.all = all
        self.selected = selected
        form = Form(
            [
                .choice(
                    .field(.which), "Profiles",
                    Choice([
                        Choice.Answer(Which.all, all.count == 1 ? "1 profile" : "all \(all.count) profiles"),
                        Choice.Answer(
                            .selected, selected.map { "\($0.name) alone" } ?? "the selected one",
                            unavailable: selected == nil ? "no profile is selected" : nil),
                    ])),
                .text(
                    .field(.path), "File", example: "~/team.json",
                    help: "A new file, readable only by you; an existing file is never overwritten.", isRequired: true),
            ], buttons: [], focus: .field(.path))
    }

    static let sendLabel: SafeText = "Export"
    static let canTest = false
    var profile: Profile? { nil }
    var title: SafeText { "Export profiles" }
    var facts: [TextRun] { [TextRun("no secret and no secret command is exported", .dim)] }
    var workID: WorkID { .profileFile }

    mutating func settle(in program: ProgramState) {}

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        let isOne = form.choice(.field(.which), as: Which.self) == .selected
        return [
            program.begin(ExportProfiles(profiles: isOne ? selected.map { [$0] } ?? [] : all, path: text(.path)))
        ]
    }

    func field(of error: OperationError) -> Field? { if case .storage = error { .path } else { nil } }
}

extension ProgramState {
    var reasonAgainstImportingProfiles: SafeText? {
        reasonAgainstWritingProfiles
            ?? (inFlight[.profileFile] != nil || inFlight[.profileImport] != nil ? "profiles are being imported" : nil)
    }

    mutating func openProfileImport() -> [Effect] { open(form: ProfileImportForm()) }

    var reasonAgainstExportingProfiles: SafeText? {
        if profiles.list.isEmpty { return noProfile }
        return inFlight[.profileFile] != nil ? "a file of profiles is being read or written" : nil
    }

    mutating func openProfileExport() -> [Effect] {
        open(form: ProfileExportForm(profiles.list, selected: profile))
    }
}

extension WorkID {
    /// Reading or writing a file of profiles of a person's own.
    static let profileFile = WorkID("profile-file")
}

extension ReadProfileFile: SubmittedUseCase {
    var id: WorkID { .profileFile }
    var label: SafeText { "reading \(SafeText(outside: path, limit: 100))" }

    func receive(_ answer: ProfileFileReading, in program: inout ProgramState) -> [Effect] {
        let question = ProfileImportQuestion(answer, undo: program.key(.undo), steps: NextStep(in: program))
        return program.closeSubmission(of: id) + program.open(question)
    }
}

extension ExportProfiles: SubmittedUseCase {
    var id: WorkID { .profileFile }
    var label: SafeText { "writing \(SafeText(outside: path, limit: 100))" }
    var isChange: Bool { true }

    func receive(_ answer: String, in program: inout ProgramState) -> [Effect] {
        let what: SafeText = profiles.count == 1 ? "1 profile is" : "\(profiles.count) profiles are"
        program.say(.good, "\(what) in \(SafeText(outside: answer, limit: 300)), readable only by you")
        for name in ProfileExport(profiles).withoutCommand {
            program.say(
                .warning,
                "the secret command of \(SafeText(outside: name, limit: 64)) is not exported: commands are never imported"
            )
        }
        return program.closeSubmission(of: id)
    }
}
