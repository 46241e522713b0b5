import DisplayText
import Operations
import Toolkit

/// One line of the activity in full: a message with what to do next, or a request.
struct ActivityDetail: DetailFeature {
    private let entry: ActivityLog.Entry
    var scroll = Scroll()

    init(_ entry: ActivityLog.Entry) { self.entry = entry }

    static let layer: KeyLayer = "activity detail"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key("y", .copy, "copy", "Copy what is shown", hint: 1) { view, program in
                program.copy(.entry(view.entry))
            }
        ] + moving() + helping()

    func title(in program: ProgramState) -> SafeText { "Activity" }

    func rows(in program: ProgramState) -> [DetailRow] {
        let time = DetailRow.value("when", TextRun(InstantWords(program).whole(entry.at)))
        switch entry.content {
        case .message(let message):
            return [time] + (message.message.map(MessageWords.rows) ?? [.text(ActivityWords.run(message))])
        case .request(let record): return [time] + RequestWords(record: record).rows
        }
    }
}
