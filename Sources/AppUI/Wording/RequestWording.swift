import AppCore
import DisplayText
import HTTPExchange
import Toolkit

/// All that may be shown of one request: no header value, no body, no query.
struct RequestWording {
    let record: ExchangeRecord

    var rows: [DetailRow] {
        let end: SafeText =
            switch record.ending {
            case .status(let status): "HTTP status \(status)"
            case .failed(let code): "failed: \(code.rawValue)"
            }
        return [
            .value("request", TextRun("\(record.method) \(record.path)", .accent)),
            .value("to", TextRun("\(record.origin.description)")),
            .value("ended with", TextRun(end)),
            .value("took", TextRun(DurationText.elapsed(milliseconds: Int64(record.duration)))),
            .value("attempt", TextRun("\(record.attempt)")),
            .value("sent", TextRun("\(record.requestBytes) bytes\(record.hasQuery ? ", and a query" : "")")),
            .value("headers", TextRun("\(record.headerNames.joined(separator: ", "))", .dim)),
            .value("received", TextRun("\(record.responseBytes) bytes")),
            .blank,
            .value("as curl", TextRun(record.curl)),
            .text(TextRun("Values of headers and bodies are never kept, so that no secret can be shown.", .dim)),
        ]
    }
}
