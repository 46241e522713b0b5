import ASCIIText
import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

// What an incident does in the background.

extension WorkID {
    /// A leaked token is looked for in the journal.
    static let leak = WorkID("leak")
}

extension FindLeakedToken: UseCase {
    var id: WorkID { .leak }
    var label: SafeText { "looking for the token in the journal" }

    func receive(_ answer: LeakedToken, in program: inout ProgramState) -> [Effect] {
        program.change(IncidentView.self) { view, program in view.receive(answer, in: &program) }
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        // It stands in the form, and in the activity pane; below the plans of other users it would be about those.
        if program.top is IncidentView { program.activity.latest = nil }
        let next: SafeText
        switch error {
        // The command that the hint names is here already.
        case .refused(.unknownLeak), .refused(.leakOfNoUser): next = "; if you know its user, type the name"
        default: next = message.hints.first.map { "; \($0)" } ?? ""
        }
        return program.change(IncidentView.self) { view, _ in view.refuse("\(message.what)\(next)") }
    }
}

extension FindIssuedElsewhere: UseCase {
    var id: WorkID { WorkID("elsewhere", profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "reading the audit log of \(profile.name)" }

    func receive(_ answer: IssuedElsewhere, in program: inout ProgramState) -> [Effect] {
        program.change(IncidentResults.self) { view, _ in
            view.note(answer)
            return []
        }
        return note(.read(answer), in: &program)
    }

    /// Without the privilege for it, the rest goes on.
    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        receive(IssuedElsewhere(profile: profile, failure: error), in: &program)
    }

    func stop(in program: inout ProgramState) -> [Effect] { note(nil, in: &program) }

    private func note(_ reading: IncidentView.Reading?, in program: inout ProgramState) -> [Effect] {
        program.change(IncidentView.self) { view, _ in
            view.note(reading, of: profile.id)
            return []
        }
    }
}

/// Writes the report of an incident twice: as text for people, as JSON for programs.
struct WriteIncident: Hashable, Sendable {
    let report: IncidentReport
    /// Without its ending.
    let path: String

    init(_ report: IncidentReport, at now: Instant) {
        self.report = report
        path = Self.path("tessera-incident", of: report.user, at: now)
    }

    /// The name of a file about a user, without its ending.
    static func path(_ kind: String, of user: UserIdentifier, at now: Instant) -> String {
        let name = user.text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        return "\(kind)-\(name.isEmpty ? "user" : String(name.prefix(40)))-\(now.inFileNames)"
    }
}

extension WriteIncident: UseCase {
    var id: WorkID { .report }
    var label: SafeText { "writing \(SafeText(outside: path, limit: 100))" }

    func run(in workspace: Workspace) async throws(OperationError) -> [String] {
        try await WriteTokenReport(report, paths: [".txt", ".json"].map { path + $0 }).run(in: workspace)
    }

    func receive(_ answer: [String], in program: inout ProgramState) -> [Effect] {
        let text = SafeText(outside: answer.first ?? "", limit: 300)
        let place: SafeText = "the report is in \(text) and .json (mode 0600)"
        program.say(.good, place)
        return program.change(IncidentResults.self) { view, _ in
            view.noteSaved(report, place)
            return []
        }
    }

    /// Another place may do.
    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return program.open(form: ReportForm(report, at: program.now))
    }
}
