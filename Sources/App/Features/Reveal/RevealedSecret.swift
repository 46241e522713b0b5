import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// A token or a secret key in clear, for at most 20 s or until the next key.
struct RevealedSecret: Feature {
    let secret: Secret
    private(set) var until: Instant
    /// `token`, `secret key`.
    let what: SafeText

    static let layer: KeyLayer = "revealed secret"
    static let group: SafeText = "In a shown secret"
    static let keys: [KeyRow<Self>] = []

    /// Any key hides it.
    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? { program.closeTop() }

    func hints(in program: ProgramState) -> [Hint] { [Hint(keys: "any key", label: "hides")] }

    func nextChange(in program: ProgramState) -> Instant? { until }

    mutating func clockWasSetBack(by milliseconds: Int64) {
        until = Instant(milliseconds: until.milliseconds &- milliseconds)
    }

    /// Time has passed.
    func pass(in program: inout ProgramState) -> [Effect] {
        until <= program.now ? program.close(RevealedSecret.self) : [.wake(at: until)]
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        let columns = min(stage.columns, 100)
        // The one place that puts a token on the screen, on an explicit key.
        let lines = Self.broken(secret.expose(), columns: columns - 4)
        let notice = grid.shown("Anyone who sees it can use it; a recorded terminal keeps it.")
            .wrapped(to: max(8, columns - 4))
        let frame = stage.centred(Size(rows: lines.count + 3 + notice.count, columns: columns))
        grid.clear(frame, on: stage)
        let left = DurationText.countdown(milliseconds: until.milliseconds(since: program.now))
        let inner = Pane(
            "The \(what) in clear text", info: TextRun("hidden in \(left)", .warning), isFocused: true
        )
        .draw(in: frame, on: &grid, theme: theme)
        for (row, line) in lines.enumerated() {
            grid.line(line, row: row, in: inner, indent: 1, style: theme[.text])
        }
        for (row, line) in notice.enumerated() {
            grid.line(line, row: inner.rows - notice.count + row, in: inner, indent: 1, style: theme[.dim])
        }
    }

    /// In one line, to be copied from there.
    func plain(in program: ProgramState) -> PlainText {
        PlainText(
            title: "The \(what) in clear text",
            lines: [
                SafeText(outside: secret.expose(), limit: .max),
                "Anyone who sees it can use it; this terminal keeps it in what can be scrolled back to.",
            ])
    }

    /// A token has no blanks to break at.
    private static func broken(_ text: String, columns: Int) -> [SafeText] {
        var lines: [SafeText] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            lines.append(SafeText(outside: String(rest.prefix(columns))))
            rest = rest.dropFirst(columns)
        }
        return lines
    }
}

extension ProgramState {
    /// `p`: the token in clear.
    mutating func reveal(_ record: TokenRecord?) -> [Effect] {
        guard let record, profile(of: record) != nil else { return [] }
        return [begin(RevealTokens(records: [record]))]
    }

    /// The one token that a command means now: of the detail view on top, or under the cursor of the pane.
    var tokenInSight: TokenRecord? {
        if let detail = top as? TokenDetail { return tokens[detail.id] }
        return stack.isEmpty ? paneToken : nil
    }

    /// Somebody else may look now, or has drawn over the screen (promise P8).
    mutating func hideSecret() -> [Effect] { close(RevealedSecret.self) }

    /// Shows a secret that was asked for.
    mutating func show(_ secret: Secret, _ what: SafeText) -> [Effect] {
        let until = now.advanced(seconds: 20)
        return open(RevealedSecret(secret: secret, until: until, what: what)) + [.wake(at: until)]
    }
}

extension WorkID {
    static let reveal = WorkID("reveal")
}

extension RevealTokens: UseCase {
    var id: WorkID { .reveal }
    var profileID: Profile.ID? { records.first?.profileID }
    var label: SafeText { "showing \(records.first?.fingerprint.text ?? "")" }

    func receive(_ answer: [Secret], in program: inout ProgramState) -> [Effect] {
        // Only while the token is still what is under the cursor.
        guard let token = answer.first, let record = records.first, program.tokenInSight?.id == record.id else {
            return []
        }
        return program.show(token, "token")
    }
}
