import DisplayText
import Operations
import Toolkit

/// A message in full, for detail views and panes.
enum MessageWords {
    static func rows(_ message: Operations.Message) -> [DetailRow] {
        var rows: [DetailRow] = [.text(TextRun(message.sentence, .danger))]
        rows += message.hints.map { .text(TextRun("Next: \($0)")) }
        if let quoted = message.quoted { rows.append(.value("server said", TextRun(quoted, .quoted))) }
        if let incident = message.incident { rows.append(.value("incident", TextRun(incident))) }
        rows.append(.value("code", TextRun("\(message.code)", .dim)))
        return rows
    }
}
