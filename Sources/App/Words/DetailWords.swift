import DisplayText
import HTTPExchange
import Operations
import Terminal
import Toolkit

/// A message in full, for detail views and panes.
enum MessageWords {
    static func rows(_ message: Operations.Message) -> [DetailRow] {
        var rows: [DetailRow] = [.text(TextRun(message.sentence, .danger))]
        rows += message.hints.map { .text(TextRun("Next: \($0)")) }
        if let quoted = message.quoted { rows.append(.value("server said", TextRun(quoted, .quoted))) }
        if let incident = message.incident { rows.append(.value("incident ID", TextRun(incident))) }
        rows.append(.value("code", TextRun("\(message.code)", .dim)))
        return rows
    }

    /// Draws a message in full where there is room; else what failed as far as it fits, and always what to do next.
    static func draw(_ message: Operations.Message, in area: Area, on grid: inout CellGrid, theme: Theme) {
        let view = DetailView(rows(message))
        if view.lineCount(width: area.columns, glyphs: grid.glyphs) <= area.rows {
            view.draw(scroll: Scroll(), in: area, on: &grid, theme: theme)
            return
        }
        for (row, line) in brief(message, rows: area.rows, width: area.columns - 2, on: grid).enumerated() {
            grid.line(line.text, row: row, in: area, indent: 1, style: theme[line.role])
        }
    }

    /// What failed and what to do next, in so many rows: the reason whole where one row is left for the next step.
    static func brief(_ message: Operations.Message, rows: Int, width: Int, on grid: CellGrid) -> [TextRun] {
        let width = max(8, width)
        let next = message.hints.prefix(1).flatMap { grid.shown("Next: \($0)").wrapped(to: width) }
        let what = grid.shown(message.sentence).wrapped(to: width)
        let left = next.isEmpty || rows < 2 ? 0 : min(next.count, max(1, rows - what.count))
        return what.fitting(rows: max(1, rows - left)).map { TextRun($0, .danger) }
            + next.fitting(rows: left).map { TextRun($0) }
    }
}

/// All that may be shown of one request: no header value, no body, no query.
struct RequestWords {
    let record: ExchangeRecord

    var rows: [DetailRow] {
        let end: SafeText =
            switch record.ending {
            case .status(let status): "HTTP \(status)"
            case .failed(let code): "failed: \(Self.words(for: code))"
            }
        return [
            .value("request", TextRun("\(record.method) \(record.path)", .accent)),
            .value("to", TextRun("\(record.origin.description)")),
            .value("status", TextRun(end)),
            .value("duration", TextRun(DurationText.elapsed(milliseconds: Int64(record.duration)))),
            .value("attempt", TextRun("\(record.attempt)")),
            .value("sent", TextRun("\(record.requestBytes) bytes\(record.hasQuery ? ", and a query" : "")")),
            .value("headers", TextRun("\(record.headerNames.joined(separator: ", "))", .dim)),
            .value("received", TextRun("\(record.responseBytes) bytes")),
            .blank,
            .value("as curl", TextRun(record.curl)),
            .text(TextRun("Values of headers and bodies are never stored, so no secret can be shown.", .dim)),
        ]
    }

    /// Why there was no answer, in at most 15 columns.
    static func words(for code: TransportError.Code) -> SafeText {
        switch code {
        case .dns: "DNS error"
        case .connectionRefused: "refused"
        case .connectTimeout: "connect timeout"
        case .unreachable: "unreachable"
        case .tlsExpired: "TLS expired"
        case .tlsNotYetValid: "TLS too early"
        case .tlsName: "TLS wrong name"
        case .tlsChain: "TLS untrusted"
        case .tlsWeak: "TLS too weak"
        case .tlsClientCertificate: "TLS client cert"
        case .tlsHandshake: "TLS failed"
        case .caFile: "CA file invalid"
        case .timeout: "timed out"
        case .connectionLost: "connection lost"
        case .tooLarge: "too large"
        case .malformed: "not HTTP"
        case .proxy: "proxy failed"
        case .cancelled: "cancelled"
        case .other: "failed"
        }
    }
}
