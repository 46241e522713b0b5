import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form for a report on tokens, and on what has just become of them.
struct ReportForm: FormFeature {
    enum Field: Hashable, Sendable {
        case path
    }

    private let tokens: [TokenRecord.ID]
    /// What became of them, one sentence each.
    private let acts: [SafeText]
    private let incident: IncidentReport?
    let title: SafeText
    var form: Form<FormPart<Field>>
    var status = FormStatus()

    init(_ incident: IncidentReport, at now: Instant) {
        self.init(
            incident.tokens, incident: incident, about: SafeText(outside: incident.user.text, limit: 40), at: now)
    }

    init(
        _ tokens: [TokenRecord.ID], acts: [SafeText] = [], incident: IncidentReport? = nil, about: SafeText,
        at now: Instant
    ) {
        self.incident = incident
        self.tokens = tokens
        self.acts = acts
        title = "Report on \(about)"
        form = Form(
            [
                .text(
                    .field(.path), "File", value: "tessera-report-\(now.milliseconds / 1_000).txt",
                    help: "A new file, readable only by you; JSON if the name ends in .json.", isRequired: true)
            ], buttons: [])
    }

    static let sendLabel: SafeText = "Write the report"
    static let canTest = false
    var profile: Profile? { nil }
    var facts: [SafeText] { ["contains fingerprints, verdicts and their evidence; no token"] }
    var workID: WorkID { .report }

    mutating func settle(in program: ProgramState) {}

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        var verb = WriteTokenReport(tokens: tokens, acts: acts, path: text(.path))
        verb.incident = incident
        return [program.begin(verb)]
    }
}

extension ProgramState {
    mutating func openReport(on token: TokenRecord.ID) -> [Effect] {
        guard let record = tokens[token] else { return [] }
        return open(form: ReportForm([token], about: "\(record.fingerprint.text)", at: now))
    }

    mutating func openReport(on results: RevocationResults) -> [Effect] {
        let ids = results.tokens
        let about: SafeText = ids.count == 1 ? "1 token" : "\(ids.count) tokens"
        return open(form: ReportForm(ids, acts: results.acts, about: about, at: now))
    }
}

extension WorkID {
    static let report = WorkID("report")
}

extension WriteTokenReport: UseCase {
    var id: WorkID { .report }
    var label: SafeText { "writing \(SafeText(outside: path, limit: 100))" }

    func receive(_ answer: String, in program: inout ProgramState) -> [Effect] {
        program.say(.good, "the report is in \(SafeText(outside: answer, limit: 300)), readable only by you")
        return program.closeSubmission(of: id)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        return program.failSubmission(of: id, error, message)
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.stopSubmission(of: id) }
}
