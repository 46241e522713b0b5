import DisplayText
import Operations
import Terminal
import Toolkit

/// What became of several tokens or clusters, a row each, in a frame of its own: the same for every act.
struct ResultsTable {
    let title: SafeText
    /// `3 of 11 done`.
    let counted: SafeText
    let count: Int
    /// What goes on, or what a key does.
    let foot: TextRun
    /// The same in fewer words, for a screen that has not the room for those.
    var shortFoot: TextRun?
    /// More about the selected row: why it was not done, or the proof.
    let words: TextRun?
    let columns: [TableColumn]
    /// At most so many columns of the screen.
    private static let width = 110
    /// How many columns of the screen the table has.
    static func columns(in stage: Area) -> Int { min(stage.columns, width) - 2 }
    let cells: (Int) -> [TextRun]

    func draw(_ list: ListState<Int>, in stage: Area, on grid: inout CellGrid, theme: Theme) {
        // A verdict is not cut: what is said of all, and of the selected row, has the rows that it needs, up to these.
        let most = stage.rows < 16 ? 1 : 2
        let mostFeet = stage.rows < 20 ? most : 3
        let columns = max(8, Self.columns(in: stage) - 2)
        let whole = grid.shown(foot.text).wrapped(to: columns)
        let short = shortFoot.map { grid.shown($0.text).wrapped(to: columns) } ?? whole
        let feet = (whole.count > mostFeet ? short : whole).fitting(rows: mostFeet)
        let about = grid.shown(words?.text ?? "").wrapped(to: columns).fitting(rows: most)
        let wanted = max(8, count + 3 + feet.count + most)
        // A frame a little lower than the screen would leave scraps of what lies below.
        let rows = stage.rows - wanted < 3 ? stage.rows : wanted
        let frame = stage.centred(Size(rows: rows, columns: min(stage.columns, Self.width)))
        grid.clear(frame, on: stage)
        let inner = Pane(title, info: TextRun(counted, .accent), isFocused: true)
            .draw(in: frame, on: &grid, theme: theme)
        let (body, below) = inner.splitting(topRows: inner.rows - feet.count - max(1, about.count))
        var list = list
        list.select(list.position, count: count, height: max(1, body.rows - 1)) { $0 }
        Table(self.columns).draw(
            TableRows(count: count, id: { $0 }, cells: cells), state: list, in: body, on: &grid, theme: theme)
        for (row, line) in about.enumerated() {
            grid.line(line, row: row, in: below, indent: 1, style: theme[words?.role ?? .text])
        }
        for (row, line) in feet.enumerated() {
            grid.line(line, row: max(1, about.count) + row, in: below, indent: 1, style: theme[foot.role])
        }
    }
}

extension ProgramState {
    /// What the revocation under way does, and what a key does about it.
    func workingWords(in layer: KeyLayer) -> SafeText {
        let (work, key) = (inFlight[.revocation], key(.cancel, in: layer))
        if work?.isCancelling ?? false { return "Cancelling ..." }
        if work?.isStopping ?? false { return "Stopping after the current items ... \(key) cancels them, too." }
        return work?.canStop ?? false
            ? "Working ... \(key) stops after the current items." : "Working ... \(key) cancels."
    }
}

/// Trying again what was left.
extension ProgramState {
    func reasonAgainstRetrying(isRunning: Bool, isLeft: Bool) -> SafeText? {
        if isRunning || inFlight[.revocation] != nil { return waitForVerdicts }
        return isLeft ? nil : "nothing is left to try again"
    }

    /// `4 left: r tries again.`
    func retryWords(_ count: Int, in layer: KeyLayer) -> SafeText {
        "\(count) left: \(key(.retry, in: layer)) tries again."
    }
}

extension TextRun {
    /// What became of a user as a whole, in its colour.
    init(_ verdict: ForceLogoutItem.Verdict) {
        let role: Role =
            switch verdict {
            // Nothing proves it: no cluster lists its sessions or tokens.
            case .accepted: .text
            case .unknown, .failed: .warning
            case .notAttempted: .dim
            }
        self.init(MessageComposer.text(for: verdict), role)
    }

    /// What became of a token, in its colour.
    init(_ verdict: RevocationItem.Verdict) {
        let role: Role =
            switch verdict {
            case .revokedVerified: .success
            case .accepted, .alreadyInvalid, .notRecognized, .unknown, .failed: .warning
            case .stillValid: .danger
            case .notAttempted: .dim
            }
        self.init(MessageComposer.text(for: verdict), role)
    }
}
