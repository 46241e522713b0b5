import DisplayText
import Operations
import ThoughtSpotSessions
import Toolkit

/// How it is read.
extension IncidentResults {
    func plain(in program: ProgramState) -> PlainText {
        var lines: [SafeText] = isRunning ? [] : [footLine(program, closing: PlainWords.closing)]
        if let words = selectedWords(program) { lines.append(words) }
        var text = PlainText(
            "\(title), \(counted)", lines: lines,
            rows: PlainRows(
                count: subjects.count, id: { "\($0)" },
                text: { row(subjects[$0], program).line(in: program) }, selected: list.position,
                isSettled: { isSettled(subjects[$0]) }), isAboutCluster: false)
        text.isLeftByName = true
        if !isRunning, !isSaved { text.usual = program.key(.report, in: Self.layer) }
        return text
    }

    private func isSettled(_ subject: Subject) -> Bool {
        switch subject {
        case .act(let act, let target): item(act, target) != nil
        case .token(let target): item(target) != nil
        case .account(let target): account(target) != nil
        case .unstored, .issued, .leftOut: !isRunning
        }
    }
}

extension TextRun {
    /// What became of an account: first of all that its link is not where it was to be.
    init(_ item: DeactivationItem) {
        switch item.linkEnd {
        case .waiting: self = TextRun(item.told(), .warning)
        case .lost: self = TextRun(item.told(), .danger)
        case .kept, nil: self = TextRun(item.verdict)
        }
    }
}
