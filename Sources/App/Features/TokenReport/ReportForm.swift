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

    /// What is written, without its place.
    private let report: WriteTokenReport
    let title: SafeText
    var form: Form<FormPart<Field>>
    var status = FormStatus()

    init(_ incident: IncidentReport, at now: Instant) {
        self.init(
            WriteTokenReport(incident, paths: []), about: SafeText(outside: incident.user.text, limit: 40), at: now)
    }

    /// - Parameter acts: what became of the tokens, one sentence each.
    init(_ tokens: [TokenRecord.ID], acts: [SafeText] = [], about: SafeText, at now: Instant) {
        self.init(WriteTokenReport(tokens: tokens, acts: acts, paths: []), about: about, at: now)
    }

    private init(_ report: WriteTokenReport, about: SafeText, at now: Instant) {
        self.report = report
        title = "Report on \(about)"
        form = Form(
            [
                .text(
                    .field(.path), "File", value: "tessera-report-\(now.inFileNames).txt",
                    help: "A new file, readable only by you; JSON if the name ends in .json.", isRequired: true)
            ], buttons: [])
    }

    static let sendLabel: SafeText = "Write the report"
    static let canTest = false
    var profile: Profile? { nil }
    var facts: [TextRun] { [TextRun("contains fingerprints, verdicts and their evidence; no token", .dim)] }
    var workID: WorkID { .report }

    mutating func settle(in program: ProgramState) {}

    mutating func send(in program: inout ProgramState) -> [Effect] {
        status.isSending = true
        var verb = report
        verb.paths = [text(.path)]
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

extension WriteTokenReport: SubmittedUseCase {
    var id: WorkID { .report }
    var label: SafeText { "writing \(SafeText(outside: paths.first ?? "", limit: 100))" }

    func receive(_ answer: [String], in program: inout ProgramState) -> [Effect] {
        let places = SafeText(outside: answer.joined(separator: " and "), limit: 300)
        let place: SafeText = "the report is in \(places), readable only by you"
        program.say(.good, place)
        _ = program.change(IncidentResults.self) { view, _ in
            if let incident { view.noteSaved(incident, place) }
            return []
        }
        return program.closeSubmission(of: id)
    }
}
