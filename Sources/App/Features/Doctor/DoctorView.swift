import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The connection to a cluster, diagnosed step by step: each with its verdict as a word and what to do next.
struct DoctorView: DetailFeature {
    private var profile: Profile
    /// In the order of the steps; fewer than there are steps until it is over.
    private(set) var findings: [DoctorFinding] = []
    private(set) var isRunning = true
    var scroll = Scroll()

    init(_ profile: Profile) { self.profile = profile }

    static let layer: KeyLayer = "doctor"
    static let group: SafeText = "In the doctor report"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key("y", .copy, "copy", "Copy what is shown", hint: 1) { view, program in
                program.copy(.text(view.lines, what: "the doctor report"))
            },
            key(
                "l", .logIn, "log in", "Log in to the cluster shown", hint: 3,
                unless: { view, program in view.reasonAgainstLoggingIn(in: program) },
                act: { view, program in program.openLogin(to: [view.profile]) }),
            key("F5 Ctrl-R D", .refresh, "refresh", "Run the doctor again", hint: 4) { view, program in
                view.diagnoseAgain(in: &program)
            },
            cancelling("Cancel the request in progress"),
        ] + moving() + incident() + helping()

    private mutating func diagnoseAgain(in program: inout ProgramState) -> [Effect] {
        guard !isRunning else { return [] }
        // The profile may have been edited since.
        self = DoctorView(program.profiles[profile.id] ?? profile)
        return [program.begin(Diagnose(profile))]
    }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.diagnosis]) }

    /// What was found stays; what is missing was not looked at.
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        if isRunning, program.inFlight[.diagnosis] == nil { isRunning = false }
        return []
    }

    func close(in program: inout ProgramState) -> [Effect] { program.cancel(workUnderCursor(in: program)) }

    mutating func receive(_ finding: DoctorFinding) {
        if isRunning { findings.append(finding) }
    }

    mutating func receive(_ diagnosis: Diagnosis) {
        guard diagnosis.profile.id == profile.id else { return }
        findings = diagnosis.findings
        isRunning = false
    }

    /// Where no answer came, a login would not arrive either.
    private func reasonAgainstLoggingIn(in program: ProgramState) -> SafeText? {
        let failed = findings.first { $0.verdict == .failed && [.name, .tcp, .tls, .http].contains($0.step) }
        return failed.map { "\($0.step.title) failed" } ?? program.reasonAgainstLoggingIn(to: profile)
    }

    /// As it goes to the clipboard, a line for each step and hint.
    private var lines: [SafeText] { [profile.headline] + findings.flatMap(\.lines) }
}

/// How it looks.
extension DoctorView {
    func profile(in program: ProgramState) -> Profile? { profile }
    func title(in program: ProgramState) -> SafeText { "Doctor: \(profile.name)" }

    func info(in program: ProgramState) -> TextRun? {
        TextRun("\(findings.count) of \(DoctorStep.allCases.count) steps", .dim)
    }

    /// As tall as the steps without hints from the beginning.
    var leastRows: Int { DoctorStep.allCases.count + 6 }

    func rows(in program: ProgramState) -> [DetailRow] {
        var rows: [DetailRow] = [
            .value("address", TextRun("\(profile.origin.description), generation \(profile.generation.rawValue)")),
            .blank,
        ]
        for finding in findings {
            rows.append(.value(finding.step.title, Self.run(finding)))
            let steps = finding.hints.map { NextStep(in: program, shownIn: Self.layer).text($0) }
            rows += steps.map { .value("", TextRun("next: \($0)", .accent)) }
        }
        if isRunning, let current = DoctorStep.allCases.dropFirst(findings.count).first {
            rows.append(.value(current.title, TextRun("checking ...", .accent)))
        }
        return rows + [.blank, .text(TextRun(footLine(in: program), .dim))]
    }

    private func footLine(in program: ProgramState) -> SafeText {
        if isRunning {
            let cancel = program.key(.cancelRequest, in: Self.layer)
            return "Nothing is changed, and no credential is sent. \(cancel) stops, \(program.closeWords)."
        }
        let (again, copy) = (program.key(.refresh, in: Self.layer), program.key(.copy, in: Self.layer))
        let stopped: SafeText = findings.count < DoctorStep.allCases.count ? "Stopped before the end. " : ""
        return "\(stopped)\(again) refreshes, \(copy) copies, \(program.closeWords)."
    }

    /// Never a colour alone.
    private static func run(_ finding: DoctorFinding) -> TextRun {
        switch finding.verdict {
        case .ok: TextRun("ok: \(finding.seen)", .success)
        case .warning: TextRun("WARNING: \(finding.seen)", .warning)
        case .failed: TextRun("FAILED: \(finding.seen)", .danger)
        case .skipped: TextRun("skipped \(finding.seen)", .dim)
        }
    }
}

extension ProgramState {
    mutating func openDoctor() -> [Effect] {
        guard let profile else { return [] }
        return open(DoctorView(profile)) + [begin(Diagnose(profile))]
    }
}

extension WorkID {
    /// One diagnosis at a time.
    static let diagnosis = WorkID("diagnosis")
}

/// The diagnosis of the connection to a cluster, step by step, with the session that is open there.
struct Diagnose: Work {
    let profile: Profile

    init(_ profile: Profile) { self.profile = profile }

    var id: WorkID { .diagnosis }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "running the doctor on \(profile.name)" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (DoctorFinding) async -> Void
    ) async throws(OperationError) -> Diagnosis {
        await DiagnoseCluster(profile: profile).run(in: tools.workspace, progress: tell)
    }

    func receive(step: DoctorFinding, in program: inout ProgramState) -> [Effect] {
        program.change(DoctorView.self) { view, _ in
            view.receive(step)
            return []
        }
    }

    func receive(_ answer: Diagnosis, in program: inout ProgramState) -> [Effect] {
        program.change(DoctorView.self) { view, _ in
            view.receive(answer)
            return []
        }
        let name = answer.profile.name
        if let failed = answer.findings.first(where: { $0.verdict == .failed }) {
            program.say(.failure, "\(name): \(failed.step.title) failed; \(answer.summary)")
        } else {
            program.say(answer.isClean ? .good : .warning, "\(name): \(answer.summary)")
        }
        return []
    }
}
