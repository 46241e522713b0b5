import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The steps of a diagnosis as they come in, each with its verdict as a word and what to do next.
struct DoctorLayer {
    let examination: Examination

    private var rows: [DetailRow] {
        let profile = examination.profile
        var rows: [DetailRow] = [
            .value("address", TextRun("\(profile.origin.description), generation \(profile.generation.rawValue)")),
            .blank,
        ]
        for finding in examination.findings {
            rows.append(.value(finding.step.title, Self.run(finding)))
            rows += finding.hints.map { .value("", TextRun("next: \($0)", .accent)) }
        }
        if let current = examination.current {
            rows.append(.value(current.title, TextRun("looking ...", .accent)))
        }
        rows += [.blank, .text(TextRun(footLine, .dim))]
        return rows
    }

    private var footLine: SafeText {
        if examination.isRunning { return "Nothing is changed, and no credential is sent. x stops, Esc closes." }
        if examination.isStopped { return "Stopped before the end. F5 looks again, y copies, Esc closes." }
        return "F5 looks again, y copies, Esc closes."
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

    /// What a key needs to know of the text, so that it does not scroll past the end.
    func extent(on screen: Area, glyphs: GlyphSet) -> (top: Int, count: Int, height: Int) {
        let area = frame(on: screen, glyphs: glyphs).inset(by: 1)
        return (examination.top, DetailView(rows).lineCount(width: area.columns, glyphs: glyphs), area.rows)
    }

    private func frame(on screen: Area, glyphs: GlyphSet) -> Area {
        // A little narrower than the screen would leave torn-off ends of the panes beside it.
        let columns = screen.columns <= 132 ? screen.columns : 120
        let lines = DetailView(rows).lineCount(width: columns - 2, glyphs: glyphs)
        // As tall as the steps without hints from the beginning, so that the frame does not grow with each of them.
        let least = DoctorStep.allCases.count + 6
        return screen.centred(Size(rows: min(screen.rows, max(lines + 2, least)), columns: columns))
    }

    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = frame(on: screen, glyphs: grid.glyphs)
        grid.fill(frame)
        let done = examination.findings.count
        let inner = Pane(
            "Doctor: \(examination.profile.name)", info: TextRun("\(done) of \(DoctorStep.allCases.count)", .dim),
            isFocused: true
        ).draw(in: frame, on: &grid, theme: theme)
        DetailView(rows).draw(scroll: Scroll(top: examination.top), in: inner, on: &grid, theme: theme)
    }
}
